package dev.chainrule.network;

import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.Saturated;
import java.util.List;

/**
 * What something trainable takes in memory, computed from its shape before there is any. Sizes are upper bounds, {@link Long#MAX_VALUE}
 * where they would be more.
 *
 * @param outputs numbers in a row that comes out
 * @param parameters how many numbers training changes
 * @param definition bytes of the numbers that its definition gives itself, and of its objects
 * @param evaluation of a pass that only goes forward
 * @param training of a pass that goes back, too
 */
public record Footprint(
        Precision precision, int outputs, long parameters, long definition, PassMemory evaluation,
        PassMemory training) {
    /** The objects of a layer in a pass, and of the views that its matrices are. */
    private static final int LAYER_OBJECTS = 640;

    private static final int LAYER_DEFINITION = 160;

    /** Header, length, and a reference to it. */
    private static final int ARRAY = 24;

    /**
     * Of layers. A pass has x, y and of every layer z and a; if it goes back, of every layer δ, and where units are dropped mask and
     * output.
     *
     * @param inputs numbers in a row that goes in
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

    /** Of all parameters once. */
    public long parameterBytes() {
        return Saturated.product(parameters, precision.bytes());
    }

    /** Parameters and definition: what it takes while nothing computes with it. */
    public long atRest() {
        return Saturated.sum(parameterBytes(), definition);
    }

    /**
     * What measuring or predicting takes, block by block: a pass of {@value Evaluator#BLOCK_ROWS} rows, the one of the rest, and the sums
     * of the scores.
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

    PassMemory pass(PassMemory pass, boolean weighted) {
        return weighted ? pass.weighted(precision.bytes()) : pass;
    }
}
