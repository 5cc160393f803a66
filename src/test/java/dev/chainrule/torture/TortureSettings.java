package dev.chainrule.torture;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How hard and how long, from the system properties {@code torture.kills}, {@code torture.seed}, {@code torture.pauseSeconds} and
 * {@code torture.scenarios}.
 *
 * @param kills of each scenario that kills; everything else that happens is measured by it
 * @param seed of every moment and every choice, though not of how fast the machine is
 * @param pause how long a replica is suspended
 * @param scenarios names of scenarios that shall run
 */
record TortureSettings(int kills, long seed, Duration pause, Pattern scenarios) {
    private static final int SMALL_KILLS = 2;
    private static final int LARGE_KILLS = 20;
    private static final int SMALL_PAUSE = 4;
    private static final int LARGE_PAUSE = 60;

    static TortureSettings ofSystemProperties() {
        int kills = Integer.getInteger("torture.kills", SMALL_KILLS);
        return new TortureSettings(
                kills,
                Long.getLong("torture.seed", 1),
                Duration.ofSeconds(Integer.getInteger(
                        "torture.pauseSeconds", isLarge(kills) ? LARGE_PAUSE : SMALL_PAUSE)),
                Pattern.compile(System.getProperty("torture.scenarios", ".*")));
    }

    /** Whether there is time for a scenario of every kind, and for preparations that pay off later. */
    boolean isLarge() {
        return isLarge(kills);
    }

    private static boolean isLarge(int kills) {
        return kills >= LARGE_KILLS;
    }
}
