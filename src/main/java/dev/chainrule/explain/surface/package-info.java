/**
 * Measures the cost of a model over a grid of two of its parameters, as numbers or as a picture, with the path of a job over it.
 *
 * <p><b>A {@code POST /cost-surfaces}, step by step.</b> {@code CostSurfaceController} calls {@code CostSurfaces}, which reads a
 * {@code CostSurfaceDocument} into a {@code CostSurfaceRequest}, finds the model ({@code explain.ExplainedModels}), the two axes
 * ({@code GridAxis}) and the rows, checks that the losses fit ({@code LossFit}) and that the work is within the limits, and reserves
 * memory. If the request wants a job's path, {@code job.Replay} trains the job again and a {@code JobPath} records the two parameters after
 * each epoch; {@code PathRemarks} say where it does not belong to the surface. {@code CostGrid} measures every point: rows pass through
 * memory block by block, and rows of the grid are shared among threads. {@code CostSurfaceChart} draws the result.
 *
 * <p>A point's cost does not depend on the thread that measures it, and the answer says whether training again gave the job's
 * {@code weightsSha256}.
 */
@NullMarked
package dev.chainrule.explain.surface;

import org.jspecify.annotations.NullMarked;
