package dev.chainrule.job;

import dev.chainrule.job.Stop.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Writes that outlast a database that is away or a disk that is full: they are tried again and again, with growing pauses, and
 * the service is not ready meanwhile. What is written must bear to be written twice, for a lost answer may stand for success.
 */
@Component("storage")
class PatientStorage implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(PatientStorage.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final double GROWTH = 2;

    private final Duration patience;
    private final AtomicInteger failing = new AtomicInteger();

    /** Once true, nothing is tried again: the next start goes on from what is stored. */
    private volatile boolean closing;

    PatientStorage(JobProperties properties) {
        this.patience = properties.storagePatience();
    }

    /**
     * Writes for a run, as long as the run goes on and the patience lasts.
     *
     * @throws RuntimeException the last failure, when the patience is over; a failure that no waiting mends, at once
     */
    <T> T write(Stop stop, Supplier<T> write) {
        return write(write, patience, () -> closing || stop.reason() == Reason.ABANDON);
    }

    /** Writes what must be said, however long the database is away; gives up only when the service ends. */
    <T> T writeAtLast(Supplier<T> write) {
        return write(write, Duration.ZERO, () -> closing);
    }

    private <T> T write(Supplier<T> write, Duration timeout, BooleanSupplier givenUp) {
        var policy = RetryPolicy.builder()
                .maxRetries(Long.MAX_VALUE)
                .timeout(timeout)
                .delay(FIRST_PAUSE)
                .multiplier(GROWTH)
                .maxDelay(LONGEST_PAUSE)
                .predicate(failure -> mayPass(failure) && !givenUp.getAsBoolean())
                .build();
        var template = new RetryTemplate(policy);
        var troubles = new Troubles();
        template.setRetryListener(troubles);
        try {
            return template.invoke(write);
        } finally {
            troubles.over();
        }
    }

    /** Whether the same write may succeed later. */
    static boolean mayPass(Throwable failure) {
        return switch (failure) {
            case DataIntegrityViolationException _,InvalidDataAccessApiUsageException _ -> false;
            case TransactionException _,DataAccessException _ -> true;
            default -> false;
        };
    }

    /** The service ends. */
    void close() {
        closing = true;
    }

    void open() {
        closing = false;
    }

    @Override
    public Health health() {
        int count = failing.get();
        return count == 0
                ? Health.up().build()
                : Health.down().withDetail("waitingWrites", count).build();
    }

    /** Counts one write among the failing ones from its first failure to its end. */
    private final class Troubles implements RetryListener {
        private boolean counted;

        @Override
        public void beforeRetry(RetryPolicy policy, Retryable<?> retryable) {
            if (!counted) {
                counted = true;
                failing.incrementAndGet();
            }
        }

        @Override
        public void onRetryFailure(RetryPolicy policy, Retryable<?> retryable, Throwable failure) {
            log.warn("The database cannot be written, trying again: {}", failure.toString());
        }

        @Override
        public void onRetrySuccess(RetryPolicy policy, Retryable<?> retryable, Object result) {
            log.info("The database can be written again");
        }

        void over() {
            if (counted) {
                failing.decrementAndGet();
            }
        }
    }
}
