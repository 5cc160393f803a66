package dev.chainrule.explain.descent;

import dev.chainrule.explain.descent.Minimization.Plan;
import dev.chainrule.graph.expression.Expression;

/**
 * A request that can be computed.
 *
 * @param start a number for each variable, in the function's order
 */
record MinimizationRequest(Expression function, double[] start, Plan plan) {}
