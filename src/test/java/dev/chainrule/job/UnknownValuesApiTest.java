package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A job says which values of its validation no training row had. */
@ServiceTest
class UnknownValuesApiTest {
    private static final String MODEL = "{\"layers\": [{\"units\": 1}], \"loss\": \"mean_squared_error\"}";
    private static final String COLUMNS =
            "[{\"name\": \"c\", \"type\": \"categorical\"}, {\"name\": \"y\", \"role\": \"target\"}]";

    private final Api api;

    UnknownValuesApiTest(Api api) {
        this.api = api;
    }

    private void upload(String name, String rows) {
        var answer = api.post("/datasets",
                "{\"name\": \"%s\", \"columns\": %s, \"rows\": [%s]}".formatted(name, COLUMNS, rows));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    @Test
    void categoriesOfAValidationDatasetThatTrainingDoesNotHaveAreCounted() {
        upload("known", "[\"a\", 1], [\"b\", 2], [\"a\", 1]");
        upload("partly-known", "[\"a\", 1], [\"c\", 2], [\"d\", 1], [null, 1], [\"c\", 3]");

        var job = Trained.by(api, """
                {"model": %s, "dataset": "known", "epochs": 1, "validation": {"dataset": "partly-known"}}"""
                .formatted(MODEL));

        assertThat(job.path("unknownValues").toString())
                .isEqualTo("[{\"column\":\"c\",\"count\":3,\"examples\":[\"c\",\"d\"]}]");
    }

    /** Every row has another category, so that no training row has those of the validation rows. */
    @Test
    void categoriesThatOnlyRowsOfTheFractionHaveAreCounted() {
        upload("names", IntStream.range(0, 10).mapToObj(i -> "[\"n%d\", %d]".formatted(i, i))
                .collect(Collectors.joining(", ")));

        var job = Trained.by(api, """
                {"model": %s, "dataset": "names", "epochs": 1, "validation": {"fraction": 0.3}}""".formatted(MODEL));

        var unknown = job.path("unknownValues").get(0);
        assertThat(unknown.path("column").asString()).isEqualTo("c");
        assertThat(unknown.path("count").asInt()).isEqualTo(3);
        assertThat(unknown.path("examples")).hasSize(3);
        // A prediction treats such a category like any other unknown one.
        var predicted = api.post("/models/" + job.path("model").path("name").asString() + "/predict",
                "{\"rows\": [[%s], [\"nobody\"]]}".formatted(unknown.path("examples").get(0))).body();
        assertThat(predicted.path("outputs").get(0)).isEqualTo(predicted.path("outputs").get(1));
        assertThat(predicted.path("unknownValues").get(0).path("count").asInt()).isEqualTo(2);
    }

    @Test
    void withoutValidationThereAreNoUnknownValues() {
        upload("alone", "[\"a\", 1], [\"b\", 2]");

        var job = Trained.by(api, "{\"model\": %s, \"dataset\": \"alone\", \"epochs\": 1}".formatted(MODEL));

        assertThat(job.path("unknownValues").toString()).isEqualTo("[]");
    }
}
