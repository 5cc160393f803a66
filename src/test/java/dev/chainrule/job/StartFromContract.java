package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Jobs that start from a version of their model, on every database. */
abstract class StartFromContract {
    private static final String ROWS = """
            {"name": "%s", "columns": [{"name": "size", "type": "numeric"}, {"name": "district", "type": "categorical"},
                {"name": "sold", "type": "categorical", "role": "target"}], "rows": [%s]}""";

    private static final String FIRST =
            """
                    [1, "north", "no"], [2, "north", "no"], [3, "south", "yes"], [4, "south", "yes"], [5, "south", "yes"], [1, "south", "no"]""";

    /** Other sizes, so that a preprocessing that is fitted anew would be another one. */
    private static final String LATER = """
            [10, "south", "yes"], [20, "north", "no"], [30, "south", "yes"], [40, "west", "no"], [50, "west", "yes"]""";

    private final Api api;
    private String model = "";
    private String data = "";

    StartFromContract(Api api) {
        this.api = api;
    }

    @BeforeEach
    void trainFirstVersion() {
        model = "start-from-" + UUID.randomUUID().toString().substring(24);
        data = model + "-rows";
        var first = ended(api, submit(api, """
                {"model": {"name": "%s", "precision": "float64", "loss": "binary_cross_entropy",
                           "layers": [{"units": 4, "activation": "tanh"}, {"units": 1}]},
                 "dataset": %s, "epochs": 30, "seed": 1, "optimizer": {"type": "adam", "learningRate": 0.05}}"""
                .formatted(model, ROWS.formatted(data, FIRST))));
        assertThat(first.path("model").path("version").asInt()).isEqualTo(1);
    }

    private String started(String dataset, String settings) {
        return "{\"model\": \"%s\", \"dataset\": %s, %s}".formatted(model, dataset, settings);
    }

    private String started(String settings) {
        return started("\"" + data + "\"", settings);
    }

    private JsonNode version(int number) {
        return api.get("/models/" + model + "/versions/" + number).body();
    }

    private String preprocessing(int number) {
        return api.get("/models/" + model + "/versions/" + number + "/preprocessing").body().toString();
    }

    /** The cost of version 1 on a dataset. */
    private double evaluated(String dataset) {
        return api.post("/models/" + model + "/evaluate?version=1", "{\"dataset\": \"" + dataset + "\"}").body()
                .path("cost").asDouble(Double.NaN);
    }

    private void add(String rows) {
        var answer = api.post("/datasets", ROWS.formatted(data + "-later", rows));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    @Test
    void epochZeroHasTheCostOfTheVersion() {
        var job = ended(api, submit(api, started("\"startFrom\": {\"version\": 1}, \"epochs\": 3")));

        var epochs = api.get("/jobs/" + job.path("id").asString() + "/epochs").body().path("data");
        assertThat(epochs.get(0).path("epoch").asInt()).isZero();
        assertThat(epochs.get(0).path("cost").asDouble()).isEqualTo(evaluated(data));
        assertThat(epochs.get(3).path("cost").asDouble()).isLessThan(epochs.get(0).path("cost").asDouble());
        assertThat(job.path("spec").path("startFrom").path("version").asInt()).isEqualTo(1);
        assertThat(job.path("spec").path("startFrom").path("weightsSha256"))
                .isEqualTo(version(1).path("weightsSha256"));
        assertThat(job.path("spec").path("preprocessing").isNull()).isTrue();
        assertThat(job.path("progress").path("epoch").asInt()).isEqualTo(3);
    }

    @Test
    void otherRowsAreEncodedAsTheVersionEncodesThem() {
        add(LATER);

        var job = ended(api, submit(api,
                started("\"" + data + "-later\"", "\"startFrom\": {\"version\": \"newest\"}, \"epochs\": 2")));

        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("SUCCEEDED");
        assertThat(preprocessing(2)).isEqualTo(preprocessing(1));
        var unknown = job.path("unknownValues").get(0);
        assertThat(unknown.path("column").asString()).isEqualTo("district");
        assertThat(unknown.path("count").asInt()).isEqualTo(2);
        var epochs = api.get("/jobs/" + job.path("id").asString() + "/epochs").body().path("data");
        assertThat(epochs.get(0).path("cost").asDouble()).isEqualTo(evaluated(data + "-later"));
    }

    @Test
    void validationAndClassWeightsFollowTheVersion() {
        add(LATER);

        var job = ended(api, submit(api, started("\"startFrom\": {\"version\": 1}, \"epochs\": 2,"
                + " \"classWeights\": {\"yes\": 2}, \"validation\": {\"dataset\": \"" + data + "-later\"}")));
        var split = ended(api, submit(api, started("\"startFrom\": {\"version\": 1}, \"epochs\": 2,"
                + " \"classWeights\": \"balanced\", \"validation\": {\"fraction\": 0.5}")));

        assertThat(job.path("latest").path("validationCost").isNumber()).as("%s", job).isTrue();
        assertThat(job.path("unknownValues").get(0).path("count").asInt()).isEqualTo(2);
        assertThat(split.path("latest").path("validationAccuracy").isNumber()).as("%s", split).isTrue();
    }

    @Test
    void aliasIsReplacedByTheNumberThatItNamesWhenTheJobIsAccepted() {
        assertThat(api.put("/models/" + model + "/aliases/champion", "{\"version\": 1}").status()).isEqualTo(201);
        var body = started("\"startFrom\": {\"version\": \"champion\"}, \"epochs\": 2, \"seed\": 5");
        var job = ended(api, submit(api, body));
        assertThat(api.put("/models/" + model + "/aliases/champion", "{\"version\": 2}").status()).isEqualTo(200);

        var again = ended(api, submit(api, job.path("spec").toString()));
        var moved = ended(api, submit(api, body));

        assertThat(job.path("spec").path("startFrom").path("version").asInt()).isEqualTo(1);
        assertThat(again.path("weightsSha256")).as("the spec is posted again").isEqualTo(job.path("weightsSha256"));
        assertThat(moved.path("spec").path("startFrom").path("version").asInt()).isEqualTo(2);
        assertThat(moved.path("weightsSha256")).isNotEqualTo(job.path("weightsSha256"));
    }

    @Test
    void versionOfALiveJobCannotBeDeleted() {
        var id = submit(api, started("\"startFrom\": {\"version\": 1}, \"epochs\": 10000000, \"batchSize\": 1"));
        training(api, id);

        var live = api.delete("/models/" + model + "/versions/1");
        api.post("/jobs/" + id + "/cancel", "");
        int epoch = ended(api, id).path("progress").path("epoch").asInt();
        var resumed = "{\"resumeFrom\": {\"job\": \"%s\"}, \"epochs\": %d}".formatted(id, epoch + 2);
        var next = ended(api, submit(api, resumed));
        var otherStart =
                api.post("/jobs", resumed.replace("\"epochs\"", "\"startFrom\": {\"version\": 2}, \"epochs\""));
        var ended = api.delete("/models/" + model + "/versions/1");
        var gone = api.post("/jobs", resumed);

        assertThat(live.status()).isEqualTo(409);
        assertThat(live.body().path("detail").asString()).contains("A live job starts from version 1");
        assertThat(next.path("state").asString()).as("%s", next).isEqualTo("SUCCEEDED");
        assertThat(preprocessing(2)).contains("district");
        assertThat(otherStart.pointers()).containsExactly("/startFrom");
        assertThat(ended.status()).isEqualTo(204);
        assertThat(gone.status()).isEqualTo(409);
        assertThat(gone.body().path("detail").asString()).contains("version 1 of its model, from which it started");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "startFrom": {"version": 7}                                        | 404 | /startFrom/version
            "startFrom": {"version": "nobody"}                                 | 404 | /startFrom/version
            "startFrom": {"version": 1, "weightsSha256": "00"}                 | 422 | /startFrom/weightsSha256
            "startFrom": {"version": 1, "model": "other"}                      | 422 | /startFrom/model
            "startFrom": "newest"                                              | 422 | /startFrom
            "startFrom": {"version": 1}, "preprocessing": {"numeric": "none"}  | 422 | /preprocessing
            "startFrom": {"version": 1}, "classWeights": {"maybe": 2}          | 422 | /classWeights/maybe
            """)
    void whatCannotBeStartedFromIsRefusedAtItsPlace(String settings, int status, String pointer) {
        var answer = api.post("/jobs", started(settings));

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.pointers()).containsExactly(pointer);
    }

    @Test
    void datasetWithoutTheColumnsOrClassesOfTheVersionIsRefused() {
        add("[1, \"north\", \"maybe\"], [2, \"north\", \"no\"]");

        var classes = api.post("/jobs", started("\"" + data + "-later\"", "\"startFrom\": {\"version\": 1}"));
        var columns = api.post("/jobs", started(
                "{\"features\": [[0, 1], [1, 0]], \"targets\": [[0], [1]]}", "\"startFrom\": {\"version\": 1}"));
        var definition = api.post("/jobs", started("\"startFrom\": {\"version\": 1}").replace("\"" + model + "\"",
                "{\"name\": \"" + model + "\", \"loss\": \"binary_cross_entropy\", \"layers\": [{\"units\": 1}]}"));

        assertThat(classes.status()).isEqualTo(422);
        assertThat(classes.pointers()).containsExactly("/dataset");
        assertThat(classes.body().path("errors").toString()).contains("maybe");
        assertThat(columns.status()).isEqualTo(422);
        assertThat(columns.pointers()).containsExactly("/dataset");
        assertThat(definition.status()).isEqualTo(422);
        assertThat(definition.pointers()).containsExactly("/model");
    }

    @Test
    void modelWithoutVersionHasNothingToStartFrom() {
        var untrained = model + "-untrained";
        assertThat(api.post("/models", "{\"name\": \"" + untrained
                + "\", \"loss\": \"binary_cross_entropy\", \"layers\": [{\"units\": 1}]}").status()).isEqualTo(201);

        var newest = api.post("/jobs", started("\"startFrom\": {\"version\": \"newest\"}").replace("\"" + model + "\"",
                "\"" + untrained + "\""));

        assertThat(newest.status()).isEqualTo(409);
        assertThat(newest.pointers()).containsExactly("/startFrom/version");
    }

    @Test
    void jobsOfASweepStartFromTheVersionsOfItsGrid() {
        ended(api, submit(api, started("\"startFrom\": {\"version\": 1}, \"epochs\": 2")));

        var sweep = api.post("/sweeps?wait=30", "{\"job\": " + started("\"epochs\": 2, \"seed\": 1")
                + ", \"grid\": {\"startFrom.version\": [1, 2], \"optimizer.learningRate\": [0.01, 0.1]}}");
        var missing = api.post("/sweeps",
                "{\"job\": " + started("\"epochs\": 2") + ", \"grid\": {\"startFrom.version\": [1, 99]}}");

        assertThat(sweep.status()).as("%s", sweep.body()).isIn(200, 202);
        assertThat(sweep.body().path("state").asString()).isEqualTo("SUCCEEDED");
        var jobs = api.get("/jobs?sweep=" + sweep.body().path("id").asString()).body().path("data");
        assertThat(jobs.valueStream().map(job -> job.path("spec").path("startFrom").path("version").asInt()))
                .containsExactlyInAnyOrder(1, 1, 2, 2);
        assertThat(missing.status()).isEqualTo(404);
    }
}
