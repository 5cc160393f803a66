package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.SmallNetwork;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of batches of a few rows without row weights, for networks of a few plain dense layers: the forward and backward pass are
 * one call.
 */
final class SmallBatchGradient implements BatchGradient {
    private final Samples samples;
    private final MatrixOperations operations;
    private final MetricAccumulator tally;
    private final Parameters gradient;
    private final BatchBuffers full;
    /** The last batch of an epoch, of fewer rows. */
    private final BatchBuffers rest;
    /** Whether all rows are one batch, which is gathered only once. */
    private final boolean oneForAll;

    private boolean gathered;

    private record BatchBuffers(Matrix x, Matrix y, SmallNetwork network) {
        static BatchBuffers of(Network network, int rows, Parameters gradient, MatrixOperations operations) {
            var definition = network.definition();
            var x = Matrix.zeros(operations.precision(), rows, definition.inputs());
            var y = Matrix.zeros(operations.precision(), rows, definition.outputs());
            var layers = IntStream.range(0, definition.layers().size())
                    .mapToObj(l -> new SmallNetwork.Layer(
                            definition.layers().get(l).activation().elementwise().orElseThrow(),
                            network.weights(l),
                            network.biases(l),
                            gradient.weights(l),
                            gradient.biases(l)))
                    .toList();
            var last = definition.layers().getLast().activation();
            var loss = definition.loss();
            return new BatchBuffers(
                    x, y, operations.smallNetwork(x, y, layers, loss.costAfter(last), loss.isFusedWith(last)));
        }
    }

    SmallBatchGradient(Network network, Samples samples, int batchSize, MetricAccumulator tally,
            MatrixOperations operations) {
        this.samples = samples;
        this.operations = operations;
        this.tally = tally;
        gradient = new Parameters(network.definition());
        full = BatchBuffers.of(network, batchSize, gradient, operations);
        rest = BatchBuffers.of(network, samples.rows() % batchSize, gradient, operations);
        oneForAll = samples.rows() == batchSize;
    }

    /** Whether all layers are small enough, and none needs more than products, biases and activations. */
    static boolean suits(NetworkDefinition network, int batchSize) {
        return IntStream.range(0, network.layers().size()).allMatch(l -> {
            var layer = network.layers().get(l);
            return SmallNetwork.fits(batchSize, network.fanIn(l), layer.units())
                    && layer.activation().elementwise().isPresent()
                    && layer.bias()
                    && layer.dropout() == 0
                    && layer.l1() == 0
                    && layer.l2() == 0;
        });
    }

    @Override
    public Matrix gradient() {
        return gradient.flat();
    }

    @Override
    public boolean compute(
            int[] order, int from, int count, RandomStream random, BooleanSupplier interrupted,
            @Nullable Optimizer optimizer) {
        if (interrupted.getAsBoolean()) {
            return false;
        }
        var batch = count == full.x.rows() ? full : rest;
        if (!gathered) {
            samples.gather(order, from, 0, count, batch.x, batch.y, operations);
            gathered = oneForAll;
        }
        double cost = batch.network.forwardAndBackward();
        if (!Double.isFinite(cost)) {
            return false;
        }
        tally.add(cost, batch.network.outputs(), batch.y);
        return true;
    }

    /** Never: with so few parameters it would gain nothing. */
    @Override
    public boolean canStepDuringBackward() {
        return false;
    }
}
