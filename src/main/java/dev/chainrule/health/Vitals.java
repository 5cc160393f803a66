package dev.chainrule.health;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The activities that the service needs. Each sends a beat while it works; one that is silent for too long makes the service first not
 * ready, then not live.
 *
 * <p>Silence is counted in ticks of the {@link Watchdog}, one a second. A suspended process has no ticks, so a suspension is not counted as
 * silence.
 *
 * <p>Thread-safe.
 */
@Component
public class Vitals {
    /** How long an activity may be silent beyond its own pauses while the service is ready. */
    static final Duration READY_LIMIT = Duration.ofSeconds(30);

    /**
     * How long it may be silent beyond its own pauses while the service is live: longer than one access to a database that hangs, which
     * waits for at most 30 s for a connection and 60 s for an answer. A restart would not help there.
     */
    static final Duration LIVE_LIMIT = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(Vitals.class);

    private final Set<Activity> activities = ConcurrentHashMap.newKeySet();

    /** What the silence of an activity means for the service. */
    enum Condition {
        READY, NOT_READY, NOT_LIVE
    }

    /**
     * Watches an activity until it is closed.
     *
     * @param name in the log, as in "Poller of the job queue"
     * @param longestPause between two beats in normal operation
     */
    public Activity begin(String name, Duration longestPause) {
        var activity = new Activity(name, longestPause);
        activities.add(activity);
        return activity;
    }

    /** A long-running activity that the service needs. */
    public final class Activity implements AutoCloseable {
        private final String name;
        private final long readyTicks;
        private final long liveTicks;
        private final AtomicInteger silence = new AtomicInteger();

        /** Of the last tick; guarded by the monitor of {@link Vitals}. */
        private Condition reported = Condition.READY;

        private Activity(String name, Duration longestPause) {
            this.name = name;
            this.readyTicks = longestPause.plus(READY_LIMIT).dividedBy(Watchdog.TICK);
            this.liveTicks = longestPause.plus(LIVE_LIMIT).dividedBy(Watchdog.TICK);
        }

        String name() {
            return name;
        }

        /** Records that the activity works. */
        public void beat() {
            silence.set(0);
        }

        /** Ends the watch: the activity has ended as intended. */
        @Override
        public void close() {
            activities.remove(this);
        }

        private Condition condition() {
            int ticks = silence.get();
            if (ticks >= liveTicks) {
                return Condition.NOT_LIVE;
            }
            return ticks >= readyTicks ? Condition.NOT_READY : Condition.READY;
        }

        private void tick() {
            // A recovery is reported before the next silence begins.
            report();
            silence.incrementAndGet();
            report();
        }

        private void report() {
            var condition = condition();
            if (condition == reported) {
                return;
            }
            switch (condition) {
                case READY -> log.info("{} works again", name);
                case NOT_READY -> log.warn("{} has done nothing for {} s: the service is not ready", name,
                        readyTicks * Watchdog.TICK.toSeconds());
                case NOT_LIVE -> log.error("{} has done nothing for {} s: the service needs a restart", name,
                        liveTicks * Watchdog.TICK.toSeconds());
            }
            reported = condition;
        }
    }

    /** A second has passed in which this process was running. */
    synchronized void tick() {
        activities.forEach(Activity::tick);
    }

    /** The worst of all activities. */
    Condition condition() {
        return activities.stream().map(Activity::condition).max(Condition::compareTo).orElse(Condition.READY);
    }

    List<Activity> activities() {
        return List.copyOf(activities);
    }
}
