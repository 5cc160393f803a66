package dev.chainrule.sweep;

import static dev.chainrule.sweep.Sweeps.ENDLESS;
import static dev.chainrule.sweep.Sweeps.ended;
import static dev.chainrule.sweep.Sweeps.jobs;
import static dev.chainrule.sweep.Sweeps.submit;
import static dev.chainrule.sweep.Sweeps.until;
import static dev.chainrule.sweep.Sweeps.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Sweeps over HTTP: what is accepted and ranked, and commands to all jobs of a sweep. */
@ServiceTest
class SweepApiTest {
    private static final String RATES = "\"grid\": {\"optimizer.learningRate\": [0.001, 0.1, 1, 3]}";

    private final Api api;

    SweepApiTest(Api api) {
        this.api = api;
    }

    @Test
    void fourLearningRatesTimesThreeRestartsEndRanked() {
        var answer = api.post("/sweeps", xor("\"epochs\": 300", RATES + ", \"restarts\": 3"));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        var id = answer.body().path("id").asString();
        assertThat(answer.header("Location")).isEqualTo("/api/v1/sweeps/" + id);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.body().path("finishedAt").isNull()).isTrue();
        var sweep = ended(api, id);
        assertThat(sweep.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(sweep.path("rankBy").asString()).as("no job validates").isEqualTo("cost");
        assertThat(sweep.path("progress").toString()).isEqualTo(
                "{\"jobs\":12,\"ended\":12,\"succeeded\":12,\"failed\":0,\"cancelled\":0,\"fraction\":1.0}");
        var ranking = sweep.path("ranking").valueStream().toList();
        assertThat(ranking).extracting(job -> job.path("rank").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(ranking).extracting(job -> job.path("value").asDouble()).isSorted();
        assertThat(sweep.path("best")).isEqualTo(ranking.getFirst());
        assertThat(ranking.getFirst().path("settings").path("optimizer.learningRate").asDouble()).isEqualTo(3);
        assertThat(ranking.getLast().path("settings").path("optimizer.learningRate").asDouble()).isEqualTo(0.001);
        for (var ranked : ranking) {
            var job = api.get("/jobs/" + ranked.path("jobId").asString()).body();
            assertThat(ranked.path("value")).isEqualTo(job.path("latest").path("cost"));
            assertThat(ranked.path("epoch").asInt()).isEqualTo(300);
            assertThat(ranked.path("model")).isEqualTo(job.path("model"));
            assertThat(ranked.path("seed")).isEqualTo(job.path("seed"));
            assertThat(ranked.path("settings").path("optimizer.learningRate").asDouble())
                    .isEqualTo(job.path("spec").path("optimizer").path("learningRate").asDouble());
            assertThat(job.path("sweep").asString()).isEqualTo(id);
        }
    }

    @Test
    void sweepThatEndsInTimeIsAnsweredEnded() {
        var answer = api.post("/sweeps?wait=60", xor("\"epochs\": 10", RATES));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        assertThat(answer.body().path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(answer.header("Location")).isEqualTo("/api/v1/sweeps/" + answer.body().path("id").asString());
    }

    @Test
    void sweepThatDoesNotEndInTimeIsAnsweredAsItIsThen() {
        var answer = api.post("/sweeps?wait=1", xor(ENDLESS, RATES));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("finishedAt").isNull()).isTrue();
        api.post("/sweeps/" + answer.body().path("id").asString() + "/cancel", "");
    }

    @Test
    void jobsAreSubmittedInTheOrderOfNestedLoopsEachRestartWithASeedOfItsOwn() {
        var id = submit(api, xor("\"epochs\": 1",
                "\"grid\": {\"optimizer.learningRate\": [0.1, 1], \"epochs\": [1, 2]}, \"restarts\": 2"));

        var jobs = jobs(api, id);
        assertThat(jobs).extracting(job -> job.path("spec").path("optimizer").path("learningRate").asDouble())
                .containsExactly(0.1, 0.1, 0.1, 0.1, 1.0, 1.0, 1.0, 1.0);
        assertThat(jobs).extracting(job -> job.path("spec").path("epochs").asInt())
                .containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
        assertThat(jobs).extracting(job -> job.path("seed").asLong())
                .as("the first is the given one, the second follows from it, as it always will")
                .containsExactlyElementsOf(Collections.nCopies(4, List.of(1L, 2_683_348_471_571_647L)).stream()
                        .flatMap(List::stream).toList());
        assertThat(jobs).extracting(job -> job.path("spec").path("seed"))
                .containsExactlyElementsOf(jobs.stream().map(job -> job.path("seed")).toList());
        assertThat(jobs).extracting(job -> job.path("model").path("name").asString()).containsOnly(
                jobs.getFirst().path("model").path("name").asString());
        assertThat(jobs).extracting(job -> job.path("dataset").asString()).containsOnly(
                jobs.getFirst().path("dataset").asString());
        ended(api, id);
    }

    @Test
    void theSameSweepGivesTheSameBits() {
        var body = xor("\"epochs\": 20", RATES + ", \"restarts\": 3");
        var first = submit(api, body);
        ended(api, first);

        var second = submit(api, body);
        ended(api, second);

        var weights = jobs(api, first).stream().map(job -> job.path("weightsSha256").asString()).toList();
        assertThat(weights).hasSize(12).doesNotHaveDuplicates();
        assertThat(jobs(api, second)).extracting(job -> job.path("weightsSha256").asString())
                .containsExactlyElementsOf(weights);
    }

    @Test
    void randomSeedIsTheSameAtEveryPointOfASweep() {
        var id = submit(api, xor("\"epochs\": 1", RATES).replace("\"seed\": 1, ", ""));

        assertThat(jobs(api, id).stream().map(job -> job.path("seed").asLong()).distinct()).hasSize(1);
        ended(api, id);
    }

    @Test
    void jobsThatValidateAreRankedByTheValidationOfTheEpochWhoseParametersWereKept() {
        var id = submit(api, """
                {"job": {"model": {"layers": [{"units": 8, "activation": "relu"}, {"units": 1}],
                                   "loss": "mean_squared_error"},
                         "dataset": {"generator": {"type": "sine", "rows": 40, "noise": 0.3, "seed": 1}},
                         "epochs": 60, "seed": 5, "validation": {"fraction": 0.3},
                         "earlyStopping": {"patience": 5, "minDelta": 0.01}},
                 "grid": {"optimizer": ["adam", {"type": "sgd", "learningRate": 0.05}], "batchSize": [4, "full"]}}
                """);

        var sweep = ended(api, id);
        assertThat(sweep.path("rankBy").asString()).isEqualTo("validationCost");
        var ranking = sweep.path("ranking").valueStream().toList();
        assertThat(ranking).extracting(job -> job.path("value").asDouble()).isSorted();
        for (var ranked : ranking) {
            var version = api.get("/models/%s/versions/%d".formatted(
                    ranked.path("model").path("name").asString(), ranked.path("model").path("version").asInt())).body();
            assertThat(ranked.path("value")).isEqualTo(version.path("metrics").path("validationCost"));
            assertThat(ranked.path("epoch")).isEqualTo(version.path("epoch"));
        }
    }

    @Test
    void higherIsBetterForAnAccuracyAndEqualsStandInTheOrderOfSubmission() {
        var id = submit(api, xor("\"epochs\": 100", "\"restarts\": 6, \"rankBy\": \"accuracy\""));

        var ranking = ended(api, id).path("ranking").valueStream().toList();
        assertThat(ranking).isSortedAccordingTo(
                Comparator.comparingDouble((JsonNode job) -> -job.path("value").asDouble())
                        .thenComparingInt(job -> job.path("restart").asInt()));
        assertThat(ranking).extracting(job -> job.path("settings").size()).containsOnly(0);
    }

    @Test
    void jobsThatFailedStandBehindThoseThatSucceeded() {
        var id = submit(api, """
                {"job": {"model": {"layers": [{"units": 1}], "loss": "mean_squared_error"},
                         "dataset": {"features": [[1], [2]], "targets": [[2], [4]]}, "epochs": 500, "seed": 1},
                 "grid": {"optimizer": [{"type": "sgd", "learningRate": 1e30}, {"type": "sgd", "learningRate": 0.1}]}}
                """);

        var sweep = ended(api, id);
        assertThat(sweep.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(sweep.path("progress").path("failed").asInt()).isEqualTo(1);
        var failed = sweep.path("ranking").get(1);
        assertThat(sweep.path("ranking").get(0).path("rank").asInt()).isEqualTo(1);
        assertThat(failed.path("rank").isNull()).isTrue();
        assertThat(failed.path("value").isNull()).isTrue();
        assertThat(failed.path("stopReason").asString()).isEqualTo("DIVERGED");
        assertThat(failed.path("model").path("version").isNull()).isTrue();
    }

    @Test
    void aGridOverTheModelMakesAModelForEachAndTheSameAgainInAnotherSweep() {
        var body = """
                {"job": {"model": {"name": "shaped", "layers": [{"units": 3, "activation": "tanh"}, {"units": 1}],
                                   "loss": "huber"},
                         "dataset": {"name": "shaped", "features": [[0], [1]], "targets": [[0], [1]]}, "epochs": 1},
                 "grid": {"model.layers.0.units": [2, 5], "optimizer.type": ["adam", "sgd"]%s}}
                """;
        var sweep = ended(api, submit(api, body.formatted("")));
        var again = ended(api, submit(api, body.formatted(", \"model.layers.0.activation\": [\"tanh\"]")));

        var names = names(sweep);
        assertThat(names).hasSize(2).allMatch(name -> name.matches("shaped-[0-9a-f]{12}"));
        assertThat(names(again)).isEqualTo(names);
        assertThat(sweep.path("ranking")).hasSize(4);
        sweep.path("ranking").forEach(job -> assertThat(
                api.get("/models/" + job.path("model").path("name").asString())
                        .body().path("layers").get(0).path("units"))
                .isEqualTo(job.path("settings").path("model.layers.0.units")));
    }

    private static List<String> names(JsonNode sweep) {
        return sweep.path("ranking").valueStream()
                .map(job -> job.path("model").path("name").asString())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void jobsResumeTheStateOfAnotherJobWithOtherSettings() {
        var first = ended(api, submit(api, xor("\"epochs\": 20", "\"restarts\": 1")));
        var from = first.path("best").path("jobId").asString();
        var body = """
                {"job": {"resumeFrom": {"job": "%s"}}, "grid": {"epochs": [30, 40], "optimizer.learningRate": [1, 2]}%s}
                """;
        var otherOptimizer = api.post("/sweeps", body
                .replace("{\"job\": \"%s\"}", "{\"job\": \"%s\"}, \"optimizer\": \"adam\"")
                .formatted(from, ""));
        var withRestarts = api.post("/sweeps", body.formatted(from, ", \"restarts\": 2"));

        var sweep = ended(api, submit(api, body.formatted(from, "")));

        assertThat(otherOptimizer.pointers()).containsExactly("/job/optimizer");
        assertThat(withRestarts.pointers()).containsExactly("/restarts");
        assertThat(sweep.path("progress").path("succeeded").asInt()).isEqualTo(4);
        var jobs = jobs(api, sweep.path("id").asString());
        assertThat(jobs).hasSize(4);
        for (var job : jobs) {
            assertThat(job.path("model").path("name")).isEqualTo(first.path("best").path("model").path("name"));
            assertThat(job.path("seed").asLong()).isEqualTo(1);
            assertThat(api.get("/jobs/" + job.path("id").asString() + "/epochs?limit=1").body().path("data").get(0)
                    .path("epoch").asInt()).isZero();
        }
    }

    @Test
    void theRankingOutlivesTheModel() {
        var id = submit(api, xor("\"epochs\": 1", RATES)
                .replace("\"layers\"", "\"name\": \"outlived\", \"layers\""));
        var before = ended(api, id);

        assertThat(api.delete("/models/outlived").status()).isEqualTo(204);

        assertThat(api.get("/sweeps/" + id).body().path("ranking")).isEqualTo(before.path("ranking"));
    }

    @Test
    void aSweepIsCancelledAsOneAndOnlyThenDeletedWithItsJobs() {
        var id = submit(api, xor(ENDLESS, "\"grid\": {\"priority\": [5, 0]}, \"restarts\": 5"));
        until(api, "/sweeps/" + id, sweep -> sweep.path("state").asString().equals("RUNNING"));
        assertThat(api.delete("/sweeps/" + id).status()).isEqualTo(409);

        var cancelled = api.post("/sweeps/" + id + "/cancel", "");

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.body().path("state").asString()).isIn("CANCELLING", "CANCELLED");
        var sweep = ended(api, id);
        assertThat(sweep.path("state").asString()).isEqualTo("CANCELLED");
        assertThat(sweep.path("progress").path("cancelled").asInt()).isEqualTo(10);
        assertThat(sweep.path("best").isNull()).isTrue();
        assertThat(api.post("/sweeps/" + id + "/cancel", "").status()).isEqualTo(200);
        assertThat(api.post("/sweeps/" + id + "/pause", "").status()).isEqualTo(409);
        var job = jobs(api, id).getFirst().path("id").asString();
        assertThat(api.delete("/jobs/" + job).status()).as("one of its jobs alone").isEqualTo(409);
        assertThat(api.delete("/sweeps/" + id).status()).isEqualTo(204);
        assertThat(api.get("/sweeps/" + id).status()).isEqualTo(404);
        assertThat(api.get("/jobs/" + job).status()).isEqualTo(404);
        assertThat(api.delete("/sweeps/" + id).status()).isEqualTo(404);
    }

    @Test
    void sweepIsPausedAndResumedAsAWhole() {
        var id = submit(api, xor(ENDLESS, "\"restarts\": 5"));
        until(api, "/sweeps/" + id, sweep -> sweep.path("state").asString().equals("RUNNING"));

        var paused = api.post("/sweeps/" + id + "/pause", "");

        assertThat(paused.status()).isEqualTo(202);
        until(api, "/sweeps/" + id, sweep -> sweep.path("state").asString().equals("PAUSED"));
        assertThat(api.post("/sweeps/" + id + "/pause", "").status()).isEqualTo(200);
        assertThat(jobs(api, id)).extracting(job -> job.path("state").asString()).containsOnly("PAUSED");
        assertThat(api.post("/sweeps/" + id + "/resume", "").status()).isEqualTo(202);
        until(api, "/sweeps/" + id, sweep -> sweep.path("state").asString().equals("RUNNING"));
        assertThat(api.post("/sweeps/" + id + "/resume", "").status()).isEqualTo(200);
        api.post("/sweeps/" + id + "/cancel", "");
        ended(api, id);
    }

    @Test
    void anEndedSweepCannotBeCancelled() {
        var id = submit(api, xor("\"epochs\": 1", RATES));
        ended(api, id);

        var answer = api.post("/sweeps/" + id + "/cancel", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asString()).contains("SUCCEEDED");
        assertThat(api.post("/sweeps/" + id + "/resume", "").status()).isEqualTo(409);
    }

    @Test
    void aRepeatedRequestUnderTheSameKeyIsTheSameSweep() {
        var body = xor("\"epochs\": 1", RATES);
        var answers = IntStream.range(0, 6)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> post(body, "s-1"), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        var other = post(xor("\"epochs\": 2", RATES), "s-1");

        assertThat(answers).extracting(Api.Answer::status).containsOnly(202);
        assertThat(answers.stream().map(answer -> answer.body().path("id").asString()).distinct()).hasSize(1);
        assertThat(jobs(api, answers.getFirst().body().path("id").asString())).hasSize(4);
        assertThat(other.status()).isEqualTo(409);
    }

    private Api.Answer post(String body, String key) {
        return api.post("/sweeps", "application/json", BodyPublishers.ofString(body), "Idempotency-Key", key);
    }

    @Test
    void nothingOfARefusedSweepIsStored() {
        var answer = api.post("/sweeps", """
                {"job": {"model": {"name": "half-swept", "layers": [{"units": 1}], "loss": "huber"},
                         "dataset": {"name": "half-swept", "features": [[0], [1]], "targets": [[0], [1]]},
                         "optimizer": {"type": "sgd"}, "labels": {"of": "half-swept"}},
                 "grid": {"optimizer.learningRate": [0.1, 0.2, -1]}}
                """);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/grid/optimizer.learningRate/2");
        assertThat(api.get("/models/half-swept").status()).isEqualTo(404);
        assertThat(api.get("/datasets/half-swept").status()).isEqualTo(404);
        assertThat(api.get("/jobs").body().toString()).doesNotContain("half-swept");
    }

    @Test
    void listsSweepsNewestFirstPageByPage() {
        var older = submit(api, xor("\"epochs\": 1", RATES));
        ended(api, older);
        var newer = submit(api, xor("\"epochs\": 1", "\"restarts\": 2"));
        var single = ended(api, newer);

        var page = api.get("/sweeps?limit=1").body();
        var next = api.get("/sweeps?limit=1&cursor=" + page.path("nextCursor").asString()).body();

        assertThat(page.path("data").get(0).path("id").asString()).isEqualTo(newer);
        assertThat(next.path("data").get(0).path("id").asString()).isEqualTo(older);
        var listed = page.path("data").get(0);
        assertThat(listed.propertyNames()).contains("id", "state", "progress", "rankBy");
        listed.propertyNames().forEach(field -> assertThat(listed.path(field)).as(field).isEqualTo(single.path(field)));
    }

    @Test
    void theListKnowsTheProgressOfALiveSweep() {
        var id = submit(api, xor(ENDLESS, "\"restarts\": 3"));
        var running = until(api, "/sweeps/" + id, sweep -> sweep.path("progress").path("fraction").asDouble() > 0);

        var listed = api.get("/sweeps?limit=1").body().path("data").get(0);

        assertThat(listed.path("id").asString()).isEqualTo(id);
        assertThat(listed.path("progress").path("fraction").asDouble())
                .isGreaterThanOrEqualTo(running.path("progress").path("fraction").asDouble())
                .isLessThan(1);
        assertThat(listed.path("state").asString()).isEqualTo("RUNNING");
        api.post("/sweeps/" + id + "/cancel", "");
        ended(api, id);
    }

    /** Nothing changes while it is paused. In a running one, a job that began earlier than all others may be committed after them. */
    @Test
    void aPausedSweepIsListedAsItIsAnswered() {
        var id = submit(api, xor(ENDLESS, "\"restarts\": 3"));
        until(api, "/sweeps/" + id, sweep -> sweep.path("progress").path("fraction").asDouble() > 0);
        api.post("/sweeps/" + id + "/pause", "");
        var paused = until(api, "/sweeps/" + id, sweep -> sweep.path("state").asString().equals("PAUSED"));

        var listed = api.get("/sweeps?limit=1").body().path("data").get(0);

        assertThat(listed.path("startedAt").isString()).isTrue();
        assertThat(listed.path("progress").path("fraction").asDouble()).isPositive().isLessThan(1);
        listed.propertyNames().forEach(field -> assertThat(listed.path(field)).as(field).isEqualTo(paused.path(field)));
        api.post("/sweeps/" + id + "/cancel", "");
        ended(api, id);
    }

    @Test
    void anUnchangedSweepIsNotSentAgain() {
        var id = submit(api, xor("\"epochs\": 1", RATES));
        ended(api, id);
        var tag = api.get("/sweeps/" + id).header("ETag");

        var again = api.send(api.request("/sweeps/" + id).header("If-None-Match", tag).GET());

        assertThat(again.status()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "00000000-0000-7000-8000-000000000000"})
    void unknownSweepIsNotFound(String id) {
        assertThat(api.get("/sweeps/" + id).status()).isEqualTo(404);
        assertThat(api.get("/sweeps/" + id + "?wait=1").status()).isEqualTo(404);
        assertThat(api.post("/sweeps/" + id + "/cancel", "").status()).isEqualTo(404);
        assertThat(api.delete("/sweeps/" + id).status()).isEqualTo(404);
    }
}
