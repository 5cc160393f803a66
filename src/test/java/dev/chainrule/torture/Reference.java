package dev.chainrule.torture;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The result of every specimen in an undisturbed run. */
record Reference(Map<JobSpecimen, Ending> endings) {

    /** @param history the records of all epochs, without their seconds */
    record Ending(Result result, List<JsonNode> history) {}

    /** What a job ends with, without what depends on how long it took. */
    record Result(String stopReason, JsonNode latest, JsonNode best, String weightsSha256) {
        static Result of(JsonNode job) {
            return new Result(
                    job.path("stopReason").asString(),
                    timeless(job.path("latest")),
                    timeless(job.path("best")),
                    job.path("weightsSha256").asString());
        }
    }

    /** An epoch's record without its seconds. */
    static JsonNode timeless(JsonNode epoch) {
        return epoch instanceof ObjectNode record ? record.deepCopy().without("seconds") : epoch;
    }

    /**
     * Trains the specimens on a separate service.
     *
     * @throws AssertionError if one does not succeed, or if not every expected reason ends one
     */
    static Reference train(ServiceProgram program, List<JobSpecimen> specimens, Path folder, Path logs)
            throws IOException, InterruptedException {
        var ledger = new Ledger("the undisturbed run", 0);
        var database = new H2Database(folder, new Disk.LimitedFiles());
        try (var cluster = Cluster.start(program, database, 1, false, logs, ledger)) {
            var replica = cluster.replicas().getFirst();
            var submitted = new HashMap<JobSpecimen, UUID>();
            for (var specimen : specimens) {
                var answer = cluster.submit(replica, specimen.request(specimen.kind()), specimen.kind()).orElseThrow();
                if (answer.status() != 202) {
                    throw new AssertionError(specimen.kind() + " is refused: " + answer);
                }
                submitted.put(specimen, UUID.fromString(answer.body().path("id").asString()));
            }
            var endings = new HashMap<JobSpecimen, Ending>();
            for (var specimen : specimens) {
                endings.put(specimen, ending(cluster, replica, submitted.get(specimen)));
            }
            ledger.verify();
            requireEveryKindOfEnd(endings);
            return new Reference(Map.copyOf(endings));
        }
    }

    private static Ending ending(Cluster cluster, Replica replica, UUID id) throws InterruptedException {
        JsonNode job;
        do {
            job = cluster.get(replica, "/jobs/" + id + "?wait=20").orElseThrow().body();
        } while (job.path("finishedAt").isNull());
        if (!job.path("state").asString().equals("SUCCEEDED")) {
            throw new AssertionError("An undisturbed job did not succeed: " + job);
        }
        return new Ending(Result.of(job), Histories.read(cluster, replica, id).orElseThrow());
    }

    private static void requireEveryKindOfEnd(Map<JobSpecimen, Ending> endings) {
        var reasons = endings.values().stream().map(ending -> ending.result().stopReason()).collect(Collectors.toSet());
        if (!reasons.equals(Set.of("MAX_EPOCHS", "EARLY_STOPPED", "TARGET_REACHED"))) {
            throw new AssertionError("The jobs are to end in three ways: " + endings.entrySet().stream().collect(
                    toMap(entry -> entry.getKey().kind(), entry -> entry.getValue().result().stopReason())));
        }
    }

    Ending of(JobSpecimen specimen) {
        return endings.get(specimen);
    }
}
