package dev.chainrule.benchmark.kernel;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The three products of a dense layer. */
@State(Scope.Benchmark)
public class Products {
    /** m, k and n. */
    @Param({"32x30x64", "128x784x128"})
    public String shape;

    private MatrixOperations operations;
    private Matrix a;
    private Matrix aTransposed;
    private Matrix b;
    private Matrix bTransposed;
    private Matrix c;

    @Setup(Level.Trial)
    public void start(KernelState state) {
        var numbers = shape.split("x", -1);
        int m = Integer.parseInt(numbers[0]);
        int k = Integer.parseInt(numbers[1]);
        int n = Integer.parseInt(numbers[2]);
        operations = state.operations();
        a = state.matrix(m, k);
        aTransposed = state.matrix(k, m);
        b = state.matrix(k, n);
        bTransposed = state.matrix(n, k);
        c = state.matrix(m, n);
    }

    @Benchmark
    public Matrix plain() {
        operations.multiply(a, b, c);
        return c;
    }

    @Benchmark
    public Matrix transposedLeft() {
        operations.multiplyTransposedLeft(aTransposed, b, c);
        return c;
    }

    @Benchmark
    public Matrix transposedRight() {
        operations.multiplyTransposedRight(a, bTransposed, c);
        return c;
    }
}
