package dev.chainrule.network;

import dev.chainrule.matrix.Saturated;

/**
 * The memory of a training run in bytes, computed from shapes before anything is allocated. The samples are not included.
 *
 * @param parameters of the network, with its definition
 * @param gradient of a batch; twice if a batch has several blocks
 * @param optimizer state of the optimiser
 * @param epochStart the parameters at the end of the last epoch
 * @param best the parameters of the best epoch, if they are kept
 * @param passes with a backward pass
 * @param evaluators of the training rows and of the validation rows
 * @param order of the training rows
 * @param snapshot one {@link TrainingState}
 */
public record TrainingMemory(
        long parameters, long gradient, long optimizer, long epochStart, long best, long passes, long evaluators,
        long order, long snapshot) {
    /** Bytes of objects that do not depend on any shape. */
    private static final long OBJECTS = 32 << 10;

    /** A batch of more rows is never computed by {@link SmallBatchGradient}, whose last batch has memory of its own. */
    private static final int SMALL_BATCH = 128;

    /**
     * @param rows that train, at least 1
     * @param validationRows 0: none
     * @param weighted whether rows have weights
     */
    public static TrainingMemory of(
            Footprint footprint, TrainingPlan plan, long rows, long validationRows, boolean weighted) {
        long numbers = footprint.parameterBytes();
        int matrices = plan.optimizer().matrices();
        boolean keepsBest = plan.earlyStopping() != null && plan.earlyStopping().restoreBest();
        long batch = Math.min(plan.batchSize(), rows);
        long block = Math.min(batch, MicroBatchedGradient.BLOCK_ROWS);
        var pass = footprint.pass(footprint.training(), weighted);
        long passes = pass.bytes(block, batch % block, rows % batch % block);
        if (pass.shared() && batch <= SMALL_BATCH) {
            passes = Saturated.sum(passes, pass.bytes(rows % batch));
        }
        return new TrainingMemory(
                footprint.atRest(),
                Saturated.product(batch > block ? 2 : 1, numbers),
                Saturated.product(matrices, numbers),
                numbers,
                keepsBest ? numbers : 0,
                passes,
                Saturated.sum(
                        footprint.evaluator(rows, weighted),
                        validationRows == 0 ? 0 : footprint.evaluator(validationRows, weighted)),
                Saturated.product(rows, Integer.BYTES),
                Saturated.product(1 + matrices + (keepsBest ? 1 : 0), numbers));
    }

    /** Bytes without snapshots. */
    public long total() {
        return Saturated.sum(
                parameters, gradient, optimizer, epochStart, best, passes, evaluators, order, OBJECTS);
    }

    /** @param snapshots the most that exist at a time */
    public long peak(int snapshots) {
        return Saturated.sum(total(), Saturated.product(snapshots, snapshot));
    }
}
