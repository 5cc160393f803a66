package dev.chainrule.budget;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Jobs that wait for memory, in the order in which they began to wait. Not thread-safe. */
final class WaitingJobs {
    private final long patience;
    /** When each of them tried first, in nanoseconds. */
    private final Map<UUID, Long> jobs = new LinkedHashMap<>();

    /** @param patience how long a job waits before no other one may pass it */
    WaitingJobs(Duration patience) {
        this.patience = patience.toNanos();
    }

    void add(UUID job, long now) {
        jobs.putIfAbsent(job, now);
    }

    void remove(UUID job) {
        jobs.remove(job);
    }

    int count() {
        return jobs.size();
    }

    /** The job that no other one may pass; empty if none has waited for long. */
    Optional<UUID> first(long now) {
        return jobs.entrySet().stream()
                .findFirst()
                .filter(eldest -> now - eldest.getValue() >= patience)
                .map(Map.Entry::getKey);
    }
}
