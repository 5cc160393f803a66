package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Jobs whose rows or classes have weights, over HTTP. */
@ServiceTest
class WeightedJobTest {
    private static final String ROWS = """
            0.1,0.9,yes,%s
            0.8,0.3,no,%s
            0.4,0.4,no,%s
            0.9,0.9,yes,%s
            0.2,0.1,no,%s
            """;

    private final Api api;

    WeightedJobTest(Api api) {
        this.api = api;
    }

    private String dataset(String name, String options, String rows) {
        var answer = api.post("/datasets?name=" + name + "&target=answer" + options, "text/csv",
                BodyPublishers.ofString("a,b,answer,count\n" + rows));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return name;
    }

    private String weighted(String name, Object... weights) {
        return dataset(name, "&weight=count", ROWS.formatted(weights));
    }

    private String plain(String name) {
        return dataset(name, "&ignore=count", ROWS.formatted(1, 1, 1, 1, 1));
    }

    /** Full batches in float64 of columns that are not scaled, so that rows change only what they are to. */
    private JsonNode trained(String dataset, String settings) {
        return ended(api,
                submit(api,
                        """
                                {"model": {"precision": "float64", "layers": [{"units": 4, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
                                           "loss": "binary_cross_entropy"},
                                 "dataset": "%s", "batchSize": "full", "epochs": 30, "seed": 5, "optimizer": {"type": "sgd", "learningRate": 0.5},
                                 "preprocessing": {"numeric": "none"}%s}
                                """
                                .formatted(dataset, settings)));
    }

    private static double cost(JsonNode job) {
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("SUCCEEDED");
        return job.path("latest").path("cost").asDouble();
    }

    @Test
    void rowOfWeightTwoCountsTwice() {
        var twice = trained(weighted("weighted-twice", 1, 2, 1, 1, 0), "");
        var repeated = trained(
                dataset("repeated", "&ignore=count", """
                        0.1,0.9,yes,
                        0.8,0.3,no,
                        0.8,0.3,no,
                        0.4,0.4,no,
                        0.9,0.9,yes,
                        """),
                "");
        var plain = trained(plain("weighted-plain"), "");

        assertThat(cost(twice)).isCloseTo(cost(repeated), within(1e-12));
        assertThat(cost(plain)).isNotCloseTo(cost(twice), within(1e-3));
    }

    @Test
    void equalWeightsGiveTheBitsWithoutWeights() {
        var equal = trained(weighted("weighted-equal", 0.7, 0.7, 0.7, 0.7, 0.7), "");
        var plain = trained(plain("weighted-none"), "");

        assertThat(equal.path("weightsSha256")).isEqualTo(plain.path("weightsSha256"));
    }

    @Test
    void weightsOfClassesAreThoseOfTheirRowsAndMultiplyThem() {
        var byColumn = trained(weighted("weighted-classes", 3, 0.5, 1, 6, 1), "");
        var byBoth = trained(weighted("weighted-both", 1, 0.5, 1, 2, 1), ", \"classWeights\": {\"yes\": 3}");

        assertThat(byBoth.path("weightsSha256")).isEqualTo(byColumn.path("weightsSha256"));
        assertThat(byBoth.path("spec").path("classWeights").toString()).isEqualTo("{\"yes\":3.0}");
        assertThat(cost(byBoth)).isEqualTo(cost(byColumn));
    }

    /** 5/(2·2) = 1.25 for yes, 5/(2·3) for no. */
    @Test
    void balancedClassesAreWeightedAgainstTheirFrequency() {
        var data = plain("weighted-balanced");

        var balanced = trained(data, ", \"classWeights\": \"balanced\"");
        var given = trained(data, ", \"classWeights\": {\"no\": 2, \"yes\": 3}");
        var none = trained(data, ", \"classWeights\": null");

        assertThat(balanced.path("spec").path("classWeights").asString()).isEqualTo("balanced");
        assertThat(cost(balanced)).isCloseTo(cost(given), within(1e-12));
        assertThat(none.path("spec").path("classWeights").isNull()).isTrue();
        assertThat(cost(none)).isNotCloseTo(cost(given), within(1e-3));
    }

    @Test
    void theSpecCanBeSubmittedAgainAndGivesTheSameBits() {
        var first = trained(weighted("weighted-again", 1, 2, 3, 4, 5), ", \"classWeights\": {\"yes\": 0.1, \"no\": 7}");

        var second = ended(api, submit(api, first.path("spec").toString()));

        assertThat(second.path("spec")).isEqualTo(first.path("spec"));
        assertThat(second.path("weightsSha256")).isEqualTo(first.path("weightsSha256"));
    }

    /** Of the untrained network: its weighted mean over all rows is the same for training as for validation, but not with class weights. */
    @Test
    void validationRowsCountByTheirOwnWeightsAndNotByTheirClass() {
        var data = weighted("weighted-validation", 1, 2, 3, 4, 5);
        var other = plain("weighted-validation-plain");

        var same = trained(data, ", \"validation\": {\"dataset\": \"" + data + "\"}");
        var classes = trained(data,
                ", \"classWeights\": {\"yes\": 9}, \"validation\": {\"dataset\": \"" + data + "\"}");
        var unweighted = trained(data, ", \"validation\": {\"dataset\": \"" + other + "\"}");

        var first = untrained(same);
        assertThat(first.path("validationCost").asDouble()).isEqualTo(first.path("cost").asDouble());
        assertThat(untrained(classes).path("validationCost")).isEqualTo(first.path("validationCost"));
        assertThat(untrained(classes).path("cost").asDouble()).isNotEqualTo(first.path("cost").asDouble());
        assertThat(untrained(unweighted).path("validationCost").asDouble())
                .isNotEqualTo(first.path("cost").asDouble());
        assertThat(untrained(unweighted).path("cost")).isEqualTo(first.path("cost"));
    }

    private JsonNode untrained(JsonNode job) {
        return api.get("/jobs/" + job.path("id").asString() + "/epochs?limit=1").body().path("data").get(0);
    }

    @Test
    void predictionsAndEvaluationsNeedNoWeights() {
        var job = trained(weighted("weighted-used", 1, 2, 1, 1, 3), "");
        var model = "/models/" + job.path("model").path("name").asString();

        var predicted = api.post(model + "/predict", "{\"rows\": [[0.1, 0.9], {\"a\": 0.8, \"b\": 0.3}]}");
        var by = api.post(model + "/evaluate", "{\"dataset\": \"weighted-used\"}");
        var without = api.post(model + "/evaluate", "{\"dataset\": \"" + plain("weighted-unused") + "\"}");

        assertThat(predicted.status()).as(predicted.body().toString()).isEqualTo(200);
        assertThat(predicted.body().path("outputs").size()).isEqualTo(2);
        assertThat(without.status()).as(without.body().toString()).isEqualTo(200);
        assertThat(by.body().path("cost")).as("every row counts once").isEqualTo(without.body().path("cost"));
    }

    @Test
    void jobWithoutAnyWeightAboveZeroFailsWithTheReason() {
        var data = weighted("weighted-nothing", 0, 1, 1, 0, 1);

        var job = trained(data, ", \"classWeights\": {\"no\": 0}");

        assertThat(job.path("state").asString()).isEqualTo("FAILED");
        assertThat(job.path("stopReason").asString()).isEqualTo("ERROR");
        assertThat(job.path("error").asString())
                .startsWith("/dataset: gives none of the 5 rows that train a weight above 0");
    }
}
