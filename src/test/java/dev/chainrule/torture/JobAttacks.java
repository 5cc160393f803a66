package dev.chainrule.torture;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Jobs that are too large, too many, or write too often. They are cancelled after some seconds. */
final class JobAttacks {
    /** Two hidden layers of so many units have 20 million parameters, the most that are allowed. */
    private static final int LARGEST = 4460;

    private static final int AT_ONCE = 3;
    private static final int SWEEP = 1000;
    private static final int ROWS_IN_BODY = 100_000;
    private static final Duration TIME = Duration.ofSeconds(3);

    private JobAttacks() {}

    /** With Adam in float64; one in two is a half or a quarter as wide, which may fit. */
    static void trainLargestModels(Attacker attacker) throws InterruptedException {
        train(attacker, IntStream.range(0, AT_ONCE)
                .mapToObj(_ -> Call.post("/jobs", job(
                        attacker, LARGEST >> Math.max(0, attacker.random().nextInt(4) - 1),
                        attacker.random().nextBoolean() ? "32" : "\"full\"")))
                .toList());
    }

    static void trainWithFrequentCheckpoints(Attacker attacker) throws InterruptedException {
        train(attacker, IntStream.range(0, AT_ONCE)
                .mapToObj(_ -> Call.post("/jobs", job(attacker, 100 + attacker.random().nextInt(700), "64")))
                .toList());
    }

    /** Every epoch reads some million rows to validate. */
    static void trainWithLargeValidation(Attacker attacker) throws InterruptedException {
        train(attacker, IntStream.range(0, AT_ONCE)
                .mapToObj(_ -> Call.post("/jobs", """
                        {"model": %s, "dataset": "%s", "validation": {"dataset": "%s"}, "epochs": 100,
                         "checkpointSeconds": 0.1, "maxSeconds": 10, "labels": {"attack": "validation"}}"""
                        .formatted(
                                Targets.model(attacker.newName(), "float32", 16), Targets.HUNDRED_THOUSAND_ROWS,
                                attacker.targets().datasets().getLast())))
                .toList());
    }

    /** A dataset of a few megabytes comes with each job. */
    static void trainOnDatasetsInTheirBodies(Attacker attacker) throws InterruptedException {
        int rows = attacker.scaled(ROWS_IN_BODY);
        train(attacker, IntStream.range(0, AT_ONCE)
                .mapToObj(_ -> Call.post("/jobs",
                        """
                                {"model": %s, "dataset": {"features": [%s[1, 1]], "targets": [%s[1]]}, "epochs": 100, "maxSeconds": 10,
                                 "labels": {"attack": "body"}}"""
                                .formatted(
                                        Targets.model(attacker.newName(), "float32", 16), "[0.25, 0.5],".repeat(rows),
                                        "[0],".repeat(rows))))
                .toList());
    }

    /** With the lowest priority: the attack is on the queue and not on the processor. */
    static void sweep(Attacker attacker) throws InterruptedException {
        var body =
                """
                        {"restarts": %d, "job": {
                          "model": %s, "dataset": "%s", "epochs": 1000, "maxSeconds": 5, "priority": -1000, "labels": {"attack": "sweep"}}}"""
                        .formatted(
                                attacker.scaled(SWEEP), Targets.model(attacker.newName(), "float32", 64),
                                Targets.HUNDRED_THOUSAND_ROWS);
        train(attacker, List.of(Call.post("/sweeps", body)));
    }

    private static String job(Attacker attacker, int units, String batchSize) {
        return """
                {"model": %s, "dataset": "%s", "epochs": 100, "batchSize": %s, "optimizer": {"type": "adam"},
                 "checkpointSeconds": 0.1, "maxSeconds": 10, "labels": {"attack": "job"}}"""
                .formatted(
                        Targets.model(attacker.newName(), "float64", units), Targets.HUNDRED_THOUSAND_ROWS, batchSize);
    }

    private static void train(Attacker attacker, List<Call> calls) throws InterruptedException {
        var locations = Attacker.locations(attacker.send(calls));
        attacker.pass(TIME);
        for (var location : locations) {
            attacker.cancel(location);
        }
    }
}
