package dev.chainrule.compute;

import dev.chainrule.matrix.kernel.KernelSelection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param kernels {@code auto}, {@code scalar} or {@code vector}; they differ in speed, never in a bit of the result
 * @param threads how many threads share the tiles of one product; 0 is one for every core
 */
@Validated
@ConfigurationProperties("chainrule.compute")
record ComputeProperties(
        @DefaultValue("auto") KernelSelection.Requested kernels, @DefaultValue("0") @Min(0) @Max(1024) int threads) {

    int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
