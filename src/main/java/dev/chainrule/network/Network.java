package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Iterator;
import java.util.List;

/**
 * A network with its parameters. Training changes them in place; while no training does, any number of threads may read.
 *
 * <p>The parameters' order: layer after layer, each its weights (inputs × units, row-major), then its biases.
 */
public final class Network implements Trainable {
    private final NetworkDefinition definition;
    private final Parameters parameters;

    private Network(NetworkDefinition definition) {
        this.definition = definition;
        this.parameters = new Parameters(definition);
    }

    /**
     * An untrained network: weights and biases as the definition gives them, else weights by the initializer and biases 0.
     *
     * @param seed determines random weights; each layer has its own stream, so that giving one layer's weights does not change those of the
     *     others
     */
    public static Network initialize(NetworkDefinition definition, long seed) {
        var network = new Network(definition);
        for (int l = 0; l < definition.layers().size(); l++) {
            var layer = definition.layers().get(l);
            var weights = network.weights(l);
            double[][] given = layer.weights();
            if (given == null) {
                layer.initializer().fill(weights, RandomStream.of(seed, Purpose.INITIALISATION, l));
            } else {
                for (int i = 0; i < given.length; i++) {
                    weights.setRow(i, given[i]);
                }
            }
            if (layer.biases() != null) {
                network.biases(l).setRow(0, layer.biases());
            }
        }
        return network;
    }

    /**
     * A network with parameters from {@link #parameterBytes()}.
     *
     * @param littleEndianParameters in chunks of any lengths
     * @throws IllegalArgumentException if there are more or fewer bytes than the definition's parameters take
     */
    public static Network of(NetworkDefinition definition, Iterator<byte[]> littleEndianParameters) {
        var network = new Network(definition);
        network.parameters.flat().setLittleEndianBytes(littleEndianParameters);
        return network;
    }

    public NetworkDefinition definition() {
        return definition;
    }

    /** A layer's weights, inputs × units: the network's own, not a copy. */
    public Matrix weights(int layer) {
        return parameters.weights(layer);
    }

    /** A layer's biases, 1 × units, or 1 × 0 without bias: the network's own, not a copy. */
    public Matrix biases(int layer) {
        return parameters.biases(layer);
    }

    /**
     * All parameters in their order, each as the IEEE 754 bits of the network's precision, least significant byte
     * first.
     */
    public byte[] parameterBytes() {
        return parameters.flat().toLittleEndianBytes();
    }

    @Override
    public Precision precision() {
        return definition.precision();
    }

    @Override
    public int inputs() {
        return definition.inputs();
    }

    @Override
    public int outputs() {
        return definition.outputs();
    }

    @Override
    public Matrix parameters() {
        return parameters.flat();
    }

    @Override
    public List<Span> decayedSpans() {
        return parameters.weightSpans();
    }

    @Override
    public Pass forEvaluation(int rows, boolean weighted, MatrixOperations operations) {
        return LayeredPass.forEvaluation(this, rows, weighted, operations);
    }

    @Override
    public Pass forTraining(int rows, Matrix gradient, boolean weighted, MatrixOperations operations) {
        return LayeredPass.forTraining(this, rows, new Parameters(definition, gradient), weighted, operations);
    }

    @Override
    public Footprint footprint() {
        return Footprint.of(definition.precision(), definition.inputs(), definition.layers());
    }
}
