package dev.chainrule.torture;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The size of a run, from the system properties {@code torture.kills}, {@code torture.seed}, {@code torture.pauseSeconds},
 * {@code torture.memoryErrors}, {@code torture.rounds}, {@code torture.answerSeconds} and {@code torture.scenarios}.
 *
 * @param kills of each scenario that kills; the numbers of all other faults are in proportion to it
 * @param seed of every moment and every choice; the speed of the machine is not determined
 * @param pause how long a replica is suspended
 * @param memoryErrors of the scenario of that name
 * @param rounds of the scenario {@code evaluations}
 * @param answer how long an answer may take to a question for health or for one job
 * @param scenarios names of scenarios that shall run; null: all that this size has
 */
record TortureSettings(
        int kills, long seed, Duration pause, int memoryErrors, int rounds, Duration answer,
        @Nullable Pattern scenarios) {
    private static final int SMALL_KILLS = 2;
    private static final int LARGE_KILLS = 20;
    private static final int SMALL_PAUSE = 4;
    private static final int LARGE_PAUSE = 60;
    private static final int MEMORY_ERRORS = 50;
    private static final int ROUNDS = 200;

    /** The limit for an answer on a busy machine. */
    private static final int BUILD_ANSWER = 20;

    /** The promised limit, on an otherwise idle machine. */
    private static final int ANSWER = 2;

    static TortureSettings ofSystemProperties() {
        int kills = Integer.getInteger("torture.kills", SMALL_KILLS);
        var scenarios = System.getProperty("torture.scenarios");
        return new TortureSettings(
                kills,
                Long.getLong("torture.seed", 1),
                Duration.ofSeconds(Integer.getInteger(
                        "torture.pauseSeconds", isLarge(kills) ? LARGE_PAUSE : SMALL_PAUSE)),
                Integer.getInteger("torture.memoryErrors", MEMORY_ERRORS),
                Integer.getInteger("torture.rounds", ROUNDS),
                Duration.ofSeconds(Integer.getInteger(
                        "torture.answerSeconds", isLarge(kills) || scenarios != null ? ANSWER : BUILD_ANSWER)),
                scenarios == null ? null : Pattern.compile(scenarios));
    }

    /** Whether scenarios are chosen by name. */
    boolean areScenariosNamed() {
        return scenarios != null;
    }

    boolean allows(String scenario) {
        return scenarios == null || scenarios.matcher(scenario).find();
    }

    /** Whether there is time for a scenario of every kind, and for preparations that pay off later. */
    boolean isLarge() {
        return isLarge(kills);
    }

    private static boolean isLarge(int kills) {
        return kills >= LARGE_KILLS;
    }
}
