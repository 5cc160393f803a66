package dev.chainrule.matrix.kernel;

/**
 * One implementation of every operation, for one precision.
 *
 * @param <A> float[] or double[]
 */
public record Kernels<A>(
        ProductKernels<A> products, ArithmeticKernels<A> arithmetic, FunctionKernels<A> functions,
        StepKernels<A> steps, SmallLayerKernels<A> smallLayers) {}
