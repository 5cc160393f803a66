package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;

/** Remembers the best epoch so far, and its parameters if they are to be restored. */
final class BestEpoch {
    private final EarlyStopping rule;
    private final Matrix parameters;
    /** Null if nothing is to be restored. */
    private final Matrix kept;

    private double cost = Double.POSITIVE_INFINITY;
    private int epoch;
    private int epochsSince;

    /** @param parameters the network's, as they change */
    BestEpoch(EarlyStopping rule, Matrix parameters) {
        this.rule = rule;
        this.parameters = parameters;
        this.kept = rule.restoreBest() ? Matrix.zeros(parameters.precision(), parameters.rows(), parameters.columns())
                : null;
    }

    /**
     * What is remembered.
     *
     * @param parameters of the best epoch in bytes; null if they are not kept
     */
    record State(double cost, int epoch, int epochsSince, byte[] parameters) {}

    State state() {
        return new State(cost, epoch, epochsSince, kept == null ? null : kept.toLittleEndianBytes());
    }

    /**
     * Goes on where another run was.
     *
     * @throws IllegalArgumentException if that one kept no parameters, and they are to be restored
     */
    void restore(State state) {
        if (kept != null) {
            if (state.parameters() == null) {
                throw new IllegalArgumentException("the state must have the best epoch's parameters, but has none");
            }
            kept.setLittleEndianBytes(state.parameters());
        }
        cost = state.cost();
        epoch = state.epoch();
        epochsSince = state.epochsSince();
    }

    /** Takes note of an epoch at its end. */
    void note(EpochRecord record) {
        double monitored =
                switch (rule.monitor()) {
                    case COST -> record.training().cost();
                    case VALIDATION_COST -> record.validation().cost();
                };
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
     * Gives the network the best epoch's parameters back, if the plan wants it and there was an epoch; says whether.
     */
    boolean restore() {
        if (kept == null || epoch == 0) {
            return false;
        }
        parameters.copyFrom(kept);
        return true;
    }
}
