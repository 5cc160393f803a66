package dev.chainrule.network;

/**
 * Ends a run that no longer improves. An epoch is better than the best so far if its monitored cost is lower by more than minDelta; the
 * untrained network does not count.
 *
 * @param patience number of consecutive epochs without a better one that ends the run; at least 1
 * @param minDelta at least 0
 * @param restoreBest whether a run that was neither cancelled nor diverged leaves the network with the best epoch's
 *     parameters
 */
public record EarlyStopping(Monitor monitor, int patience, double minDelta, boolean restoreBest) {
    /** The cost that is monitored. */
    public enum Monitor {
        /** {@link EpochRecord#training()}. */
        COST,
        /** {@link EpochRecord#validation()}. */
        VALIDATION_COST;

        /** The monitored cost of an epoch; NaN for the validation cost of a run without validation. */
        double of(EpochRecord record) {
            return switch (this) {
                case COST -> record.training().cost();
                case VALIDATION_COST -> {
                    var validation = record.validation();
                    yield validation == null ? Double.NaN : validation.cost();
                }
            };
        }
    }

    public EarlyStopping {
        Requirement.present("monitor", monitor);
        Requirement.atLeast("patience", 1, patience);
        NumberRule.NOT_NEGATIVE.require("minDelta", minDelta);
    }
}
