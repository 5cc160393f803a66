package dev.chainrule.explain.descent;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of minimisations.
 *
 * @param maxWork of one request: steps, times the function's operations, numbers and variables
 * @param maxPathNumbers of one answer: points, times variables
 * @param timeLimit of one request: it answers with what it has by then
 */
@Validated
@ConfigurationProperties("chainrule.minimization")
record MinimizationProperties(
        @DefaultValue("100000000") @Min(1) long maxWork,
        @DefaultValue("200000") @Min(10_000) @Max(10_000_000) int maxPathNumbers,
        @DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration timeLimit) {}
