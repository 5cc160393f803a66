package dev.chainrule.network;

import dev.chainrule.matrix.MatrixOperations;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs samples through a network in blocks. It keeps its memory, so that the network can be measured after every epoch. */
final class Evaluator {
    /**
     * Rows of a block: enough for efficient matrix multiplication, few enough to stay in the cache. The last bits of costs depend on it.
     */
    static final int BLOCK_ROWS = 256;

    private final Samples samples;
    private final Pass full;
    private final Pass rest;
    private final int[] order;

    Evaluator(Trainable trained, Samples samples, MatrixOperations operations) {
        requireFit(trained, samples);
        this.samples = samples;
        int block = Math.min(BLOCK_ROWS, samples.rows());
        full = trained.forEvaluation(block, samples.weights().differ(), operations);
        rest = full.rows(samples.rows() % block);
        order = new int[block];
    }

    /** Receives each block after its forward pass. */
    @FunctionalInterface
    interface Visitor {
        void visit(int from, Pass pass);
    }

    /** Runs all samples through the network; stops before the next block once {@code interrupted} is true. */
    boolean visit(Visitor visitor, BooleanSupplier interrupted) {
        int count;
        for (int from = 0; from < samples.rows(); from += count) {
            if (interrupted.getAsBoolean()) {
                return false;
            }
            count = Math.min(order.length, samples.rows() - from);
            for (int i = 0; i < count; i++) {
                order[i] = from + i;
            }
            samples.fetch(from, count);
            Pass pass = count == order.length ? full : rest;
            pass.gather(samples, order, 0);
            pass.forward();
            visitor.visit(from, pass);
        }
        return true;
    }

    /** The scores over all samples; empty if interrupted. */
    Optional<Scores> scores(MetricAccumulator tally, BooleanSupplier interrupted) {
        tally.clear();
        boolean complete = visit((_, pass) -> tally.add(pass.cost(), pass.outputs(), pass.y()), interrupted);
        return complete ? Optional.of(tally.scores()) : Optional.empty();
    }

    static void requireFit(Trainable trained, Samples samples) {
        if (samples.inputs() != trained.inputs() || samples.outputs() != trained.outputs()) {
            throw new IllegalArgumentException("samples must have " + trained.inputs() + " inputs and "
                    + trained.outputs() + " outputs as the network has, but have " + samples.inputs() + " and "
                    + samples.outputs());
        }
        Requirement.atLeast("the number of rows", 1, samples.rows());
    }
}
