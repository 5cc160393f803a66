package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The weight of each row in the cost and in its gradient: 1 on average, so that a learning rate has the same effect as without weights. The
 * cost of a batch of n rows is Σ wᵢ·cᵢ / n, where cᵢ is the cost of row i alone; over all rows, that is the weighted mean Σ wᵢ·cᵢ / Σ wᵢ.
 */
public final class RowWeights {
    /** All rows have weight 1: nothing is multiplied. */
    public static final RowWeights ALIKE = new RowWeights(null);

    /** Null: all 1. */
    private final double @Nullable [] weights;

    private RowWeights(double @Nullable [] weights) {
        this.weights = weights;
    }

    /**
     * Each weight is divided by their mean, which is summed over the rows in their order, in float64. Equal weights are {@link #ALIKE}, to
     * the bit.
     *
     * @param weights one for each row, finite, at least 0 and not all 0; overwritten and kept
     */
    public static RowWeights inPlace(double[] weights) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (double weight : weights) {
            NumberRule.NOT_NEGATIVE.require("a weight", weight);
            smallest = Math.min(smallest, weight);
            largest = Math.max(largest, weight);
        }
        NumberRule.POSITIVE.require("the largest weight", largest);
        if (smallest == largest) {
            return ALIKE;
        }
        // Scaling by a power of two is exact; without it, the sum of very large weights would be infinite.
        int exponent = -Math.getExponent(largest);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.scalb(weights[i], exponent);
            sum += weights[i];
        }
        double mean = sum / weights.length;
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= mean;
        }
        return new RowWeights(weights);
    }

    /** Whether some rows have a larger weight than others. */
    public boolean differ() {
        return weights != null;
    }

    /** The weight of a row. */
    public double of(int row) {
        return weights == null ? 1 : weights[row];
    }

    /**
     * Copies weights into a batch, as {@link Samples#gather} does with their rows. Allocates nothing.
     *
     * @param w batch × 1; these rows are overwritten, each weight rounded once to its precision
     */
    public void gather(int[] order, int from, int row, int count, Matrix w) {
        for (int i = row; i < row + count; i++) {
            w.set(i, 0, of(order[from + i]));
        }
    }
}
