package dev.chainrule.network;

import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.Saturated;
import java.util.List;

/**
 * The memory of a {@link Trainable}, computed from its shape before anything is allocated. Sizes are upper bounds, and
 * {@link Long#MAX_VALUE} if they overflow.
 *
 * @param outputs numbers per row of output
 * @param parameters how many numbers are trained
 * @param definition bytes of its definition: of the numbers given in it, and of its objects
 * @param evaluation of a pass without a backward pass
 * @param training of a pass with a backward pass
 */
public record Footprint(
        Precision precision, int outputs, long parameters, long definition, PassMemory evaluation,
        PassMemory training) {
    /** Bytes of a layer's objects in a pass, with the views that its matrices are. */
    private static final int LAYER_OBJECTS = 640;

    private static final int LAYER_DEFINITION = 160;

    /** Bytes of an array beside its elements: header, length, and a reference to it. */
    private static final int ARRAY = 24;

    /**
     * The footprint of layers. A pass has x and y, and for every layer z and a; with a backward pass also δ for every layer, and mask and
     * output for layers with dropout.
     *
     * @param inputs numbers per row of input
     */
    public static Footprint of(Precision precision, int inputs, List<LayerDefinition> layers) {
        int outputs = layers.getLast().units();
        long parameters = 0;
        long definition = 0;
        long forward = Saturated.sum(inputs, outputs);
        long back = 0;
        long maskRows = 0;
        long fanIn = inputs;
        for (var layer : layers) {
            long units = layer.units();
            parameters = Saturated.sum(parameters, layer.parameterCount(Math.toIntExact(fanIn)));
            definition = Saturated.sum(definition, LAYER_DEFINITION, layer.givenBytes(ARRAY));
            forward = Saturated.sum(forward, 2 * units);
            back = Saturated.sum(back, layer.dropout() > 0 ? 3 * units : units);
            maskRows = Saturated.sum(maskRows, layer.dropout() > 0 ? units : 0);
            fanIn = units;
        }
        long objects = (long) LAYER_OBJECTS * layers.size();
        int bytes = precision.bytes();
        return new Footprint(
                precision, outputs, parameters, definition,
                new PassMemory(objects, Saturated.product(forward, bytes), true),
                new PassMemory(
                        Saturated.sum(objects, Saturated.product(maskRows, Double.BYTES)),
                        Saturated.product(Saturated.sum(forward, back), bytes),
                        true));
    }

    /** Bytes of one copy of the parameters. */
    public long parameterBytes() {
        return Saturated.product(parameters, precision.bytes());
    }

    /** Bytes of parameters and definition, which it takes even if nothing computes with it. */
    public long atRest() {
        return Saturated.sum(parameterBytes(), definition);
    }

    /**
     * Bytes of an evaluation or a prediction, block by block: a pass of {@value Evaluator#BLOCK_ROWS} rows, a pass of the remaining rows,
     * and the sums of the scores.
     *
     * @param weighted whether rows have weights
     */
    public long evaluator(long rows, boolean weighted) {
        long block = Math.min(Evaluator.BLOCK_ROWS, rows);
        return Saturated.sum(
                pass(evaluation, weighted).bytes(block, block == 0 ? 0 : rows % block),
                Saturated.product(block, Integer.BYTES),
                MetricAccumulator.bytes(outputs));
    }

    /** As {@link #evaluator}, for any number of rows up to this one: of fewer rows, more may remain after the last whole block. */
    public long evaluatorUpTo(long rows, boolean weighted) {
        return evaluator(Math.min(rows, 2L * Evaluator.BLOCK_ROWS - 1), weighted);
    }

    PassMemory pass(PassMemory pass, boolean weighted) {
        return weighted ? pass.weighted(precision.bytes()) : pass;
    }
}
