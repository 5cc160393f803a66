package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Jobs over HTTP: what is accepted, kept and answered. */
@ServiceTest
class JobApiTest {
    /** Longer than any test waits. */
    private static final String ENDLESS = "\"epochs\": 10000000";

    private final Api api;

    JobApiTest(Api api) {
        this.api = api;
    }

    @Test
    void acceptedJobIsAnsweredWithItsLocation() {
        var answer = api.post("/jobs", xor("\"epochs\": 10"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/jobs/" + answer.body().path("id").asString());
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.body().path("state").asString()).isEqualTo("QUEUED");
        assertThat(answer.body().path("stopReason").isNull()).isTrue();
    }

    @Test
    void learnsXorAndKeepsEveryEpoch() {
        var id = submit(api, xor("\"epochs\": 10000, \"seed\": 1"));

        var job = ended(api, id);

        assertThat(job.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(job.path("stopReason").asString()).isEqualTo("MAX_EPOCHS");
        assertThat(job.path("progress").path("fraction").asDouble()).isEqualTo(1);
        assertThat(job.path("progress").path("samplesPerSecond").asDouble()).isPositive();
        assertThat(job.path("progress").path("etaSeconds").isNull()).isTrue();
        assertThat(job.path("weightsSha256").asString()).matches("[0-9a-f]{64}");
        var epochs = api.get("/jobs/" + id + "/epochs?limit=20000").body();
        assertThat(epochs.path("data").valueStream().mapToInt(epoch -> epoch.path("epoch").asInt())
                .toArray())
                .containsExactly(IntStream.rangeClosed(0, 10_000).toArray());
        assertThat(epochs.path("nextCursor").isNull()).isTrue();
        assertThat(job.path("latest")).isEqualTo(epochs.path("data").get(10_000));
        var outputs = api.post("/models/" + job.path("model").path("name").asString() + "/predict",
                "{\"rows\": [[0, 0], [0, 1], [1, 0], [1, 1]]}")
                .body()
                .path("outputs");
        int[] expected = {0, 1, 1, 0};
        for (int row = 0; row < 4; row++) {
            assertThat(outputs.get(row).get(0).asDouble()).isCloseTo(expected[row], within(0.05));
        }
    }

    @Test
    void writesOutEveryDefault() {
        var spec = api.post("/jobs", """
                {"model": {"layers": [{"units": 1}], "loss": "mean_squared_error", "seed": 7},
                 "dataset": {"columns": [{"name": "a"}, {"name": "b", "role": "target"}], "rows": [[1, 2], [2, 4]]},
                 "earlyStopping": {}}
                """)
                .body()
                .path("spec");

        assertThat(spec.path("epochs").asInt()).isEqualTo(100);
        assertThat(spec.path("batchSize").asInt()).isEqualTo(32);
        assertThat(spec.path("optimizer").toString())
                .isEqualTo(
                        "{\"type\":\"adam\",\"learningRate\":0.001,\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1.0E-8}");
        assertThat(spec.path("learningRateSchedule").toString())
                .isEqualTo("{\"type\":\"constant\",\"warmupEpochs\":0}");
        assertThat(spec.path("shuffle").asBoolean()).isTrue();
        assertThat(spec.path("seed").asLong()).as("the model's seed").isEqualTo(7);
        assertThat(spec.path("preprocessing").toString())
                .isEqualTo(
                        "{\"numeric\":\"standard\",\"categorical\":\"onehot\",\"missing\":\"mean\",\"targets\":\"standard\"}");
        assertThat(spec.path("earlyStopping").toString())
                .isEqualTo("{\"monitor\":\"cost\",\"patience\":10,\"minDelta\":0.0,\"restoreBest\":true}");
    }

    @Test
    void theSpecOfAJobCanBeSubmittedAgainAndGivesTheSameBits() {
        var first = ended(api, submit(api, xor("\"epochs\": 50, \"shuffle\": true")));

        var second = ended(api, submit(api, first.path("spec").toString()));

        assertThat(second.path("weightsSha256")).isEqualTo(first.path("weightsSha256"));
        assertThat(second.path("model").path("version").asInt())
                .as("other jobs train the same model meanwhile")
                .isGreaterThan(first.path("model").path("version").asInt());
        assertThat(api.get("/jobs/" + second.path("id").asString() + "/epochs").body().path("data").valueStream()
                .map(epoch -> epoch.path("cost").asDouble()))
                .containsExactlyElementsOf(
                        api.get("/jobs/" + first.path("id").asString() + "/epochs").body().path("data").valueStream()
                                .map(epoch -> epoch.path("cost").asDouble())
                                .toList());
    }

    private String codes(String name, int columns) {
        var names = IntStream.range(0, columns).mapToObj(i -> "{\"name\": \"code-" + i + "\"}")
                .collect(Collectors.joining(", "));
        var rows = IntStream.range(0, 20)
                .mapToObj(row -> "[" + ("\"k" + row + "\", ").repeat(columns) + row + "]")
                .collect(Collectors.joining(", "));
        return "{\"name\": \"" + name + "\", \"columns\": [" + names + ", {\"name\": \"y\", \"role\": \"target\"}],"
                + " \"rows\": [" + rows + "]}";
    }

    @Test
    void jobShowsTheWarningsOfItsDatasetFromItsAcceptanceOn() {
        var dataset = api.post("/datasets", codes("coded", 2)).body();
        assertThat(dataset.path("warnings").size()).isEqualTo(2);

        var accepted = api.post("/jobs", """
                {"model": {"name": "coded", "layers": [{"units": 1}], "loss": "huber"}, "dataset": "coded",
                 "epochs": 1}""").body();

        assertThat(accepted.path("warnings")).isEqualTo(dataset.path("warnings"));
        assertThat(ended(api, accepted.path("id").asString()).path("warnings")).isEqualTo(dataset.path("warnings"));
    }

    @Test
    void jobShowsTenWarningsAndWhereTheOthersAre() {
        var accepted = api.post("/jobs", """
                {"model": {"name": "coded-12", "layers": [{"units": 1}], "loss": "huber"}, "dataset": %s,
                 "epochs": 1}""".formatted(codes("coded-12", 12))).body();

        var warnings = accepted.path("warnings");
        assertThat(warnings.size()).isEqualTo(11);
        assertThat(warnings.get(10).path("message").asString())
                .isEqualTo("There are 2 more warnings: see GET /api/v1/datasets/coded-12");
    }

    @Test
    void jobOfADatasetWithoutWarningsHasNone() {
        assertThat(api.post("/jobs", xor("\"epochs\": 1")).body().path("warnings").toString()).isEqualTo("[]");
    }

    @Test
    void trainingDatasetAndModelByNameOrId() {
        var dataset =
                api.post("/datasets", "{\"name\": \"by-name\", \"features\": [[0], [1]], \"targets\": [[0], [1]]}");
        var model = api.post("/models", "{\"name\": \"by-name\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}");

        var byName = ended(api,
                submit(api, "{\"model\": \"by-name\", \"dataset\": \"by-name\", \"epochs\": 2, \"seed\": 3}"));
        var byId = ended(api, submit(api, "{\"model\": \"%s\", \"dataset\": \"%s\", \"epochs\": 2, \"seed\": 3}"
                .formatted(model.body().path("id").asString(), dataset.body().path("id").asString())));

        assertThat(byId.path("weightsSha256")).isEqualTo(byName.path("weightsSha256"));
    }

    @Test
    void theSameInlineModelUnderTheSameNameGetsAnotherVersionAndAnotherOneIsRefused() {
        var body = """
                {"model": {"name": "again", "layers": [{"units": 1}], "loss": "%s"},
                 "dataset": {"name": "again", "features": [[0], [1]], "targets": [[0], [1]]}, "epochs": 1}
                """;
        ended(api, submit(api, body.formatted("huber")));

        var again = ended(api, submit(api, body.formatted("huber")));
        var other = api.post("/jobs", body.formatted("mean_squared_error"));
        var otherData = api.post("/jobs", body.formatted("huber").replace("[[0], [1]]}", "[[1], [1]]}"));

        assertThat(again.path("model").path("version").asInt()).isEqualTo(2);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().path("detail").asString()).isEqualTo(
                "There is already a model named \"again\" with another definition: choose another name, or delete it first");
        assertThat(otherData.body().path("detail").asString()).isEqualTo(
                "There is another dataset named \"again\" with other data: choose another name, or delete it first");
    }

    @Test
    void nothingOfARefusedRequestIsStored() {
        var answer = api.post("/jobs", """
                {"model": {"name": "half-stored", "layers": [{"units": 1}], "loss": "huber"},
                 "dataset": {"name": "half-stored", "features": [[0], [1]], "targets": [[0], [1]]}, "epochs": 0}
                """);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/epochs");
        assertThat(api.get("/models/half-stored").status()).isEqualTo(404);
        assertThat(api.get("/datasets/half-stored").status()).isEqualTo(404);
    }

    @Test
    void aRepeatedRequestUnderTheSameKeyIsTheSameJob() {
        var body = xor("\"epochs\": 3");
        var first = api.post("/jobs", "application/json", BodyPublishers.ofString(body), "Idempotency-Key", "k-1");

        var repeated = api.post("/jobs", "application/json", BodyPublishers.ofString(body), "Idempotency-Key", "k-1");
        var other = api.post(
                "/jobs", "application/json", BodyPublishers.ofString(xor("\"epochs\": 4")), "Idempotency-Key", "k-1");

        assertThat(repeated.status()).isEqualTo(202);
        assertThat(repeated.body().path("id")).isEqualTo(first.body().path("id"));
        assertThat(other.status()).isEqualTo(409);
    }

    @Test
    void concurrentRequestsUnderOneKeyAreOneJobAndShareModelAndDataset() {
        var body = """
                {"model": {"name": "met", "layers": [{"units": 1}], "loss": "huber"},
                 "dataset": {"name": "met", "features": [[0], [1]], "targets": [[0], [1]]}, "epochs": 1}
                """;

        var answers = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> api.post("/jobs", "application/json", BodyPublishers.ofString(body), "Idempotency-Key",
                                "met-" + i % 2),
                        Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Api.Answer::status).containsOnly(202);
        assertThat(answers.stream().map(answer -> answer.body().path("id").asString()).distinct()).hasSize(2);
    }

    @Test
    void aLiveJobKeepsItsModelAndDataset() {
        var id = submit(api, """
                {"model": {"name": "kept", "layers": [{"units": 1}], "loss": "huber"},
                 "dataset": {"name": "kept", "features": [[0], [1]], "targets": [[0], [1]]}, %s}
                """.formatted(ENDLESS));
        training(api, id);

        assertThat(api.delete("/models/kept").status()).isEqualTo(409);
        assertThat(api.delete("/datasets/kept").status()).isEqualTo(409);
        assertThat(api.delete("/jobs/" + id).status()).isEqualTo(409);

        api.post("/jobs/" + id + "/cancel", "");
        ended(api, id);
        assertThat(api.delete("/models/kept").status()).isEqualTo(204);
        assertThat(api.delete("/datasets/kept").status()).isEqualTo(204);
        assertThat(api.get("/jobs/" + id).status()).as("the job's record outlives both").isEqualTo(200);
        assertThat(api.delete("/jobs/" + id).status()).isEqualTo(204);
        assertThat(api.get("/jobs/" + id).status()).isEqualTo(404);
    }

    @Test
    void listsJobsNewestFirstAndByState() {
        var older = submit(api, xor("\"epochs\": 1, \"labels\": {\"run\": \"a\"}"));
        ended(api, older);
        var newer = submit(api, xor("\"epochs\": 1"));
        ended(api, newer);

        var page = api.get("/jobs?state=SUCCEEDED&limit=1").body();
        var next = api.get("/jobs?state=SUCCEEDED&limit=1&cursor=" + page.path("nextCursor").asString()).body();

        assertThat(ids(page)).containsExactly(newer);
        assertThat(ids(next)).containsExactly(older);
        assertThat(next.path("data").get(0).path("spec").path("labels").path("run").asString()).isEqualTo("a");
        assertThat(api.get("/jobs?state=DONE").pointers()).containsExactly("?state");
    }

    private static Iterable<String> ids(JsonNode page) {
        return page.path("data").valueStream().map(job -> job.path("id").asString()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "00000000-0000-7000-8000-000000000000"})
    void unknownJobIsNotFound(String id) {
        assertThat(api.get("/jobs/" + id).status()).isEqualTo(404);
        assertThat(api.get("/jobs/" + id + "/epochs").status()).isEqualTo(404);
        assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(404);
        assertThat(api.delete("/jobs/" + id).status()).isEqualTo(404);
    }
}
