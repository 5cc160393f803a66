package dev.chainrule.benchmark.kernel;

import dev.chainrule.benchmark.engine.Engine;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The kernels of one fork, on one thread. */
@State(Scope.Benchmark)
public class KernelState {
    private static final long SEED = 1;

    @Param({"SCALAR", "VECTOR"})
    public Requested kernels;

    @Param({"FLOAT32", "FLOAT64"})
    public Precision precision;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private Engine engine;
    private MatrixOperations operations;

    @Setup(Level.Trial)
    public void start() {
        engine = new Engine(kernels, 1);
        operations = engine.operations(precision);
    }

    @TearDown(Level.Trial)
    public void stop() {
        engine.close();
    }

    MatrixOperations operations() {
        return operations;
    }

    /** Normally distributed numbers, always the same ones. */
    Matrix matrix(int rows, int columns) {
        var matrix = Matrix.zeros(precision, rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, random.nextGaussian());
            }
        }
        return matrix;
    }
}
