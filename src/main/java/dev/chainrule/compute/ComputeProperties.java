package dev.chainrule.compute;

import dev.chainrule.matrix.kernel.KernelSelection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param kernels {@code auto}, {@code scalar} or {@code vector}; they differ in speed, never in a bit of the result
 * @param threads how many threads compute, jobs and their helpers together; 0 is one for every core
 * @param warmUp how long kernels are warmed up after the start of the service, on one thread; 0: no warm-up
 */
@Validated
@ConfigurationProperties("chainrule.compute")
record ComputeProperties(
        @DefaultValue("auto") KernelSelection.Requested kernels,
        @DefaultValue("0") @Min(0) @Max(1024) int threads,
        @DefaultValue(WarmUp.DEFAULT_SECONDS
                + "s") @DurationMin(seconds = 0) @DurationMax(seconds = 60) Duration warmUp) {

    int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
