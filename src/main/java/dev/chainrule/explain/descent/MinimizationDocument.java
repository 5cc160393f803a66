package dev.chainrule.explain.descent;

import dev.chainrule.problem.JsonExample;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A minimisation's request in JSON.
 *
 * @param function an expression, as {@link dev.chainrule.graph.expression.Expression} reads it
 * @param start a number for each of its variables, by name
 * @param direction a {@link Direction}
 * @param maxPoints of the path
 */
@JsonExample("{\"function\": \"x^2\", \"start\": {\"x\": 1}}")
record MinimizationDocument(
        @Nullable String function, @Nullable JsonNode start, @Nullable Double learningRate, @Nullable Double precision,
        @Nullable Integer maxSteps, @Nullable Double momentum, @Nullable String direction,
        @Nullable Integer maxPoints) {}
