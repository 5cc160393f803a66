package dev.chainrule.matrix.kernel;

import jdk.incubator.vector.FloatVector;

/** Access to the vector kernels; loading this class needs the module jdk.incubator.vector. */
final class VectorKernels {
    private VectorKernels() {}

    /** Bits of the vectors that are best for this processor and this virtual machine's options. */
    static int preferredBits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    static Kernels<float[]> float32() {
        return new Kernels<>(
                new VectorFloat32Products(),
                new VectorFloat32Arithmetic(),
                new VectorFloat32Functions(),
                new VectorFloat32Steps(),
                new ScalarFloat32SmallLayers());
    }

    static Kernels<double[]> float64() {
        return new Kernels<>(
                new VectorFloat64Products(),
                new VectorFloat64Arithmetic(),
                new VectorFloat64Functions(),
                new VectorFloat64Steps(),
                new ScalarFloat64SmallLayers());
    }
}
