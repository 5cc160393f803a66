package dev.chainrule.network;

import dev.chainrule.matrix.MatrixOperations;
import org.jspecify.annotations.Nullable;

/**
 * The cost over samples, block by block: one block is in memory, and its cost can be measured again and again as parameters change. The
 * sum of all blocks' costs in their order, divided by the rows, has the bits that an {@link Evaluation} has.
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

    /** How many blocks some rows make. */
    public static int blocks(int rows) {
        return Math.ceilDiv(rows, Evaluator.BLOCK_ROWS);
    }

    /** How many rows the largest block of some rows has. */
    public static int blockRows(int rows) {
        return Math.min(Evaluator.BLOCK_ROWS, rows);
    }

    /** Brings a block of samples near, so that any thread can {@linkplain #gather gather} it. */
    public static void fetch(Samples samples, int block) {
        int from = block * Evaluator.BLOCK_ROWS;
        samples.fetch(from, blockRows(samples.rows() - from));
    }

    /** Takes in a block, counted from 0, in place of the one before. */
    public void gather(int block) {
        int from = block * Evaluator.BLOCK_ROWS;
        int rows = blockRows(samples.rows() - from);
        if (pass == null || order.length != rows) {
            order = new int[rows];
            pass = null; // Its memory is freed before the next one takes some.
            pass = trained.forEvaluation(rows, samples.weights().differ(), operations);
        }
        for (int i = 0; i < rows; i++) {
            order[i] = from + i;
        }
        pass.gather(samples, order, 0);
    }

    /** The mean over the block's rows, each times its weight, without penalties, times how many they are. Allocates nothing. */
    public double costTimesRows() {
        if (pass == null) {
            throw new IllegalStateException("no block was gathered");
        }
        pass.forward();
        return pass.cost() * pass.rows();
    }
}
