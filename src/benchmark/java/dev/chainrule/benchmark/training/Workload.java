package dev.chainrule.benchmark.training;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A network, how it is trained, and on what. The loss is the cross-entropy: of softmax for several outputs, of a sigmoid for one. Every
 * epoch draws a new order of the rows, but for a batch of all rows.
 */
public enum Workload {
    W1(TrainingData.IMAGES, List.of(784, 128, 64, 10), true, true, 1e-3, 128, 1, 3),
    W2(TrainingData.IMAGES, List.of(784, 128, 64, 10), true, false, 1e-2, 32, 1, 3),
    W3(TrainingData.IMAGES, List.of(784, 1024, 1024, 10), true, true, 1e-3, 256, 1, 1),
    W4(TrainingData.TABLE, List.of(30, 64, 32, 1), true, true, 1e-3, 32, 1, 1),
    W5(TrainingData.XOR, List.of(2, 3, 1), false, false, 0.1, 4, 1_000, 10_000);

    private final TrainingData data;
    @SuppressWarnings("ImmutableEnumChecker") // List.of gives one that cannot be changed
    private final List<Integer> units;
    private final boolean rectified;
    private final boolean adam;
    private final double learningRate;
    private final int batchSize;
    private final int warmEpochs;
    private final int timedEpochs;

    Workload(
            TrainingData data,
            List<Integer> units,
            boolean rectified,
            boolean adam,
            double learningRate,
            int batchSize,
            int warmEpochs,
            int timedEpochs) {
        this.data = data;
        this.units = units;
        this.rectified = rectified;
        this.adam = adam;
        this.learningRate = learningRate;
        this.batchSize = batchSize;
        this.warmEpochs = warmEpochs;
        this.timedEpochs = timedEpochs;
    }

    public TrainingData data() {
        return data;
    }

    /** Weight layers. */
    public int layers() {
        return units.size() - 1;
    }

    public int inputs(int layer) {
        return units.get(layer);
    }

    public int units(int layer) {
        return units.get(layer + 1);
    }

    public int outputs() {
        return units.get(units.size() - 1);
    }

    /** Whether hidden layers have ReLU; else they have sigmoid. */
    public boolean rectified() {
        return rectified;
    }

    /** Whether the optimiser is Adam; else it is gradient descent without momentum. */
    public boolean adam() {
        return adam;
    }

    public double learningRate() {
        return learningRate;
    }

    public int batchSize() {
        return batchSize;
    }

    public int warmEpochs() {
        return warmEpochs;
    }

    public int timedEpochs() {
        return timedEpochs;
    }

    /** 2·m·n·k of every product: forward and for the weights' gradient in each layer, for the inputs' gradient in all but the first. */
    public double operationsPerSample() {
        double operations = 0;
        for (int l = 0; l < layers(); l++) {
            operations += (l == 0 ? 2 : 3) * 2.0 * inputs(l) * units(l);
        }
        return operations;
    }

    /** In words, for tables. */
    public String description() {
        var shape = units.stream().map(String::valueOf).collect(Collectors.joining("-"));
        return this + " " + shape + (rectified ? " ReLU" : " sigmoid") + (adam ? ", Adam" : ", SGD") + ", batch "
                + batchSize;
    }
}
