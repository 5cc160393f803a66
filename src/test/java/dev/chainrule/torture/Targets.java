package dev.chainrule.torture;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * What attacks need: large datasets and trained models. Names and labels distinguish them from the orders.
 *
 * @param datasets names of datasets of millions of rows
 * @param job the id of a job with a long history
 */
record Targets(List<String> datasets, String job) {
    /** Trained on two features: small, with wide layers, and with thousands of outputs. */
    static final String SMALL_MODEL = "attack-small";

    static final String WIDE_MODEL = "attack-wide";
    static final String BROAD_MODEL = "attack-broad";

    static final String HUNDRED_THOUSAND_ROWS = "attack-rows-100000";
    static final String THOUSANDS_OF_COLUMNS = "attack-columns";

    private static final int MILLION = 1_000_000;
    private static final int COLUMNS = 4096;
    private static final int ROWS = 1000;
    private static final int FEW_ROWS = 10;
    private static final int LONG_HISTORY = 100_000;

    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    /**
     * Uploads and trains.
     *
     * @param millions rows of the large datasets
     */
    static Targets prepare(Cluster cluster, List<Integer> millions) throws InterruptedException {
        for (int count : millions) {
            post(cluster, "/datasets", moons(name(count), count * MILLION), CREATED);
        }
        post(cluster, "/datasets", moons(HUNDRED_THOUSAND_ROWS, 100_000), CREATED);
        post(cluster, "/datasets", columns(THOUSANDS_OF_COLUMNS, ROWS), CREATED);
        var few = moons("attack-few-rows", 200);
        train(cluster, model(SMALL_MODEL, "float32", 16), few, 3);
        train(cluster, model(WIDE_MODEL, "float32", 1536), few, 1);
        train(
                cluster,
                """
                        {"name": "%s", "loss": "mean_squared_error", "layers": [{"units": %d, "activation": "identity"}]}"""
                        .formatted(BROAD_MODEL, COLUMNS - 2),
                columns("attack-few-rows-of-columns", FEW_ROWS), 1);
        var job = train(
                cluster, model("attack-long-history", "float32", 2),
                "{\"name\": \"attack-xor\", \"generator\": {\"type\": \"xor\"}}",
                LONG_HISTORY);
        return new Targets(millions.stream().map(Targets::name).toList(), job);
    }

    /** Whether an attack made this job. */
    static boolean include(JsonNode job) {
        return job.path("spec").path("labels").has("attack");
    }

    /** A classifier with two hidden layers of as many units. */
    static String model(String name, String precision, int units) {
        return """
                {"name": "%s", "precision": "%s", "loss": "binary_cross_entropy", "layers": [
                  {"units": %d, "activation": "relu"}, {"units": %d, "activation": "relu"}, {"units": 1, "activation": "sigmoid"}]}"""
                .formatted(name, precision, units, units);
    }

    private static String name(int millions) {
        return "attack-millions-" + millions;
    }

    private static String moons(String name, int rows) {
        return "{\"name\": \"%s\", \"generator\": {\"type\": \"moons\", \"rows\": %d, \"noise\": 0.2}}"
                .formatted(name, rows);
    }

    /** Two features, and as many targets as columns are left. */
    private static String columns(String name, int count) {
        var names = IntStream.range(0, COLUMNS)
                .mapToObj(c -> "{\"name\": \"c%d\", \"role\": \"%s\"}".formatted(c, c < 2 ? "feature" : "target"))
                .collect(Collectors.joining(","));
        var rows = IntStream.range(0, count)
                .mapToObj(r -> IntStream.range(0, COLUMNS)
                        .mapToObj(c -> Integer.toString((r + 1) * (c + 1) % 7))
                        .collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(","));
        return "{\"name\": \"%s\", \"columns\": [%s], \"rows\": [%s]}".formatted(name, names, rows);
    }

    /** With little memory: what is prepared must fit a small heap beside the orders. */
    private static String train(Cluster cluster, String model, String dataset, int epochs) throws InterruptedException {
        var body =
                """
                        {"model": %s, "dataset": %s, "epochs": %d, "optimizer": {"type": "sgd", "learningRate": 0.01}, "labels": {"attack": "preparation"}}"""
                        .formatted(model, dataset, epochs);
        var id = post(cluster, "/jobs", body, ACCEPTED).path("id").asString();
        JsonNode job;
        do {
            job = get(cluster, "/jobs/" + id + "?wait=20");
        } while (job.path("finishedAt").isNull());
        if (!job.path("state").asString().equals("SUCCEEDED")) {
            throw new AssertionError("A job that attacks need does not succeed: " + job);
        }
        return id;
    }

    private static JsonNode get(Cluster cluster, String path) throws InterruptedException {
        var answer = cluster.get(cluster.replicas().getFirst(), path);
        if (answer.isEmpty()) {
            throw new AssertionError("What attacks need cannot be asked for: nothing to " + path);
        }
        return answer.get().body();
    }

    private static JsonNode post(Cluster cluster, String path, String body, int expected) throws InterruptedException {
        var answer = cluster.prepare(cluster.replicas().getFirst(), path, body);
        if (answer.isEmpty() || answer.get().status() != expected) {
            throw new AssertionError("What attacks need is refused: %s to %s".formatted(answer, path));
        }
        return answer.get().body();
    }
}
