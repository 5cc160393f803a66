/**
 * Gradient descent on a function that is given as text, such as {@code x^4 - 3*x^3 + 2}, as numbers or as a picture.
 *
 * <p><b>A {@code POST /minimizations}, step by step.</b> {@code MinimizationController} calls {@code Minimizations}.
 * {@code MinimizationReader} reads the request and parses the function ({@code graph.expression}). {@code Minimization} makes one step
 * after the other until one moves no variable by more than the precision, or there is another {@code MinimizationOutcome};
 * {@code MinimizationPath} keeps evenly spaced points of the path, however long it becomes. {@code MinimizationView} is the answer.
 * {@code MinimizationChart} draws the path over the curve ({@code FunctionCurve}) or over contours ({@code FunctionContours}).
 *
 * <p><b>Ending</b>: how a minimisation ended, with the evidence for it; <b>stop reason</b>: its name in the answer. Both are unrelated
 * to those of jobs.
 */
@NullMarked
package dev.chainrule.explain.descent;

import org.jspecify.annotations.NullMarked;
