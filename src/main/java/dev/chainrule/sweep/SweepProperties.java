package dev.chainrule.sweep;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of sweeps.
 *
 * @param maxJobs jobs of one sweep; {@code chainrule.job.max-live} limits them, too
 */
@Validated
@ConfigurationProperties("chainrule.sweep")
record SweepProperties(@DefaultValue("1000") @Min(1) @Max(100_000) int maxJobs) {}
