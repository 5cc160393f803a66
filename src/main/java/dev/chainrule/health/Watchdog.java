package dev.chainrule.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Counts the seconds for {@link Vitals}, on a thread of its own. It starts last and stops first. */
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

    /** Sleeps between two ticks instead of reading a clock, which would also count the time for which the process was suspended. */
    private void count() {
        try {
            while (true) {
                Thread.sleep(TICK);
                vitals.tick();
            }
        } catch (InterruptedException _) {
            // The service stops, and does not wait for this thread.
        }
    }

    /** Whether the thread has ended although the service runs. */
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
