package dev.chainrule.budget;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of what requests compute.
 *
 * @param atOnce how many requests compute at a time; 0 is one for every core
 * @param maxBegun how many may have begun, those included that wait for their next turn
 * @param turn how long one computes before others that wait have their turn
 * @param patience how long a request waits for its first turn before it is answered with 503
 */
@Validated
@ConfigurationProperties("chainrule.computation")
record ComputationProperties(
        @DefaultValue("0") @Min(0) @Max(1024) int atOnce,
        @DefaultValue("64") @Min(1) @Max(10_000) int maxBegun,
        @DefaultValue("100ms") @DurationMin(millis = 1) Duration turn,
        @DefaultValue("30s") @DurationMin(millis = 1) Duration patience) {

    int count() {
        return atOnce == 0 ? Runtime.getRuntime().availableProcessors() : atOnce;
    }
}
