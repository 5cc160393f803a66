package dev.chainrule.benchmark.kernel;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.OptimizerSteps;
import dev.chainrule.network.OptimizerDefinition.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Adam's step over all parameters of a network. */
@State(Scope.Benchmark)
public class Steps {
    /** Those of 30-64-32-1 and of 784-128-64-10. */
    @Param({"4097", "109386"})
    public int parameters;

    private OptimizerSteps steps;
    private Matrix p;
    private Matrix gradient;
    private Matrix m;
    private Matrix v;

    @Setup(Level.Trial)
    public void start(KernelState state) {
        steps = state.operations().steps();
        p = state.matrix(1, parameters);
        gradient = state.matrix(1, parameters);
        m = state.matrix(1, parameters);
        v = state.matrix(1, parameters);
        // A mean of squares.
        for (int j = 0; j < parameters; j++) {
            v.set(0, j, v.get(0, j) * v.get(0, j));
        }
    }

    /** As it is after so many steps that the corrections are 1. */
    @Benchmark
    public Matrix adam() {
        steps.adam(p, gradient, m, v, 0, parameters, Adam.BETA1, Adam.BETA2, Adam.LEARNING_RATE, 1, Adam.EPSILON);
        return p;
    }
}
