package dev.chainrule.network;

import dev.chainrule.matrix.MatrixOperations;
import org.jspecify.annotations.Nullable;

/**
 * The cost over samples, block by block. One block is in memory; its cost can be measured repeatedly while parameters change. The sum of
 * all blocks' costs in their order, divided by the number of rows, has the bits of an {@link Evaluation}.
 */
public final class SampledCost {
    private final Trainable trained;
    private final Samples samples;
    private final MatrixOperations operations;
    /** Null before the first block. */
    private @Nullable Pass pass;
    private int[] order = {};

    /**
     * @param trained its parameters may be changed between two measurements
     * @throws IllegalArgumentException if the samples do not fit
     */
    public SampledCost(Trainable trained, Samples samples, MatrixOperations operations) {
        Evaluator.requireFit(trained, samples);
        this.trained = trained;
        this.samples = samples;
        this.operations = operations;
    }

    /** The number of blocks for a number of rows. */
    public static int blocks(int rows) {
        return Math.ceilDiv(rows, Evaluator.BLOCK_ROWS);
    }

    /** The number of rows in the largest block. */
    public static int blockRows(int rows) {
        return Math.min(Evaluator.BLOCK_ROWS, rows);
    }

    /** Loads a block of samples, so that any thread can {@linkplain #gather gather} it. */
    public static void fetch(Samples samples, int block) {
        int from = block * Evaluator.BLOCK_ROWS;
        samples.fetch(from, blockRows(samples.rows() - from));
    }

    /** Gathers a block, counted from 0, in place of the previous one. */
    public void gather(int block) {
        int from = block * Evaluator.BLOCK_ROWS;
        int rows = blockRows(samples.rows() - from);
        if (pass == null || order.length != rows) {
            order = new int[rows];
            pass = null; // Frees its memory before the next pass is allocated.
            pass = trained.forEvaluation(rows, samples.weights().differ(), operations);
        }
        for (int i = 0; i < rows; i++) {
            order[i] = from + i;
        }
        pass.gather(samples, order, 0);
    }

    /** The block's cost, the mean over its rows, each times its weight, without penalties, times the number of rows. Allocates nothing. */
    public double costTimesRows() {
        if (pass == null) {
            throw new IllegalStateException("no block was gathered");
        }
        pass.forward();
        return pass.cost() * pass.rows();
    }
}
