package dev.chainrule.network;

import dev.chainrule.matrix.MatrixOperations;
import java.util.ArrayList;
import java.util.List;

/**
 * The cost over samples, measured again and again as parameters change: the samples are gathered once and stay in memory. It has the bits
 * that an {@link Evaluation} has.
 */
public final class SampledCost {
    /** Blocks of samples, in their order. */
    private final List<Pass> blocks = new ArrayList<>();

    private final int rows;

    /**
     * @param trained its parameters may be changed between two measurements
     * @throws IllegalArgumentException if the samples do not fit
     */
    public SampledCost(Trainable trained, Samples samples, MatrixOperations operations) {
        Evaluator.requireFit(trained, samples);
        rows = samples.rows();
        for (int from = 0; from < rows; from += Evaluator.BLOCK_ROWS) {
            var order = new int[Math.min(Evaluator.BLOCK_ROWS, rows - from)];
            for (int i = 0; i < order.length; i++) {
                order[i] = from + i;
            }
            var block = trained.forEvaluation(order.length, operations).withWeightsOf(samples);
            block.gather(samples, order, 0);
            blocks.add(block);
        }
    }

    /** The mean over all samples, each times its weight, without penalties. Allocates nothing. */
    public double cost() {
        double costTimesRows = 0;
        for (int i = 0; i < blocks.size(); i++) {
            var block = blocks.get(i);
            block.forward(null);
            costTimesRows += block.cost() * block.rows();
        }
        return costTimesRows / rows;
    }
}
