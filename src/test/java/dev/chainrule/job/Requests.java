package dev.chainrule.job;

import dev.chainrule.Api;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests that several tests of jobs make. */
final class Requests {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Requests() {}

    /** The textbook's XOR: 2-3-1 sigmoid, cross-entropy, learning rate 0.1, all four rows at once. */
    static String xor(String settings) {
        return """
                {"model": {"layers": [{"units": 3, "activation": "sigmoid", "initializer": "normal"},
                                      {"units": 1, "activation": "sigmoid", "initializer": "normal"}],
                           "loss": "binary_cross_entropy"},
                 "dataset": {"features": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]},
                 "batchSize": "full", "optimizer": {"type": "sgd", "learningRate": 0.1}, %s}
                """.formatted(settings);
    }

    /** Submits a job that must be accepted, and gives its id. */
    static String submit(Api api, String body) {
        var answer = api.post("/jobs", body);
        if (answer.status() != 202) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
        return answer.body().path("id").asString();
    }

    /** The job once it has ended. */
    static JsonNode ended(Api api, String id) {
        return until(api, id, "?wait=30", job -> job.path("finishedAt").isString());
    }

    /** The job once it trains and has completed an epoch. */
    static JsonNode training(Api api, String id) {
        return until(api, id, "", job -> job.path("progress").path("epoch").asInt() > 0);
    }

    /** The job once it is in this state. */
    static JsonNode reached(Api api, String id, String state) {
        return until(api, id, "", job -> job.path("state").asString().equals(state));
    }

    /** The states that a job was in. */
    static List<String> states(JsonNode job) {
        return job.path("transitions").valueStream().map(transition -> transition.path("state").asString()).toList();
    }

    /** Every epoch's figures as CSV, but for its seconds, under a header. */
    static List<String> timelessHistory(Api api, String id) {
        return api.text("/jobs/" + id + "/epochs").lines()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    /** The figures of 1,000 epochs of a long history, but for their seconds. */
    static List<Object> sampledHistory(Api api, String id) {
        return api.get("/jobs/" + id + "/epochs?maxPoints=1000").body().path("data").valueStream()
                .<Object>map(epoch -> ((ObjectNode) epoch).without("seconds"))
                .toList();
    }

    private static JsonNode until(Api api, String id, String query, Predicate<JsonNode> reached) {
        return until(api, "/jobs/" + id + query, reached);
    }

    /** The first answer that matches. */
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
}
