package dev.chainrule.job.spec;

import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.problem.Faults;

/** Turns the name of a cost that is watched into its constant and back. */
final class MonitorReader {
    private static final String COST = "cost";
    private static final String VALIDATION_COST = "validationCost";

    private MonitorReader() {}

    /**
     * @param given null: the validation's cost if there is one
     * @param at the part whose field {@code monitor} it is
     * @return with a fault noted, any
     */
    static Monitor read(String given, boolean validates, Faults at) {
        if (given == null) {
            return validates ? Monitor.VALIDATION_COST : Monitor.COST;
        }
        boolean byValidation = given.equals(VALIDATION_COST);
        at.require(byValidation || given.equals(COST), "monitor", "must be one of cost, validationCost");
        at.require(validates || !byValidation, "monitor", "needs a validation: give one, or monitor the cost");
        return byValidation ? Monitor.VALIDATION_COST : Monitor.COST;
    }

    static String write(Monitor monitor) {
        return switch (monitor) {
            case COST -> COST;
            case VALIDATION_COST -> VALIDATION_COST;
        };
    }
}
