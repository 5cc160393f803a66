package dev.chainrule.job;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Lets requests wait for the end of a job. */
@Component
class JobEnds {
    private final Map<UUID, CountDownLatch> awaited = new ConcurrentHashMap<>();

    /** Wakes everybody who waits for this job. */
    void ended(UUID id) {
        var latch = awaited.remove(id);
        if (latch != null) {
            latch.countDown();
        }
    }

    /**
     * Waits until a job has ended, but no longer than {@code atMost}.
     *
     * @param terminal whether it has; asked once the waiting has begun, so that no end is missed
     */
    void await(UUID id, Duration atMost, BooleanSupplier terminal) {
        var latch = awaited.computeIfAbsent(id, _ -> new CountDownLatch(1));
        if (terminal.getAsBoolean()) {
            ended(id);
            return;
        }
        try {
            if (!latch.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                // Others may still wait on the same latch; it goes when the job ends.
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
