package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** End to end over HTTP: the migrations fit, and data of every kind is stored, read and deleted. The same on every database. */
abstract class EndToEndTest {
    private final Api api;

    EndToEndTest(Api api) {
        this.api = api;
    }

    /** A job of short epochs, whose checkpoints are frequent. */
    private String submit(String model, String settings) {
        var answer = api.post("/jobs",
                """
                        {"model": {"name": "%s", "layers": [{"units": 8, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
                                   "loss": "binary_cross_entropy"},
                         "dataset": {"name": "durable", "generator": {"type": "moons", "rows": 400, "noise": 0.2, "seed": 1}},
                         "seed": 5, "optimizer": "adam", "checkpointSeconds": 0.1, %s}
                        """
                        .formatted(model, settings));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().path("id").asString();
    }

    private JsonNode until(String id, Predicate<JsonNode> reached) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        JsonNode job;
        do {
            job = api.get("/jobs/" + id).body();
        } while (!reached.test(job) && System.nanoTime() < end);
        assertThat(reached.test(job)).as(job.toString()).isTrue();
        return job;
    }

    /** The job that resumes another one for more epochs, once it has succeeded. */
    private JsonNode resumed(String job, int epochs) {
        var answer = api.post("/jobs", "{\"resumeFrom\": {\"job\": \"" + job + "\"}, \"epochs\": " + epochs + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        var ended = api.get("/jobs/" + id(answer.body()) + "?wait=60").body();
        assertThat(state(ended)).as(ended.toString()).isEqualTo("SUCCEEDED");
        return ended;
    }

    private static String id(JsonNode job) {
        return job.path("id").asString();
    }

    private static String state(JsonNode job) {
        return job.path("state").asString();
    }

    private static int epoch(JsonNode job) {
        return job.path("progress").path("epoch").asInt();
    }

    private List<String> timelessHistory(String id) {
        return api.text("/jobs/" + id + "/epochs").lines()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    @Test
    void pausedAndResumedJobEndsWithTheBitsOfAnUndisturbedOne() {
        var disturbed = submit("durable", "\"epochs\": 10000000");
        until(disturbed, job -> epoch(job) > 0);
        api.post("/jobs/" + disturbed + "/pause", "");
        var paused = until(disturbed, job -> state(job).equals("PAUSED"));
        assertThat(api.get("/jobs/" + disturbed + "/checkpoints").body().path("data").isEmpty()).isFalse();
        assertThat(api.post("/jobs/" + disturbed + "/resume", "").status()).isEqualTo(202);
        until(disturbed, job -> epoch(job) > epoch(paused));
        api.post("/jobs/" + disturbed + "/cancel", "");
        int epochs = Math.max(100, epoch(until(disturbed, job -> state(job).equals("CANCELLED")))) + 50;
        var resumed = resumed(disturbed, epochs);

        var first = submit("durable", "\"epochs\": 100");
        assertThat(state(api.get("/jobs/" + first + "?wait=60").body())).isEqualTo("SUCCEEDED");
        var continued = resumed(first, epochs);

        assertThat(continued.path("weightsSha256")).isEqualTo(resumed.path("weightsSha256"));
        assertThat(timelessHistory(id(continued))).hasSize(epochs + 2).isEqualTo(timelessHistory(id(resumed)));
        for (var id : List.of(disturbed, id(resumed), first, id(continued))) {
            assertThat(api.delete("/jobs/" + id).status()).isEqualTo(204);
        }
        assertThat(api.delete("/models/durable").status()).isEqualTo(204);
        assertThat(api.delete("/datasets/durable").status()).isEqualTo(204);
    }

    @Test
    void eventStreamHasEveryEventOnce() {
        var id = submit("told", "\"epochs\": 5");

        var events = api.text("/jobs/" + id + "/events").lines().filter(line -> line.startsWith("id: ")).toList();

        assertThat(events).doesNotHaveDuplicates().hasSize(6 + 3).last().isEqualTo("id: 5.3");
        assertThat(api.get("/jobs/" + id + "?wait=10").body().path("state").asString()).isEqualTo("SUCCEEDED");
        api.delete("/jobs/" + id);
        api.delete("/models/told");
        api.delete("/datasets/durable");
    }

    @Test
    void trainsPredictsAndDeletes() {
        var job = api
                .post("/jobs",
                        """
                                {"model": {"name": "pg", "layers": [{"units": 4, "activation": "tanh"}, {"units": 3, "activation": "softmax"}],
                                           "loss": "categorical_cross_entropy"},
                                 "dataset": {"name": "pg", "columns": [{"name": "a"}, {"name": "b"}, {"name": "c", "role": "target"}],
                                             "rows": [[1, "x", "u"], [2, null, "v"], [null, "y", "w"], [4, "x", "u"]]},
                                 "epochs": 2000, "seed": 1}
                                """)
                .body();
        var id = job.path("id").asString();
        assertThat(api.get("/jobs/" + id + "?wait=60").body().path("state").asString()).isEqualTo("SUCCEEDED");

        assertThat(api.get("/jobs/" + id + "/epochs?limit=5000").body().path("data").size()).isEqualTo(2001);
        assertThat(api.get("/jobs?state=SUCCEEDED").body().path("data").size()).isEqualTo(1);
        assertThat(api.get("/datasets/pg/rows").status()).isEqualTo(200);
        assertThat(api.get("/models").body().path("data").size()).isEqualTo(1);
        assertThat(api.get("/datasets").body().path("data").size()).isEqualTo(1);
        var prediction = api.post("/models/pg/predict", "{\"rows\": [{\"a\": 2, \"b\": null}]}").body();
        assertThat(prediction.path("labels").get(0).asString()).isEqualTo("v");
        var again = api.post("/jobs", "{\"model\": \"pg\", \"dataset\": \"pg\", \"epochs\": 1}").body().path("id")
                .asString();
        assertThat(api.get("/jobs/" + again + "?wait=60").body().path("model").path("version").asInt())
                .isEqualTo(2);
        assertThat(api.delete("/models/pg").status()).isEqualTo(204);
        assertThat(api.delete("/datasets/pg").status()).isEqualTo(204);
        assertThat(api.delete("/jobs/" + id).status()).isEqualTo(204);
        assertThat(api.get("/jobs").body().path("data").size()).isEqualTo(1);
    }
}
