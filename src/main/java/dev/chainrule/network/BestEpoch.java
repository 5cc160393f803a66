package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import org.jspecify.annotations.Nullable;

/** Remembers the best epoch so far by the monitored cost of {@link EarlyStopping}, and its parameters if they are to be restored. */
final class BestEpoch {
    private final EarlyStopping rule;
    private final Matrix parameters;
    /** Null if nothing is to be restored. */
    private final @Nullable Matrix kept;

    private double cost = Double.POSITIVE_INFINITY;
    private int epoch;
    private int epochsSince;

    /** @param parameters the network's own, which training changes */
    BestEpoch(EarlyStopping rule, Matrix parameters) {
        this.rule = rule;
        this.parameters = parameters;
        this.kept = rule.restoreBest() ? Matrix.zeros(parameters.precision(), parameters.rows(), parameters.columns())
                : null;
    }

    /**
     * The state at the end of an epoch.
     *
     * @param epoch 0: no epoch is completed
     * @param kept the best epoch's parameters; null if they are not to be restored
     */
    record BestEpochState(EarlyStopping.Monitor monitor, double cost, int epoch, int epochsSince,
            @Nullable Matrix kept) {}

    /** A copy. */
    BestEpochState state() {
        return new BestEpochState(rule.monitor(), cost, epoch, epochsSince, kept == null ? null : kept.copy());
    }

    /**
     * Continues from the state of another run. If that run monitored another cost, or kept no parameters although they are to be restored,
     * its state is of no use and is ignored.
     */
    void restore(BestEpochState state) {
        if (!isUsable(state, rule)) {
            return;
        }
        if (kept != null && state.kept() != null) {
            kept.copyFrom(state.kept());
        }
        cost = state.cost();
        epoch = state.epoch();
        epochsSince = state.epochsSince();
    }

    private static boolean isUsable(BestEpochState state, EarlyStopping rule) {
        return state.monitor() == rule.monitor() && (!rule.restoreBest() || state.kept() != null);
    }

    /** Whether a run by this rule that resumes from the state has no patience left. */
    static boolean patienceIsOver(BestEpochState state, EarlyStopping rule) {
        return isUsable(state, rule) && state.epochsSince() >= rule.patience();
    }

    /** Records an epoch at its end. */
    void note(EpochRecord record) {
        double monitored = rule.monitor().of(record);
        if (epoch > 0 && !(monitored < cost - rule.minDelta())) {
            epochsSince++;
            return;
        }
        cost = monitored;
        epoch = record.epoch();
        epochsSince = 0;
        if (kept != null) {
            kept.copyFrom(parameters);
        }
    }

    boolean patienceIsOver() {
        return epochsSince >= rule.patience();
    }

    int epoch() {
        return epoch;
    }

    /**
     * Restores the best epoch's parameters, if the plan asks for it and an epoch was completed.
     *
     * @return whether they were restored
     */
    boolean restore() {
        if (kept == null || epoch == 0) {
            return false;
        }
        parameters.copyFrom(kept);
        return true;
    }
}
