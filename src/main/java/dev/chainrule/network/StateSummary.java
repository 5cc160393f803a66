package dev.chainrule.network;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;

/** A {@link TrainingState} without its matrices. */
public final class StateSummary {
    private static final double NANOSECONDS_PER_SECOND = 1e9;

    private final TrainingState state;

    private StateSummary(TrainingState state) {
        this.state = state;
    }

    /**
     * Reads the bytes of a state and checks all of them, without keeping matrices.
     *
     * @param length of all chunks together
     * @param chunks as {@link TrainingState#write} gave them, of any lengths
     * @throws CorruptStateException if the bytes are not exactly those of a state
     * @throws UnknownVersionException if they are complete, but of another version, or of other numerics
     */
    public static StateSummary read(long length, Iterator<byte[]> chunks) {
        return new StateSummary(new StateReader(length, chunks, true).read());
    }

    /** The last completed epoch; 0: only the untrained network was measured. */
    public int epoch() {
        return state.epoch();
    }

    /** The cost of that epoch. */
    public double cost() {
        return state.cost();
    }

    /** The duration of the run up to the end of that epoch. */
    public double seconds() {
        return state.nanoseconds() / NANOSECONDS_PER_SECOND;
    }

    /** A limit that ends a run. */
    public enum Limit {
        EPOCHS, STOP_AT_COST, PATIENCE, MAX_SECONDS
    }

    /** The limits that would end a run by this plan that resumes here, before it trains an epoch. */
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
