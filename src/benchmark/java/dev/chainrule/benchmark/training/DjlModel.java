package dev.chainrule.benchmark.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.chainrule.benchmark.harness.Contender;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * DJL on libtorch: its own Trainer, with batches that libtorch gathers by index. That is faster than DJL's Dataset, which goes through
 * batches on the Java side.
 */
final class DjlModel implements PeerModel {
    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray x;
    private final NDArray y;
    private final Model model = Model.newInstance("benchmark");
    private final ai.djl.training.Trainer trainer;

    DjlModel(Workload workload, TrainingData.Rows rows) {
        x = manager.create(rows.x(), new Shape(rows.count(), rows.inputs()));
        boolean several = workload.outputs() > 1;
        if (several) {
            y = manager.create(Arrays.stream(rows.classes()).asLongStream().toArray(), new Shape(rows.count()));
        } else {
            var targets = new float[rows.count()];
            for (int i = 0; i < targets.length; i++) {
                targets[i] = rows.classes()[i];
            }
            y = manager.create(targets, new Shape(rows.count(), 1));
        }
        model.setBlock(block(workload));
        // Both losses take the weighted sums of the last layer.
        var loss = several ? Loss.softmaxCrossEntropyLoss() : Loss.sigmoidBinaryCrossEntropyLoss();
        var rate = Tracker.fixed((float) workload.learningRate());
        var optimizer = workload.adam() ? Optimizer.adam().optLearningRateTracker(rate).build()
                : Optimizer.sgd().setLearningRateTracker(rate).build();
        trainer = model.newTrainer(
                new DefaultTrainingConfig(loss).optOptimizer(optimizer).optDevices(new Device[] {Device.cpu()}));
        trainer.initialize(new Shape(Math.min(workload.batchSize(), rows.count()), rows.inputs()));
    }

    static String version() {
        var engine = Engine.getInstance();
        return Contender.library(engine.getClass()) + ", libtorch " + engine.getVersion();
    }

    private static Block block(Workload workload) {
        var block = new SequentialBlock();
        for (int l = 0; l < workload.layers(); l++) {
            block.add(Linear.builder().setUnits(workload.units(l)).build());
            if (l < workload.layers() - 1) {
                block.add(workload.rectified() ? Activation::relu : Activation::sigmoid);
            }
        }
        block.setInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
        return block;
    }

    @Override
    public void step(int @Nullable [] rows) {
        // Whatever a step computes belongs to the manager of its inputs, and goes with it.
        try (var batch = manager.newSubManager()) {
            if (rows == null) {
                var all = x.duplicate();
                all.attach(batch);
                step(all, y);
                return;
            }
            var index = new NDIndex("{}", batch.create(Arrays.stream(rows).asLongStream().toArray()));
            step(x.get(batch, index), y.get(batch, index));
        }
    }

    private void step(NDArray batchX, NDArray batchY) {
        try (var gradients = trainer.newGradientCollector()) {
            var outputs = trainer.forward(new NDList(batchX));
            var loss = trainer.getLoss().evaluate(new NDList(batchY), outputs);
            gradients.backward(loss);
        }
        trainer.step();
    }

    @Override
    public double loss(int rows) {
        try (var some = manager.newSubManager()) {
            var index = new NDIndex(":" + rows);
            var outputs = trainer.evaluate(new NDList(x.get(some, index)));
            return trainer.getLoss().evaluate(new NDList(y.get(some, index)), outputs).getFloat();
        }
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
        manager.close();
    }
}
