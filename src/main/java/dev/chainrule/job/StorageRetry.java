package dev.chainrule.job;

import dev.chainrule.health.FatalErrors;
import dev.chainrule.job.StopSignal.Reason;
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
 * What runs read and write outlasts a database that is away or a disk that is full: it is tried again and again, with growing
 * pauses, and the service is not ready meanwhile. What is written must bear to be written twice, for a lost answer may stand
 * for success.
 */
@Component("storage")
class StorageRetry implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(StorageRetry.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final double GROWTH = 2;

    private final Duration patience;
    private final AtomicInteger failing = new AtomicInteger();

    /** Once true, nothing is tried again: the next start goes on from what is stored. */
    private volatile boolean closing;

    StorageRetry(JobProperties properties) {
        this.patience = properties.storagePatience();
    }

    /**
     * Reads or writes for a run, as long as the run goes on and the patience lasts.
     *
     * @throws RuntimeException the last failure, when the patience is over; a failure that no waiting mends, at once
     */
    <T> T retry(StopSignal stop, Supplier<T> access) {
        return retry(access, patience, () -> closing || stop.reason() == Reason.ABANDON);
    }

    /** Writes what must be said, however long the database is away; gives up only when the service ends. */
    <T> T retryForever(Supplier<T> access) {
        return retry(access, Duration.ZERO, () -> closing);
    }

    private <T> T retry(Supplier<T> access, Duration timeout, BooleanSupplier givenUp) {
        var policy = RetryPolicy.builder()
                .maxRetries(Long.MAX_VALUE)
                .timeout(timeout)
                .delay(FIRST_PAUSE)
                .multiplier(GROWTH)
                .maxDelay(LONGEST_PAUSE)
                .predicate(failure -> isTransient(failure) && !givenUp.getAsBoolean())
                .build();
        var template = new RetryTemplate(policy);
        var troubles = new Troubles();
        template.setRetryListener(troubles);
        try {
            return template.invoke(access);
        } finally {
            troubles.over();
        }
    }

    /** Whether the same access may succeed later. */
    static boolean isTransient(Throwable failure) {
        return switch (failure) {
            case DataIntegrityViolationException _,InvalidDataAccessApiUsageException _ -> false;
            case TransactionException _,DataAccessException _ -> true;
            default -> false;
        };
    }

    /** Whether something waits for the database right now. */
    boolean isFailing() {
        return failing.get() > 0;
    }

    /** The service ends. */
    void close() {
        closing = true;
    }

    boolean isClosed() {
        return closing;
    }

    void open() {
        closing = false;
    }

    @Override
    public Health health() {
        int count = failing.get();
        return count == 0
                ? Health.up().build()
                : Health.down().withDetail("waiting", count).build();
    }

    /** Counts one access among the failing ones from its first failure to its end. */
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
            FatalErrors.endOn(failure);
            log.warn("The database fails, trying again: {}", failure.toString());
        }

        @Override
        public void onRetrySuccess(RetryPolicy policy, Retryable<?> retryable, Object result) {
            log.info("The database works again");
        }

        void over() {
            if (counted) {
                failing.decrementAndGet();
            }
        }
    }
}
