package dev.chainrule.explain.descent;

/**
 * The point of a minimisation after a number of steps.
 *
 * @param x a number for each variable, in the function's order
 * @param value f(x)
 * @param gradient f′(x)
 */
record PathPoint(int step, double[] x, double value, double[] gradient) {}
