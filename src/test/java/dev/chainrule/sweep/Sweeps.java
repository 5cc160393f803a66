package dev.chainrule.sweep;

import dev.chainrule.Api;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What several tests of sweeps do. */
final class Sweeps {
    /** Longer than any test waits. */
    static final String ENDLESS = "\"epochs\": 10000000";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Sweeps() {}

    /** Sweeps over the textbook's XOR: 2-3-1, all four rows at once, seed 1. */
    static String xor(String jobSettings, String sweepSettings) {
        return """
                {"job": {"model": {"layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
                                   "loss": "binary_cross_entropy"},
                         "dataset": {"features": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]},
                         "batchSize": "full", "optimizer": {"type": "sgd"}, "seed": 1, %s},
                 %s}
                """
                .formatted(jobSettings, sweepSettings);
    }

    /** Submits a sweep that must be accepted, and gives its id. */
    static String submit(Api api, String body) {
        var answer = api.post("/sweeps", body);
        if (answer.status() != 202) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
        return answer.body().path("id").asString();
    }

    /** The sweep once all its jobs have ended. */
    static JsonNode ended(Api api, String id) {
        return until(api, "/sweeps/" + id + "?wait=30", sweep -> !sweep.path("finishedAt").isNull());
    }

    /** The answer of an address once it meets the condition. */
    static JsonNode until(Api api, String path, Predicate<JsonNode> reached) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var answer = api.get(path).body();
            if (reached.test(answer)) {
                return answer;
            }
        }
        throw new AssertionError("not reached: " + api.get(path).body());
    }

    /** The sweep's jobs, the oldest first. */
    static List<JsonNode> jobs(Api api, String id) {
        return api.get("/jobs?limit=1000&sweep=" + id).body().path("data").valueStream().toList().reversed();
    }
}
