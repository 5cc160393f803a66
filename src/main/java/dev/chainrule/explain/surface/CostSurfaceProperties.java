package dev.chainrule.explain.surface;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of cost surfaces.
 *
 * @param maxRows rows that a cost is the mean of
 * @param maxMemory bytes of the parameters and of one block of rows in the model, on each of the threads that compute
 * @param maxWork multiplications for all points of all surfaces, see {@link dev.chainrule.graph.GraphDefinition#work}
 * @param maxPathWork epochs × rows × parameters of a job that is trained again for its path
 * @param maxPathTime how long that may take
 */
@Validated
@ConfigurationProperties("chainrule.cost-surface")
record CostSurfaceProperties(
        @DefaultValue("10000") @Min(1) @Max(10_000_000) int maxRows,
        @DefaultValue("64MB") @NotNull DataSize maxMemory,
        @DefaultValue("20000000000") @Min(1) long maxWork,
        @DefaultValue("100000000000") @Min(1) long maxPathWork,
        @DefaultValue("20s") @DurationMin(millis = 1) Duration maxPathTime) {}
