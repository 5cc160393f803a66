package dev.chainrule.network;

import dev.chainrule.matrix.Epilogue;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.RegionWork;
import dev.chainrule.matrix.kernel.CostFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The forward and backward pass of a batch through a network of layers. */
final class LayeredPass implements Pass {
    /** Before the first batch. */
    private static final Samples NO_SAMPLES =
            new MatrixSamples(Matrix.zeros(Precision.FLOAT32, 1, 0), Matrix.zeros(Precision.FLOAT32, 1, 0));

    private final MatrixOperations operations;
    private final CostFunction costFunction;
    private final boolean fused;
    private final Matrix x;
    private final Matrix y;
    /** rows × 1; null if rows have no weights. */
    private final @Nullable Matrix weights;

    private final DenseLayer[] layers;
    /** Filled by the backward pass; null in a pass for evaluation. */
    private final @Nullable Parameters gradient;
    /** For each layer, the epilogue of its weight gradient. */
    private final Epilogue[] weightGradientEpilogues;

    private final RegionWork gatherRegion = (row, rows, _, _) -> gatherRows(row, rows);
    // The source of the current gather, and the first position in its order.
    private Samples samples = NO_SAMPLES;
    private int[] order = {};
    private int from;

    /** Updates the parameters during the current backward pass; null if they stay as they are. */
    private @Nullable Optimizer optimizer;

    private LayeredPass(
            MatrixOperations operations, CostFunction costFunction, boolean fused, Matrix x, Matrix y,
            @Nullable Matrix weights, DenseLayer[] layers, @Nullable Parameters gradient) {
        this.operations = operations;
        this.costFunction = costFunction;
        this.fused = fused;
        this.x = x;
        this.y = y;
        this.weights = weights;
        this.layers = layers;
        this.gradient = gradient;
        weightGradientEpilogues = gradient == null ? new Epilogue[0] : weightGradientEpilogues(gradient);
    }

    private LayeredPass(Network network, int rows, boolean weighted, MatrixOperations operations,
            DenseLayer[] layers, @Nullable Parameters gradient) {
        var definition = network.definition();
        var last = definition.layers().getLast().activation();
        this(
                operations,
                definition.loss().costAfter(last),
                definition.loss().isFusedWith(last),
                Matrix.zeros(operations.precision(), rows, definition.inputs()),
                Matrix.zeros(operations.precision(), rows, definition.outputs()),
                weighted ? Matrix.zeros(operations.precision(), rows, 1) : null,
                layers,
                gradient);
    }

    /** A pass for evaluation: no backward pass, no dropout. */
    static LayeredPass forEvaluation(Network network, int rows, boolean weighted, MatrixOperations operations) {
        var layers = IntStream.range(0, network.definition().layers().size())
                .mapToObj(l -> DenseLayer.forEvaluation(network, l, rows, operations))
                .toArray(DenseLayer[]::new);
        return new LayeredPass(network, rows, weighted, operations, layers, null);
    }

    /** @param gradient filled by the backward pass */
    static LayeredPass forTraining(
            Network network, int rows, Parameters gradient, boolean weighted, MatrixOperations operations) {
        var layers = IntStream.range(0, network.definition().layers().size())
                .mapToObj(l -> DenseLayer.forTraining(network, l, rows, operations))
                .toArray(DenseLayer[]::new);
        return new LayeredPass(network, rows, weighted, operations, layers, gradient);
    }

    @Override
    public LayeredPass rows(int rows) {
        var fewer = new DenseLayer[layers.length];
        for (int l = 0; l < layers.length; l++) {
            fewer[l] = layers[l].rows(rows);
        }
        var fewerWeights = weights == null ? null : weights.rows(0, rows);
        return new LayeredPass(
                operations, costFunction, fused, x.rows(0, rows), y.rows(0, rows), fewerWeights, fewer, gradient);
    }

    /** rows × inputs, to be filled. */
    Matrix x() {
        return x;
    }

    @Override
    public Matrix y() {
        return y;
    }

    @Override
    public int rows() {
        return x.rows();
    }

    @Override
    public boolean canStepDuringBackward() {
        return true;
    }

    @Override
    public void gather(Samples samples, int[] order, int from) {
        this.samples = samples;
        this.order = order;
        this.from = from;
        if (x.rows() == 1) {
            gatherRows(0, 1); // would else be shared out by columns
        } else {
            operations.share(x, gatherRegion);
        }
    }

    private void gatherRows(int row, int rows) {
        samples.gather(order, from, row, rows, x, y, operations);
        if (weights != null) {
            samples.weights().gather(order, from, row, rows, weights);
        }
    }

    @Override
    public void forward() {
        Matrix input = x;
        for (DenseLayer layer : layers) {
            layer.forward(input);
            input = layer.a();
        }
    }

    @Override
    public void forward(RandomStream random) {
        Matrix input = x;
        for (DenseLayer layer : layers) {
            layer.forward(input);
            layer.drop(random);
            input = layer.output();
        }
    }

    /** rows × units, the weighted sums of a layer. */
    Matrix z(int layer) {
        return layers[layer].z();
    }

    @Override
    public Matrix outputs() {
        return last().a();
    }

    @Override
    public double cost() {
        return weights == null
                ? operations.cost(costFunction, costInput(), y)
                : operations.cost(costFunction, costInput(), y, weights);
    }

    @Override
    public void backward(@Nullable Optimizer optimizer) {
        if (gradient == null) {
            throw new IllegalStateException("a pass for evaluation cannot go backward");
        }
        this.optimizer = optimizer;
        operations.costGradient(costFunction, outputs(), y, last().delta());
        if (weights != null) {
            operations.scaleRows(weights, last().delta());
        }
        if (!fused) {
            last().backwardThroughActivation();
        }
        for (int l = layers.length - 1; l > 0; l--) {
            layers[l].backwardToInput(layers[l - 1]);
            backwardToParameters(l, layers[l - 1].output(), gradient);
        }
        backwardToParameters(0, x, gradient);
    }

    private void backwardToParameters(int l, Matrix input, Parameters gradient) {
        var biasGradient = gradient.biases(l);
        layers[l].backwardToParameters(input, gradient.weights(l), biasGradient, weightGradientEpilogues[l]);
        if (optimizer != null) {
            optimizer.update(gradient.start(l) + gradient.weights(l).size(), biasGradient.size());
        }
    }

    private Epilogue[] weightGradientEpilogues(Parameters gradient) {
        return IntStream.range(0, layers.length)
                .mapToObj(l -> weightGradientEpilogue(l, gradient))
                .toArray(Epilogue[]::new);
    }

    private Epilogue weightGradientEpilogue(int l, Parameters gradient) {
        return (row, rows, _, columns) -> {
            layers[l].addPenaltyGradient(gradient.weights(l), row, rows);
            if (optimizer != null) {
                optimizer.update(gradient.start(l) + row * columns, rows * columns);
            }
        };
    }

    /** The argument of the cost function: the last z if activation and loss are fused, else the last a. */
    private Matrix costInput() {
        return fused ? last().z() : last().a();
    }

    private DenseLayer last() {
        return layers[layers.length - 1];
    }
}
