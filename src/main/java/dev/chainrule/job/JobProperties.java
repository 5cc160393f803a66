package dev.chainrule.job;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of jobs.
 *
 * @param threads how many jobs train at once; 0 is one for every core
 * @param maxLive jobs that wait or train; one more is refused with 429
 * @param maxEpochs epochs of one job
 * @param retryAfter what a refused client is told to wait
 * @param recordEvery how often the records of completed epochs are written: so far the answers may lag behind
 */
@Validated
@ConfigurationProperties("chainrule.job")
record JobProperties(
        @DefaultValue("0") @Min(0) @Max(1024) int threads,
        @DefaultValue("1000") @Min(1) @Max(1_000_000) int maxLive,
        @DefaultValue("10000000") @Min(1) int maxEpochs,
        @DefaultValue("5s") @DurationMin(seconds = 1) Duration retryAfter,
        @DefaultValue("250ms") @DurationMin Duration recordEvery) {

    int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
