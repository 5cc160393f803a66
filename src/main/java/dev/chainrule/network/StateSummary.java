package dev.chainrule.network;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;

/** What a {@link TrainingState} says of its run, without its matrices. */
public final class StateSummary {
    private static final double NANOSECONDS_PER_SECOND = 1e9;

    private final TrainingState state;

    private StateSummary(TrainingState state) {
        this.state = state;
    }

    /**
     * Reads a state's bytes, all of which are checked, and keeps none of its matrices.
     *
     * @param length of all chunks together
     * @param chunks as {@link TrainingState#write} gave them, of any lengths
     * @throws CorruptStateException if the bytes are not exactly those of a state
     * @throws UnknownVersionException if they are whole, but of another version, or of other numerics
     */
    public static StateSummary read(long length, Iterator<byte[]> chunks) {
        return new StateSummary(new StateReader(length, chunks, true).read());
    }

    /** The last epoch that is completed; 0: the untrained network was measured. */
    public int epoch() {
        return state.epoch();
    }

    /** Of that epoch. */
    public double cost() {
        return state.cost();
    }

    /** How long the run had taken at the end of that epoch. */
    public double seconds() {
        return state.nanoseconds() / NANOSECONDS_PER_SECOND;
    }

    /** What may end a run. */
    public enum Limit {
        EPOCHS, STOP_AT_COST, PATIENCE, MAX_SECONDS
    }

    /** What would end a run by this plan that goes on from here, before it trained an epoch. */
    public Set<Limit> reached(TrainingPlan plan) {
        var reached = EnumSet.noneOf(Limit.class);
        if (epoch() >= plan.epochs()) {
            reached.add(Limit.EPOCHS);
        }
        if (epoch() > 0 && cost() <= plan.stopAtCost()) {
            reached.add(Limit.STOP_AT_COST);
        }
        if (epoch() > 0 && state.best() != null && plan.earlyStopping() != null
                && BestEpoch.patienceIsOver(state.best(), plan.earlyStopping())) {
            reached.add(Limit.PATIENCE);
        }
        if (epoch() > 0 && plan.maxSeconds() != TrainingPlan.NO_TIME_LIMIT && seconds() >= plan.maxSeconds()) {
            reached.add(Limit.MAX_SECONDS);
        }
        return reached;
    }
}
