package dev.chainrule.benchmark.training;

import dev.chainrule.benchmark.harness.Contender;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import smile.classification.MLP;
import smile.model.mlp.Layer;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.OutputFunction;
import smile.util.function.TimeFunction;

/** Smile's MLP. Not the same work: it takes its rows one by one, and has RMSProp, but no Adam. */
final class SmileModel implements PeerModel {
    private static final double RHO = 0.9;
    private static final double EPSILON = 1e-7;
    private static final double SMALLEST_PROBABILITY = 1e-12;

    private final Workload workload;
    private final int[] classes;
    private final double[][] x;
    private final MLP network;

    SmileModel(Workload workload, TrainingData.Rows rows) {
        this.workload = workload;
        this.classes = rows.classes();
        this.x = new double[rows.count()][rows.inputs()];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < rows.inputs(); j++) {
                x[i][j] = rows.x()[i * rows.inputs() + j];
            }
        }
        List<LayerBuilder> layers = new ArrayList<>();
        layers.add(Layer.input(workload.inputs(0)));
        for (int l = 0; l < workload.layers() - 1; l++) {
            layers.add(workload.rectified() ? Layer.rectifier(workload.units(l)) : Layer.sigmoid(workload.units(l)));
        }
        layers.add(Layer.mle(
                workload.outputs(), workload.outputs() > 1 ? OutputFunction.SOFTMAX : OutputFunction.SIGMOID));
        network = new MLP(layers.toArray(LayerBuilder[]::new));
        network.setLearningRate(TimeFunction.constant(workload.learningRate()));
        if (workload.adam()) {
            network.setRMSProp(RHO, EPSILON);
        }
    }

    static String version() {
        return Contender.library(MLP.class);
    }

    @Override
    public void step(int @Nullable [] rows) {
        if (rows == null) {
            network.update(x, classes);
            return;
        }
        var batchX = new double[rows.length][];
        var batchY = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            batchX[i] = x[rows[i]];
            batchY[i] = classes[rows[i]];
        }
        network.update(batchX, batchY);
    }

    @Override
    public double loss(int rows) {
        var probabilities = new double[Math.max(2, workload.outputs())];
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            network.predict(x[i], probabilities);
            sum -= Math.log(Math.max(SMALLEST_PROBABILITY, probabilities[classes[i]]));
        }
        return sum / rows;
    }

    @Override
    public void close() {}
}
