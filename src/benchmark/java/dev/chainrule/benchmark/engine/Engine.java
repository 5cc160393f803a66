package dev.chainrule.benchmark.engine;

import dev.chainrule.compute.WarmUp;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.ComputeThreads;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.network.Evaluation;
import dev.chainrule.network.MatrixSamples;
import dev.chainrule.network.Metric;
import dev.chainrule.network.Network;
import dev.chainrule.network.Outcome;
import dev.chainrule.network.Samples;
import dev.chainrule.network.Training;
import dev.chainrule.network.TrainingListener;
import dev.chainrule.network.TrainingPlan;
import java.time.Duration;

/**
 * Threads and kernels, and what is done with them just as the service does it. All that the benchmarks know of constructors and the like.
 */
public final class Engine implements AutoCloseable {
    private final KernelSelection kernels;
    private final ComputeThreads threads;
    private final ComputeTeam team;

    public Engine(KernelSelection.Requested kernels, int threads) {
        this.kernels = KernelSelection.choose(kernels);
        this.threads = ComputeThreads.of(threads);
        this.team = this.threads.team();
    }

    /** As the service does after its start. */
    public void warmUp() {
        WarmUp.run(
                MatrixOperations.of(Precision.FLOAT32, kernels, ComputeTeam.alone()),
                Duration.ofSeconds(WarmUp.DEFAULT_SECONDS));
    }

    /** The chosen kernels in words. */
    public String description() {
        return kernels.toString();
    }

    public MatrixOperations operations(Precision precision) {
        return MatrixOperations.of(precision, kernels, team);
    }

    /** Trains a network in place. */
    public Outcome train(Network network, Samples samples, TrainingPlan plan, TrainingListener listener) {
        var operations = operations(network.definition().precision());
        return new Training(network, samples, null, plan, listener, operations, System::nanoTime).run();
    }

    /** The mean cost over samples. */
    public double cost(Network network, Samples samples, Metric metric) {
        var operations = operations(network.definition().precision());
        return Evaluation.of(network, samples, metric, operations, (_, _, _) -> {}, () -> false).orElseThrow().cost();
    }

    /**
     * Samples in float32.
     *
     * @param x row after row
     * @param classes of the rows; one-hot, or 0 and 1 for a single output
     * @param rows how many of them
     */
    public static Samples samples(float[] x, int[] classes, int rows, int outputs) {
        int inputs = x.length / classes.length;
        var inputMatrix = Matrix.zeros(Precision.FLOAT32, rows, inputs);
        var targets = Matrix.zeros(Precision.FLOAT32, rows, outputs);
        var row = new double[inputs];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < inputs; j++) {
                row[j] = x[i * inputs + j];
            }
            inputMatrix.setRow(i, row);
            if (outputs == 1) {
                targets.set(i, 0, classes[i]);
            } else {
                targets.set(i, classes[i], 1);
            }
        }
        return new MatrixSamples(inputMatrix, targets);
    }

    @Override
    public void close() {
        team.close();
        threads.close();
    }
}
