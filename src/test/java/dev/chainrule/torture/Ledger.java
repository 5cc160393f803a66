package dev.chainrule.torture;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What happened in a scenario: counts, and the rules that did not hold. Any thread may write. */
final class Ledger {
    /** More violations are not listed. */
    private static final int SHOWN = 20;

    private final String scenario;
    private final long seed;
    private final long begin = System.nanoTime();
    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final List<Violation> violations = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstViolation = new CountDownLatch(1);

    Ledger(String scenario, long seed) {
        this.scenario = scenario;
        this.seed = seed;
        for (var count : Count.values()) {
            counts.put(count, new LongAdder());
        }
    }

    void count(Count count) {
        add(count, 1);
    }

    void add(Count count, long number) {
        counts.get(count).add(number);
    }

    long number(Count count) {
        return counts.get(count).sum();
    }

    /** Notes a violation. */
    void violated(Rule rule, String subject, String detail) {
        var violation = new Violation(rule, subject, detail);
        if (!violations.contains(violation)) {
            violations.add(violation);
            count(Count.VIOLATIONS);
        }
        firstViolation.countDown();
    }

    /** Notes a violation unless {@code holds}. */
    void require(boolean holds, Rule rule, String subject, String detail) {
        if (!holds) {
            violated(rule, subject, detail);
        }
    }

    boolean isClean() {
        return violations.isEmpty();
    }

    /**
     * Waits, but not after a violation.
     *
     * @throws AssertionError if there is a violation
     */
    void pass(Duration time) throws InterruptedException {
        if (!staysClean(time)) {
            throw failure();
        }
    }

    /** Lets time pass, though not after a violation; whether there still is none. */
    boolean staysClean(Duration time) throws InterruptedException {
        return !firstViolation.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** @throws AssertionError if there is a violation */
    void verify() {
        if (!isClean()) {
            throw failure();
        }
    }

    private AssertionError failure() {
        return new AssertionError(violations.stream()
                .limit(SHOWN)
                .map(Violation::toString)
                .collect(Collectors.joining("\n  ", "%s, seed %d: %d violations\n  ".formatted(
                        scenario, seed, violations.size()), "")));
    }

    /** The counts as a table. */
    String table() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        var table = new StringBuilder("%nTorture: %s, seed %d, %d s%n".formatted(scenario, seed, seconds));
        counts.forEach((count, number) -> table.append("%,14d  %s%n".formatted(number.sum(), count.title())));
        return table.toString();
    }
}
