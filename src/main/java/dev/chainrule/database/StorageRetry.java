package dev.chainrule.database;

import dev.chainrule.health.FatalErrors;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
import org.springframework.transaction.TransactionException;

/**
 * Repeats accesses that fail because the database cannot be reached or a disk is full, with growing pauses; the service is not ready
 * meanwhile.
 * A write must be idempotent, because an answer that was lost may have been a success.
 */
public class StorageRetry implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(StorageRetry.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final double GROWTH = 2;

    private final Duration patience;
    private final Counter failures;
    private final AtomicInteger failing = new AtomicInteger();

    /** Once true, nothing is repeated: the next start continues from what is stored. */
    private volatile boolean closing;

    /** @param patience how long an access is repeated before its last failure is thrown */
    public StorageRetry(Duration patience, MeterRegistry meters) {
        this.patience = patience;
        this.failures = Counter.builder("chainrule.storage.failures")
                .description("Accesses of runs to the database that failed and are retried")
                .register(meters);
    }

    /**
     * Reads or writes for a run, until it succeeds, the run is abandoned or the patience is over.
     *
     * @throws RuntimeException the last failure, when the run is abandoned or the patience is over; a failure that is not transient,
     *         immediately
     */
    public <T extends @Nullable Object> T retry(BooleanSupplier abandoned, Supplier<T> access) {
        return retry(access, patience, () -> closing || abandoned.getAsBoolean());
    }

    /** Repeats an access however long the database cannot be reached, until the service ends. */
    public <T extends @Nullable Object> T retryForever(Supplier<T> access) {
        return retry(access, Duration.ZERO, () -> closing);
    }

    private <T extends @Nullable Object> T retry(Supplier<T> access, Duration timeout, BooleanSupplier givenUp) {
        var policy = RetryPolicy.builder()
                .maxRetries(Long.MAX_VALUE)
                .timeout(timeout)
                .delay(FIRST_PAUSE)
                .multiplier(GROWTH)
                .maxDelay(LONGEST_PAUSE)
                .predicate(failure -> isTransient(failure) && !givenUp.getAsBoolean())
                .build();
        var template = new RetryTemplate(policy);
        var counted = new Failures();
        template.setRetryListener(counted);
        try {
            return template.invoke(access);
        } finally {
            counted.end();
        }
    }

    /** Whether the same access may succeed later. */
    public static boolean isTransient(Throwable failure) {
        return switch (failure) {
            case DataIntegrityViolationException _,InvalidDataAccessApiUsageException _ -> false;
            case TransactionException _,DataAccessException _ -> true;
            default -> false;
        };
    }

    /** Whether something waits for the database right now. */
    public boolean isFailing() {
        return failing.get() > 0;
    }

    /** The service ends. */
    public void close() {
        closing = true;
    }

    public boolean isClosed() {
        return closing;
    }

    public void open() {
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
    private final class Failures implements RetryListener {
        private boolean counted;

        @Override
        public void beforeRetry(RetryPolicy policy, Retryable<?> retryable) {
            failures.increment();
            if (!counted) {
                counted = true;
                failing.incrementAndGet();
            }
        }

        @Override
        public void onRetryFailure(RetryPolicy policy, Retryable<?> retryable, Throwable failure) {
            FatalErrors.endOn(failure);
            log.warn("An access to the database failed and is retried: {}", failure.toString());
        }

        @Override
        public void onRetrySuccess(RetryPolicy policy, Retryable<?> retryable, @Nullable Object result) {
            log.info("The database works again");
        }

        void end() {
            if (counted) {
                failing.decrementAndGet();
            }
        }
    }
}
