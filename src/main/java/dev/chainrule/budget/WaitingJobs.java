package dev.chainrule.budget;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Jobs that did not get their memory yet, the one that waits longest first. One that does not try again for a while has been cancelled, or
 * trains on another replica: it is forgotten. Not thread-safe.
 */
final class WaitingJobs {
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(30);

    private final long patience;
    private final Map<UUID, Attempts> jobs = new LinkedHashMap<>();

    /** When a job tried first and last, in nanoseconds. */
    private record Attempts(long first, long last) {}

    /** @param patience how long a job waits before no other one may pass it */
    WaitingJobs(Duration patience) {
        this.patience = patience.toNanos();
    }

    void add(UUID job, long now) {
        jobs.compute(job, (_, before) -> new Attempts(before == null ? now : before.first, now));
    }

    void remove(UUID job) {
        jobs.remove(job);
    }

    int count(long now) {
        forget(now);
        return jobs.size();
    }

    /** The job that no other one may pass; empty if none has waited for long. */
    Optional<UUID> first(long now) {
        forget(now);
        return jobs.entrySet().stream()
                .findFirst()
                .filter(eldest -> now - eldest.getValue().first >= patience)
                .map(Map.Entry::getKey);
    }

    private void forget(long now) {
        jobs.values().removeIf(attempts -> now - attempts.last > FORGOTTEN_AFTER.toNanos());
    }
}
