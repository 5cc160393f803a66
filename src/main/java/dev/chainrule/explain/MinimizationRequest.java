package dev.chainrule.explain;

import dev.chainrule.explain.Minimization.Plan;
import dev.chainrule.graph.Expression;

/**
 * A request that can be computed.
 *
 * @param start a number for each variable, in the function's order
 */
record MinimizationRequest(Expression function, double[] start, Plan plan) {}
