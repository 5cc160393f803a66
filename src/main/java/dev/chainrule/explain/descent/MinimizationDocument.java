package dev.chainrule.explain.descent;

import tools.jackson.databind.JsonNode;

/**
 * A minimisation's request in JSON.
 *
 * @param function an expression, as {@link dev.chainrule.graph.expression.Expression} reads it
 * @param start a number for each of its variables, by name
 * @param direction a {@link Direction}
 * @param maxPoints of the path
 */
record MinimizationDocument(
        String function, JsonNode start, Double learningRate, Double precision, Integer maxSteps, Double momentum,
        String direction, Integer maxPoints) {}
