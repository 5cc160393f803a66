package dev.chainrule.torture;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests that compute for a long time, or over more rows than fit in memory. */
final class ComputingAttacks {
    private static final int AT_ONCE = 4;
    private static final int MAX_PREDICTION_ROWS = 10_000;
    private static final int MAX_STEPS = 500;

    private ComputingAttacks() {}

    /** Four concurrent evaluations, of all large datasets in turn. */
    static void evaluate(Attacker attacker) throws InterruptedException {
        attacker.send(evaluations(attacker));
    }

    static void evaluateAndLeave(Attacker attacker) throws InterruptedException {
        attacker.sendAndLeave(evaluations(attacker));
    }

    private static List<Call> evaluations(Attacker attacker) {
        var datasets = attacker.targets().datasets();
        int first = attacker.random().nextInt(datasets.size());
        return IntStream.range(first, first + AT_ONCE)
                .mapToObj(i -> evaluation(Targets.SMALL_MODEL, datasets.get(i % datasets.size())))
                .toList();
    }

    static void evaluateWideAndLeave(Attacker attacker) throws InterruptedException {
        attacker.sendAndLeave(
                Collections.nCopies(2, evaluation(Targets.WIDE_MODEL, Targets.HUNDRED_THOUSAND_ROWS)));
    }

    private static Call evaluation(String model, String dataset) {
        return Call.post("/models/" + model + "/evaluate", "{\"dataset\": \"%s\"}".formatted(dataset));
    }

    /** As many rows as are allowed, or fewer, of thousands of outputs each. */
    static void predictWide(Attacker attacker) throws InterruptedException {
        int rows = MAX_PREDICTION_ROWS >> attacker.random().nextInt(5);
        attacker.send(2, Call.post("/models/" + Targets.BROAD_MODEL + "/predict", "{\"rows\": " + rows(rows) + "}"));
    }

    static void measureSurfaces(Attacker attacker) throws InterruptedException {
        int steps = 2 + attacker.random().nextInt(MAX_STEPS - 1);
        attacker.send(
                AT_ONCE,
                Call.post("/cost-surfaces", """
                        {"model": "%s", "rows": %s, "targets": %s, "steps": %d,
                         "x": {"parameter": {"layer": 0, "weight": [0, 0]}, "from": -15, "to": 15},
                         "y": {"parameter": {"layer": 0, "bias": 0}, "from": -15, "to": 15}}"""
                        .formatted(Targets.SMALL_MODEL, rows(20), targets(20), steps)));
    }

    /** As many chains of a wide model as are allowed. */
    static void trace(Attacker attacker) throws InterruptedException {
        attacker.send(
                2,
                Call.post("/models/" + Targets.WIDE_MODEL + "/backprop", """
                        {"rows": %s, "targets": %s, "limit": 100000}""".formatted(rows(1), targets(1))));
    }

    /** Few parameters of a wide model, and many of a small one. */
    static void checkGradients(Attacker attacker) throws InterruptedException {
        attacker.send(List.of(
                check(Targets.WIDE_MODEL, 1, 500),
                check(Targets.WIDE_MODEL, 1, 100_000),
                check(Targets.SMALL_MODEL, attacker.scaled(5000), 100_000)));
    }

    private static Call check(String model, int rows, int sample) {
        return Call.post("/models/" + model + "/gradient-check", """
                {"rows": %s, "targets": %s, "sample": %d, "limit": 10000}"""
                .formatted(rows(rows), targets(rows), sample));
    }

    private static String rows(int count) {
        return numbers(count, 2);
    }

    private static String targets(int count) {
        return numbers(count, 1);
    }

    private static String numbers(int rows, int columns) {
        var random = new Random(rows);
        return IntStream.range(0, rows)
                .mapToObj(_ -> random.ints(columns, 0, 2).mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
