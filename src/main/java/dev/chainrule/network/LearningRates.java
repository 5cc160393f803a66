package dev.chainrule.network;

import dev.chainrule.network.LearningRateSchedule.ConstantRate;
import dev.chainrule.network.LearningRateSchedule.Cosine;
import dev.chainrule.network.LearningRateSchedule.Exponential;
import dev.chainrule.network.LearningRateSchedule.Plateau;
import dev.chainrule.network.LearningRateSchedule.Step;
import org.jspecify.annotations.Nullable;

/**
 * The learning rate of each epoch of a run, by the formulas of {@link LearningRateSchedule}. Powers and cosines are computed by
 * {@link StrictMath}, which gives the same bits everywhere.
 */
final class LearningRates {
    private final LearningRateSchedule schedule;
    private final double learningRate;
    /** Epochs after the warm-up. */
    private final int scheduledEpochs;

    private double lowestCost = Double.POSITIVE_INFINITY;
    private int epochsSince;
    private int reductions;

    LearningRates(TrainingPlan plan) {
        schedule = plan.schedule();
        learningRate = plan.optimizer().learningRate();
        scheduledEpochs = plan.epochs() - schedule.warmupEpochs();
    }

    /**
     * The state of a plateau at the end of an epoch.
     *
     * @param cost the lowest so far; infinite before the first monitored epoch
     */
    record PlateauState(EarlyStopping.Monitor monitor, double cost, int epochsSince, int reductions) {}

    /** Null if the schedule has no state. */
    @Nullable
    PlateauState state() {
        return schedule instanceof Plateau plateau
                ? new PlateauState(plateau.monitor(), lowestCost, epochsSince, reductions)
                : null;
    }

    /**
     * Continues from the state of another run; ignores it if the plan has no use for it.
     *
     * @param state null if that run's schedule has none
     */
    void restore(@Nullable PlateauState state) {
        if (state != null && schedule instanceof Plateau plateau && plateau.monitor() == state.monitor()) {
            lowestCost = state.cost();
            epochsSince = state.epochsSince();
            reductions = state.reductions();
        }
    }

    /** @param epoch from 1 */
    double of(int epoch) {
        int warmup = schedule.warmupEpochs();
        if (epoch <= warmup) {
            return learningRate * (epoch / (warmup + 1.0));
        }
        int k = epoch - warmup - 1;
        return switch (schedule) {
            case ConstantRate _ -> learningRate;
            case Step step -> {
                int steps = k / step.stepEpochs();
                yield learningRate * StrictMath.pow(step.factor(), steps);
            }
            case Exponential exponential -> learningRate * StrictMath.pow(exponential.decay(), k);
            case Cosine cosine -> of(cosine, k);
            case Plateau plateau -> Math.max(
                    learningRate * StrictMath.pow(plateau.factor(), reductions), plateau.minLearningRate());
        };
    }

    /** Computed as a weighted mean of η and η_min, which is exactly η for k = 0. */
    private double of(Cosine cosine, int k) {
        int period = cosine.periodEpochs() == Cosine.TO_THE_END ? scheduledEpochs : cosine.periodEpochs();
        double share = (1 + StrictMath.cos(Math.PI * (k % period) / period)) / 2;
        return share * learningRate + (1 - share) * cosine.minLearningRate();
    }

    /** Records an epoch at its end. */
    void note(EpochRecord record) {
        if (!(schedule instanceof Plateau plateau) || record.epoch() <= plateau.warmupEpochs()) {
            return;
        }
        double cost = plateau.monitor().of(record);
        if (cost < lowestCost - plateau.minDelta()) {
            lowestCost = cost;
            epochsSince = 0;
            return;
        }
        epochsSince++;
        if (epochsSince >= plateau.patience()) {
            reductions++;
            epochsSince = 0;
        }
    }
}
