package dev.chainrule.benchmark.training;

import dev.chainrule.benchmark.engine.Engine;
import dev.chainrule.content.Sha256;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.Activation;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.network.Metric;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import dev.chainrule.network.OptimizerDefinition;
import dev.chainrule.network.OptimizerDefinition.Adam;
import dev.chainrule.network.OptimizerDefinition.Sgd;
import dev.chainrule.network.Outcome;
import dev.chainrule.network.TrainingPlan;
import java.util.ArrayList;

/** This project's engine, driven as the service drives it: one run of all epochs, watched by a listener. */
public final class EngineTrainer implements Trainer {
    /** The seed of every run, so that all have the same weights at the end. */
    public static final long SEED = 1;

    private final Engine engine;

    public EngineTrainer(int threads, Requested kernels) {
        engine = new Engine(kernels, threads);
        engine.warmUp();
    }

    @Override
    public Repeat.Answer repeat(Repeat.Question question, TrainingData.Rows rows) {
        var workload = question.workload();
        var network = Network.initialize(definition(workload), SEED);
        var samples = Engine.samples(rows.x(), rows.classes(), rows.count(), workload.outputs());
        var clock = new EpochClock(question, rows.count());
        int epochs = workload.warmEpochs() + workload.timedEpochs();
        var outcome = engine.train(network, samples, plan(workload, epochs), clock);
        var sha256 = switch (outcome) {
            case Outcome.Completed _ -> Sha256.of(network.parameterBytes());
            case Outcome.Cancelled _ -> null;
            case Outcome.EarlyStopped _,Outcome.TargetReached _,Outcome.TimeLimit _,Outcome.Diverged _ ->
                throw new IllegalStateException("training ended unexpectedly: " + outcome);
        };
        var first = Engine.samples(
                rows.x(), rows.classes(), Math.min(LOSS_ROWS, rows.count()), workload.outputs());
        return clock.start().to(clock.end(), engine.description(), engine.cost(network, first, metric(workload)),
                sha256);
    }

    /** The workload's network, with the initial weights that the engine gives by default. */
    public static NetworkDefinition definition(Workload workload) {
        var layers = new ArrayList<LayerDefinition>();
        var hidden = workload.rectified() ? Activation.RELU : Activation.SIGMOID;
        for (int l = 0; l < workload.layers() - 1; l++) {
            layers.add(LayerDefinition.of(workload.units(l), hidden));
        }
        boolean several = workload.outputs() > 1;
        layers.add(LayerDefinition.of(workload.outputs(), several ? Activation.SOFTMAX : Activation.SIGMOID));
        return new NetworkDefinition(
                Precision.FLOAT32,
                workload.inputs(0),
                layers,
                several ? Loss.CATEGORICAL_CROSS_ENTROPY : Loss.BINARY_CROSS_ENTROPY);
    }

    public static TrainingPlan plan(Workload workload, int epochs) {
        return TrainingPlan.of(epochs, workload.batchSize(), optimizer(workload), SEED, metric(workload));
    }

    private static OptimizerDefinition optimizer(Workload workload) {
        double rate = workload.learningRate();
        return workload.adam() ? new Adam(rate, Adam.BETA1, Adam.BETA2, Adam.EPSILON) : new Sgd(rate);
    }

    private static Metric metric(Workload workload) {
        return workload.outputs() > 1 ? new Metric.Multiclass() : new Metric.Multilabel();
    }
}
