package dev.chainrule.benchmark.kernel;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.kernel.ActivationFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Activations of a batch: of a hidden layer, and of the last one. */
@State(Scope.Benchmark)
public class Activations {
    /** Rows and columns. */
    @Param({"128x128", "128x10"})
    public String shape;

    private MatrixOperations operations;
    private Matrix z;
    private Matrix a;

    @Setup(Level.Trial)
    public void start(KernelState state) {
        var numbers = shape.split("x", -1);
        int rows = Integer.parseInt(numbers[0]);
        int columns = Integer.parseInt(numbers[1]);
        operations = state.operations();
        z = state.matrix(rows, columns);
        a = state.matrix(rows, columns);
    }

    @Benchmark
    public Matrix relu() {
        operations.activate(ActivationFunction.RELU, z, a);
        return a;
    }

    @Benchmark
    public Matrix sigmoid() {
        operations.activate(ActivationFunction.SIGMOID, z, a);
        return a;
    }

    @Benchmark
    public Matrix softmax() {
        operations.softmax(z, a);
        return a;
    }
}
