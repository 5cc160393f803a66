package dev.chainrule.explain.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The path of a job over a cost surface has its parameters after each epoch. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobPathTest {
    private static final String AXES =
            "\"steps\": 3, \"x\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": -15, \"to\": 15},"
                    + "\"y\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -15, \"to\": 15}";

    private final Api api;

    JobPathTest(Api api) {
        this.api = api;
    }

    @BeforeAll
    void create() {
        api.post("/models",
                """
                        {"name": "walker", "precision": "float64", "loss": "half_mean_squared_error",
                         "layers": [{"units": 1, "activation": "sigmoid", "weights": [[-0.14935895]], "biases": [7.10444213]}]}""");
        api.post("/datasets", "{\"name\": \"walker\", \"features\": [[0], [1]], \"targets\": [[1], [0]]}");
        for (var precision : List.of("float32", "float64")) {
            api.post("/models", "{\"name\": \"walked-moons-" + precision + "\", \"precision\": \"" + precision
                    + "\", \"loss\": \"binary_cross_entropy\", \"seed\": 3, \"layers\": ["
                    + "{\"units\": 5, \"activation\": \"tanh\", \"dropout\": 0.2}, {\"units\": 1, \"activation\": \"sigmoid\"}]}");
        }
        api.post("/datasets",
                "{\"name\": \"walked-moons\", \"generator\": {\"type\": \"moons\", \"rows\": 90, \"noise\": 0.1, \"seed\": 4}}");
    }

    private Answer post(String model, String dataset, String job) {
        return api.post("/cost-surfaces", "{\"model\": \"" + model + "\", \"version\": \"initial\", \"dataset\": \""
                + dataset + "\", \"job\": \"" + job + "\", " + AXES + "}");
    }

    private JsonNode surface(String model, String dataset, String job) {
        var answer = post(model, dataset, job);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String id(JsonNode job) {
        return job.path("id").asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "float64"})
    void everyEpochHasTheParametersOfAJobThatEndedWithIt(String precision) {
        var model = "walked-moons-" + precision;
        var expected = new ArrayList<List<Double>>();
        JsonNode job = null;
        for (int epochs = 1; epochs <= 5; epochs++) {
            job = Trained.by(api, "{\"model\": \"" + model + "\", \"dataset\": \"walked-moons\", \"batchSize\": 16,"
                    + " \"validation\": {\"fraction\": 0.2}, \"epochs\": " + epochs + "}");
            var version = job.path("model").path("version").asInt();
            var layer = api.get("/models/" + model + "/versions/" + version + "/weights").body().path("layers").get(0);
            expected.add(List.of(
                    layer.path("weights").get(0).get(0).asDouble(), layer.path("biases").get(0).asDouble()));
        }

        var body = surface(model, "walked-moons", id(job));

        assertThat(body.path("job").path("id").asString()).isEqualTo(id(job));
        assertThat(body.path("job").path("epochs").asInt()).isEqualTo(5);
        assertThat(body.path("job").path("verified").asBoolean()).isTrue();
        assertThat(body.path("job").path("note").isNull()).isTrue();
        assertThat(body.path("path")).hasSize(6);
        for (int epoch = 0; epoch <= 5; epoch++) {
            assertThat(body.path("path").get(epoch).path("epoch").asInt()).isEqualTo(epoch);
        }
        assertThat(body.path("path").get(0).path("y").asDouble()).as("biases start at 0").isZero();
        for (int epoch = 1; epoch <= 5; epoch++) {
            var point = body.path("path").get(epoch);
            double weight = expected.get(epoch - 1).get(0);
            double bias = expected.get(epoch - 1).get(1);
            if (precision.equals("float64")) {
                assertThat(point.path("x").asDouble()).isEqualTo(weight);
                assertThat(point.path("y").asDouble()).isEqualTo(bias);
            } else {
                assertThat((float) point.path("x").asDouble()).isEqualTo((float) weight);
                assertThat((float) point.path("y").asDouble()).isEqualTo((float) bias);
            }
        }
    }

    @Test
    void aLongPathKeepsEvenlySpacedEpochsWithTheFirstAndTheLast() {
        var job = Trained.by(api, """
                {"model": "walker", "dataset": "walker", "epochs": 12000, "batchSize": "full",
                 "optimizer": {"type": "sgd", "learningRate": 0.1}}""");

        var body = surface("walker", "walker", id(job));

        var path = body.path("path");
        assertThat(path).hasSize(500);
        assertThat(path.get(0).path("x").asDouble()).isEqualTo(-0.14935895);
        assertThat(path.get(0).path("y").asDouble()).isEqualTo(7.10444213);
        assertThat(path.get(499).path("epoch").asInt()).isEqualTo(12000);
        assertThat(path.get(499).path("x").asDouble()).isCloseTo(-4.9627121, within(5e-8));
        assertThat(path.get(499).path("y").asDouble()).isCloseTo(2.53334478, within(5e-9));
        for (int i = 1; i < 500; i++) {
            int step = path.get(i).path("epoch").asInt() - path.get(i - 1).path("epoch").asInt();
            assertThat(step).isBetween(24, 25);
        }
        assertThat(body.path("job").path("verified").asBoolean()).isTrue();

        var svg = svg("\"model\": \"walker\", \"dataset\": \"walker\", \"job\": \"" + id(job) + "\"");
        assertThat(svg).contains(">path of the job<", "start: epoch 0", "end: epoch 12000").doesNotContain("beneath");
    }

    private String svg(String fields) {
        var picture = api.exchange(
                api.request("/cost-surfaces").header("Content-Type", "application/json")
                        .header("Accept", "image/svg+xml")
                        .POST(BodyPublishers.ofString("{" + fields + ", " + AXES + "}"))
                        .build());
        return new String(picture.body(), StandardCharsets.UTF_8);
    }

    @Test
    void pathIsVerifiedForEveryStopReason() {
        var stopped = Trained.by(api,
                """
                        {"model": "walked-moons-float32", "dataset": "walked-moons", "epochs": 2000, "optimizer": {"type": "adam", "learningRate": 0.05},
                         "validation": {"fraction": 0.3}, "earlyStopping": {"patience": 3, "restoreBest": true}, "clipNorm": 0.5,
                         "learningRateSchedule": {"type": "cosine", "warmupEpochs": 2}, "classWeights": "balanced"}""");
        var timed = Trained.by(api, """
                {"model": "walked-moons-float32", "dataset": "walked-moons", "epochs": 1000000, "maxSeconds": 0.2}""");
        var reached = Trained.by(api, """
                {"model": "walked-moons-float32", "dataset": "walked-moons", "epochs": 100000, "stopAtCost": 0.5}""");

        assertThat(stopped.path("stopReason").asString()).isEqualTo("EARLY_STOPPED");
        assertThat(timed.path("stopReason").asString()).isEqualTo("TIME_LIMIT");
        assertThat(reached.path("stopReason").asString()).isEqualTo("TARGET_REACHED");
        for (var job : List.of(stopped, timed, reached)) {
            var replayed = surface("walked-moons-float32", "walked-moons", id(job)).path("job");
            assertThat(replayed.path("verified").asBoolean()).as("%s", job).isTrue();
            assertThat(replayed.path("epochs").asInt()).isEqualTo(job.path("progress").path("epoch").asInt());
        }
    }

    @Test
    void aJobWithoutAVersionHasAPathThatIsNotVerified() {
        var submitted = api.post("/jobs", """
                {"model": {"name": "steep-walk", "loss": "mean_squared_error", "layers": [{"units": 1}]},
                 "dataset": {"name": "steep-walk", "features": [[1e6], [3e6]], "targets": [[1], [2]]},
                 "epochs": 1000, "optimizer": {"type": "sgd", "learningRate": 1}}""").body();
        var job = api.get("/jobs/" + id(submitted) + "?wait=30").body();
        assertThat(job.path("stopReason").asString()).isEqualTo("DIVERGED");

        var body = surface("steep-walk", "steep-walk", id(job));

        assertThat(body.path("job").path("verified").asBoolean()).isFalse();
        assertThat(body.path("job").path("note").asString()).contains("no version");
        assertThat(body.path("path")).hasSize(job.path("progress").path("epoch").asInt() + 1);
    }

    @Test
    void runningJobHasAPathUpToItsNewestEpoch() {
        var id = id(api.post("/jobs", """
                {"model": "walker", "dataset": "walker", "epochs": 10000000, "batchSize": "full",
                 "labels": {"of": "a job that still trains"}}""").body());
        int reached = 0;
        while (reached == 0) {
            reached = api.get("/jobs/" + id).body().path("progress").path("epoch").asInt();
        }

        var running = surface("walker", "walker", id);

        assertThat(running.path("job").path("epochs").asInt()).isGreaterThanOrEqualTo(reached);
        assertThat(running.path("job").path("verified").asBoolean()).isFalse();
        api.post("/jobs/" + id + "/cancel", "");
        var cancelled = api.get("/jobs/" + id + "?wait=30").body();
        var whole = surface("walker", "walker", id);
        assertThat(whole.path("job").path("epochs").asInt())
                .isEqualTo(cancelled.path("progress").path("epoch").asInt());
        assertThat(whole.path("path").get(0)).isEqualTo(running.path("path").get(0));
    }

    @Test
    void withoutAJobThereIsNoPath() {
        var body = api.post("/cost-surfaces",
                "{\"model\": \"walker\", \"version\": \"initial\", \"dataset\": \"walker\", " + AXES + "}")
                .body();

        assertThat(body.path("job").isNull()).isTrue();
        assertThat(body.path("path").isNull()).isTrue();
    }

    private JsonNode moons(String fields) {
        var answer = api.post("/cost-surfaces", "{\"model\": \"walked-moons-float32\", " + fields + ", " + AXES + "}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode trainedMoons(long seed) {
        return Trained.by(api,
                "{\"model\": \"walked-moons-float32\", \"dataset\": \"walked-moons\", \"epochs\": 2, \"seed\": "
                        + seed + "}");
    }

    private static List<String> warnings(JsonNode surface) {
        return surface.path("warnings").valueStream().map(warning -> warning.path("message").asString()).toList();
    }

    @Test
    void surfaceOfAJobIsThatOfItsVersionUnlessAnotherIsNamed() {
        var job = trainedMoons(7);
        int version = job.path("model").path("version").asInt();
        int other = trainedMoons(8).path("model").path("version").asInt();
        var ofJob = "\"dataset\": \"walked-moons\", \"job\": \"" + id(job) + "\"";

        var own = moons(ofJob);
        var named = moons("\"version\": " + other + ", " + ofJob);

        assertThat(own.path("version").asInt()).isEqualTo(version);
        assertThat(warnings(own)).isEmpty();
        assertThat(named.path("version").asInt()).isEqualTo(other);
        assertThat(warnings(named)).containsExactly(
                "No point of the job's path lies on the surface, because the job never had the other parameters of"
                        + " walked-moons-float32, version " + other
                        + ": leave version out for the version that it trained, "
                        + version + ".");
        assertThat(svg("\"model\": \"walked-moons-float32\", \"version\": " + other + ", " + ofJob))
                .contains(">path of the job, with other parameters<");
    }

    @Test
    void pathOverTheInitialSurfaceOfAnotherSeedHasAWarning() {
        var job = trainedMoons(9);
        var initial = "\"version\": \"initial\", \"dataset\": \"walked-moons\", \"job\": \"" + id(job) + "\"";

        assertThat(warnings(moons("\"seed\": 9, " + initial))).isEmpty();
        assertThat(warnings(moons("\"seed\": 10, " + initial))).containsExactly(
                "No point of the job's path lies on the surface, because the job never had the other parameters of"
                        + " walked-moons-float32 with its initial parameters: it started with the seed 9.");
    }

    @Test
    void pathOverTheSurfaceOfOtherDataHasAWarning() {
        api.post("/datasets",
                """
                        {"name": "walker-table", "columns": [{"name": "x"}, {"name": "y", "role": "target"}], "rows": [[0, 1], [1, 0]]}""");
        var job = Trained.by(api, "{\"model\": \"walker\", \"dataset\": \"walker-table\", \"epochs\": 1}");

        assertThat(warnings(surface("walker", "walker-table", id(job)))).isEmpty();
        assertThat(warnings(surface("walker", "walker", id(job)))).containsExactly(
                "The surface is of the dataset \"walker\", but the job trained with \"walker-table\": the cost along its path is"
                        + " another one.",
                "The job scaled its columns otherwise than the rows of the surface are, so that the same parameters have"
                        + " another cost.");
    }

    private void assertRefused(Answer answer, String reason) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/job");
        assertThat(answer.body().path("detail").asString()).contains(reason);
    }

    @Test
    void aJobThatCannotBeTrainedAgainIsRefusedWithTheReason() {
        assertRefused(post("walker", "walker", "first"), "must be the id of a job");
        assertThat(post("walker", "walker", UUID.randomUUID().toString()).status()).isEqualTo(404);
        assertThat(post("walker", "walker", UUID.randomUUID().toString()).pointers()).containsExactly("/job");

        var other =
                Trained.by(api, "{\"model\": \"walked-moons-float64\", \"dataset\": \"walked-moons\", \"epochs\": 2}");
        assertRefused(post("walker", "walker", id(other)), "of another model, walked-moons-float64");

        var more = Trained.by(api, "{\"resumeFrom\": {\"job\": \"" + id(other) + "\"}, \"epochs\": 3}");
        assertRefused(post("walked-moons-float64", "walked-moons", id(more)), "resumed another job");

        api.post("/datasets", """
                {"name": "other-moons", "generator": {"type": "moons", "rows": 9, "noise": 0.1, "seed": 5}}""");
        var validated = Trained.by(api,
                """
                        {"model": "walked-moons-float64", "epochs": 2, "validation": {"dataset": "other-moons"}, "dataset": "walked-moons"}""");
        assertThat(api.delete("/datasets/other-moons").status()).isEqualTo(204);
        assertRefused(post("walked-moons-float64", "walked-moons", id(validated)),
                "validated with a dataset that was deleted");

        var forgotten = Trained.by(api, """
                {"model": "walked-moons-float64", "epochs": 2, "dataset":
                    {"name": "few-moons", "generator": {"type": "moons", "rows": 9, "noise": 0.1, "seed": 5}}}""");
        assertThat(api.delete("/datasets/few-moons").status()).isEqualTo(204);
        assertRefused(post("walked-moons-float64", "walked-moons", id(forgotten)),
                "the dataset few-moons, which was deleted");
    }

    @Test
    void aJobWithOtherInputsIsRefused() {
        var job = Trained.by(api, """
                {"model": {"name": "open-walker", "loss": "mean_squared_error", "layers": [{"units": 1}]}, "epochs": 1,
                 "dataset": {"name": "three-walked", "features": [[1, 2, 3]], "targets": [[1]]}}""");

        assertRefused(post("open-walker", "walker", id(job)), "with 3 inputs");
    }

    @Test
    void pathOfAJobThatStartedFromAVersionNeedsThatVersion() {
        api.post("/models",
                "{\"name\": \"walked-further\", \"loss\": \"binary_cross_entropy\", \"layers\": [{\"units\": 3}, {\"units\": 1}]}");
        var request = "{\"model\": \"walked-further\", \"dataset\": \"walked-moons\", \"epochs\": 3, \"seed\": 2%s}";
        Trained.by(api, request.formatted(""));
        var further = Trained.by(api, request.formatted(", \"startFrom\": {\"version\": 1}"));

        var body = surface("walked-further", "walked-moons", id(further));
        assertThat(api.delete("/models/walked-further/versions/1").status()).isEqualTo(204);
        var gone = post("walked-further", "walked-moons", id(further));

        assertThat(body.path("job").path("verified").asBoolean()).as("%s", body).isTrue();
        assertThat(gone.status()).isEqualTo(422);
        assertThat(gone.pointers()).containsExactly("/job");
        assertThat(gone.body().path("detail").asString())
                .contains("started from version 1 of the model, which was deleted");
    }
}
