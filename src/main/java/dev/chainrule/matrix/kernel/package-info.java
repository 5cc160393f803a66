/**
 * The loops behind the matrix operations: the same kernels as scalar code and on the Vector API, in float32 and float64, with equal
 * bits.
 *
 * <p>Kernels work on arrays, offsets and lengths. They check nothing: {@code matrix.MatrixOperations} does. Each vector lane owns one
 * independent result and computes it exactly as the scalar loop does, so that no sum depends on the vector width.
 *
 * <p><b>Selection.</b> {@code KernelSelection.choose} follows {@code chainrule.compute.kernels}; {@code auto} takes the vector kernels if
 * the module {@code jdk.incubator.vector}, vectors of 128 bits or more, fused multiply-add and the optimising compiler are available. It
 * keeps the reason. Vectors have the species that the virtual machine prefers ({@code VectorFloat32Math.SPECIES}), which
 * {@code -XX:MaxVectorSize} limits. Only classes named {@code Vector…} import the module, and they are loaded only when selected.
 * {@code Kernels} groups one implementation of every interface for one precision.
 *
 * <p><b>Files</b>, each for both precisions:
 * <ul>
 *   <li>products ({@code ProductKernels}): {@code Scalar…Products}; {@code Vector…Products} chooses between {@code …DirectTiles}, which
 *       reads the operands directly, and {@code …Packing} with {@code …Tiles} for large ones, in blocks that fit the
 *       {@code L2Cache};
 *   <li>activations, softmax and costs ({@code FunctionKernels}): {@code Scalar…Functions} and {@code Vector…Functions}; the formulas
 *       are in {@code ActivationFunction} and {@code CostFunction}. Elementary functions are polynomials of fma in {@code Float32Math} and
 *       {@code Float64Math}, and lane for lane in {@code Vector…Math}; {@code …Arguments}, {@code …Activations} and
 *       {@code …Derivatives} build activations on them. {@code …Costs} and {@code …Rows} serve scalar and vector kernels alike;
 *   <li>optimiser steps ({@code StepKernels}), sums and scaling ({@code ArithmeticKernels}), tiny layers ({@code SmallLayerKernels}).
 * </ul>
 *
 * <p><b>Float64.</b> Only the elementary functions ({@code …Math}) are written for both precisions, because their polynomials and
 * bits differ. All other float64 kernels are derived from those of float32 by replacing types: the build does so before it compiles
 * ({@code pom.xml}, {@code float64-kernels}) and writes them to {@code target/generated-sources/float64-kernels}.
 *
 * <p>Equal bits are tested by {@code EqualBitsTest}, errors of elementary functions by {@code ElementaryFunctionsTest}, the selection by
 * {@code KernelSelectionTest}.
 *
 * <p><b>A new activation</b>: a constant of {@code ActivationFunction} with formula and source, a case for f and one for f′ in
 * {@code Scalar…Functions} and {@code Vector…Functions}, and, if it is not made of known functions, its polynomial in {@code …Math}.
 * <b>A new cost</b>: a constant of {@code CostFunction}, a case for the cost and one for its gradient in {@code …Costs}. <b>A new
 * optimiser</b>: a method of {@code StepKernels} with its scalar and its vector implementation. The whole lists:
 * {@code src/docs/architecture.md}.
 */
@NullMarked
package dev.chainrule.matrix.kernel;

import org.jspecify.annotations.NullMarked;
