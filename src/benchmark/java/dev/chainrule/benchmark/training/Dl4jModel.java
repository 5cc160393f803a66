package dev.chainrule.benchmark.training;

import dev.chainrule.benchmark.harness.Contender;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J on ND4J's native backend: {@code fit} of one batch after the other, gathered into new arrays. */
final class Dl4jModel implements PeerModel {
    private final Workload workload;
    private final TrainingData.Rows rows;
    private final MultiLayerNetwork network;
    /** All rows, where they are one batch; null before its first step. */
    private @Nullable DataSet all;

    Dl4jModel(Workload workload, TrainingData.Rows rows) {
        this.workload = workload;
        this.rows = rows;
        int last = workload.layers() - 1;
        var layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.XAVIER)
                .updater(workload.adam() ? new Adam(workload.learningRate()) : new Sgd(workload.learningRate()))
                .list();
        for (int l = 0; l < last; l++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(workload.inputs(l))
                    .nOut(workload.units(l))
                    .activation(workload.rectified() ? Activation.RELU : Activation.SIGMOID)
                    .build());
        }
        boolean several = workload.outputs() > 1;
        layers.layer(new OutputLayer.Builder(several ? LossFunction.MCXENT : LossFunction.XENT)
                .nIn(workload.inputs(last))
                .nOut(workload.outputs())
                .activation(several ? Activation.SOFTMAX : Activation.SIGMOID)
                .build());
        network = new MultiLayerNetwork(layers.build());
        network.init();
    }

    /** Sets the library up as it is fastest here. */
    static String version() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        return Contender.library(MultiLayerNetwork.class);
    }

    private DataSet gather(int @Nullable [] which, int count) {
        int inputs = rows.inputs();
        int outputs = workload.outputs();
        var x = new float[count * inputs];
        var y = new float[count * outputs];
        for (int i = 0; i < count; i++) {
            int row = which == null ? i : which[i];
            System.arraycopy(rows.x(), row * inputs, x, i * inputs, inputs);
            if (outputs > 1) {
                y[i * outputs + rows.classes()[row]] = 1;
            } else {
                y[i] = rows.classes()[row];
            }
        }
        return new DataSet(matrix(x, count, inputs), matrix(y, count, outputs));
    }

    private static INDArray matrix(float[] values, int rows, int columns) {
        return Nd4j.create(values, new long[] {rows, columns}, 'c');
    }

    @Override
    public void step(int @Nullable [] which) {
        if (which == null) {
            if (all == null) {
                all = gather(null, rows.count());
            }
            network.fit(all.getFeatures(), all.getLabels());
            return;
        }
        var batch = gather(which, which.length);
        network.fit(batch.getFeatures(), batch.getLabels());
        batch.getFeatures().close();
        batch.getLabels().close();
    }

    @Override
    public double loss(int count) {
        return network.score(gather(null, count), false);
    }

    @Override
    public void close() {
        network.close();
    }
}
