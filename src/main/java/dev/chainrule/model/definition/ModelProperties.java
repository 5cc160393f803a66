package dev.chainrule.model.definition;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of models.
 *
 * @param maxLayers layers of one network
 * @param maxNodes nodes of one graph
 * @param maxUnits units of one layer, and inputs
 * @param maxParameters weights and biases of one network
 * @param maxPredictionRows rows of one prediction
 * @param cache weights of recently used versions that are kept in memory
 */
@Validated
@ConfigurationProperties("chainrule.model")
public record ModelProperties(
        @DefaultValue("100") @Min(1) @Max(10_000) int maxLayers,
        @DefaultValue("1000") @Min(1) @Max(100_000) int maxNodes,
        @DefaultValue("65536") @Min(1) @Max(1_000_000) int maxUnits,
        @DefaultValue("20000000") @Min(1) @Max(500_000_000) int maxParameters,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxPredictionRows,
        @DefaultValue("32MB") @NotNull DataSize cache) {}
