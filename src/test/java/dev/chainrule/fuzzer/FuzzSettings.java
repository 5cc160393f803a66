package dev.chainrule.fuzzer;

import java.time.Duration;

/**
 * The size of a run, from the system properties {@code fuzzer.requests}, {@code fuzzer.seed}, {@code fuzzer.only} and
 * {@code fuzzer.answerSeconds}.
 *
 * @param requests how many
 * @param seed of every choice
 * @param only the number of the only request that is sent; −1: all
 * @param answer how long an answer may take: 20 s unless a run names the promise, 2 s, because the machine of a build has other work
 */
record FuzzSettings(int requests, long seed, int only, Duration answer) {
    private static final int REQUESTS = 2000;
    private static final int BUILD_ANSWER = 20;

    static FuzzSettings ofSystemProperties() {
        return new FuzzSettings(
                Integer.getInteger("fuzzer.requests", REQUESTS),
                Long.getLong("fuzzer.seed", 1),
                Integer.getInteger("fuzzer.only", -1),
                Duration.ofSeconds(Integer.getInteger("fuzzer.answerSeconds", BUILD_ANSWER)));
    }

    /** With fewer requests. */
    FuzzSettings share(int divisor) {
        return new FuzzSettings(Math.ceilDiv(requests, divisor), seed, only, answer);
    }
}
