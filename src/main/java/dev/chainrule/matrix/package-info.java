/**
 * Row-major matrices of float32 or float64 and the checked operations on them, with the threads that share them out.
 *
 * <p><b>An operation, step by step.</b> {@code MatrixOperations} checks precision, shapes and aliasing ({@code OperandChecks}) and calls
 * the kernels that were selected ({@code matrix.kernel}). A large product goes through {@code SharedProducts}: the {@code ComputeTeam}
 * shares out parts of the result C, never the sum over k. Each thread then calls the caller's {@code Epilogue} for its part, while that is
 * in its cache; so bias, activation or the optimiser's step follow a product without another pass over memory. {@code SmallNetwork} runs
 * tiny layers forward and backward with few calls. {@code OptimizerSteps} holds the optimisers' arithmetic.
 *
 * <p><b>Bits.</b> Every sum has one fixed order: each c_ij of a product is one chain of fma over k upwards, a cost is summed in float64 row
 * by row ({@code kernel.Float32Costs}; with row weights {@code MatrixOperations.cost}), {@code sumOfSquares} has sixteen interleaved sums.
 * So the same operands give the same bits with any kernels, any vector width and any number of threads ({@code EqualBitsTest}). Every NaN
 * counts as the same NaN.
 *
 * <p><b>Threads.</b> {@code ComputeThreads} has a fixed number of threads, callers included, and divides the helpers among open teams.
 * A helper spins for a short while between two operations, then parks. No operation allocates after its first call.
 *
 * <p><b>Matrix</b>: a view of an array; {@code rows} and {@code view} share its elements. <b>Region</b>: some rows and columns of a matrix.
 * <b>Epilogue</b>: work on each region of a product, after the product. <b>Team</b>: a caller and its helpers. Besides:
 * {@code LittleEndianWriter} and {@code LittleEndianReader} for stored numbers, {@code Saturated} for sizes.
 */
@NullMarked
package dev.chainrule.matrix;

import org.jspecify.annotations.NullMarked;
