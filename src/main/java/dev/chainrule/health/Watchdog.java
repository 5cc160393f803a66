package dev.chainrule.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Counts the seconds for {@link Vitals}, on a thread that needs nothing else. It starts last and stops first. */
@Component
class Watchdog implements SmartLifecycle {
    static final Duration TICK = Duration.ofSeconds(1);

    private final Vitals vitals;
    /** {@code null}: the service does not run. */
    private volatile @Nullable Thread thread;

    Watchdog(Vitals vitals) {
        this.vitals = vitals;
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().daemon().name("watchdog").start(this::count);
    }

    /** Sleeps between two ticks, instead of looking at a clock: a clock would also count what the process was suspended. */
    private void count() {
        try {
            while (true) {
                Thread.sleep(TICK);
                vitals.tick();
            }
        } catch (InterruptedException _) {
            // The service stops, and nobody waits for this thread.
        }
    }

    /** Whether nobody counts any more, though the service runs. */
    boolean isLost() {
        var counting = thread;
        return counting != null && !counting.isAlive();
    }

    @Override
    public void stop() {
        var counting = thread;
        thread = null;
        if (counting != null) {
            counting.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
