package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One training run. Almost all memory is allocated in the constructor: an epoch allocates its record and its random streams, the batch loop
 * nothing.
 *
 * <p>At the end of every epoch the parameters are copied, so that an epoch that is cut short or diverges can be undone. This takes the
 * memory of the parameters a second time.
 */
public final class Training {
    /** What can end a run within an epoch. */
    private enum Interruption {
        CANCELLED,
        TIME_IS_OVER,
        DIVERGED
    }

    /** Keeps the clipping scale finite for a gradient of 0, as torch.nn.utils.clip_grad_norm_ does. */
    private static final double CLIP_EPSILON = 1e-6;

    private static final double NANOSECONDS_PER_SECOND = 1e9;

    /** Seconds by which an epoch may exceed the time limit at most, so that it is still completed. */
    private static final double MAX_OVERRUN = 1;

    private static final int NO_EPOCH = -1;

    private final TrainingPlan plan;
    private final TrainingListener listener;
    private final MatrixOperations operations;
    private final LongSupplier nanoTime;
    private final Matrix parameters;
    private final BatchGradient batchGradient;
    private final Optimizer optimizer;
    private final LearningRates learningRates;
    private final int batchSize;
    private final int[] order;
    private final MetricAccumulator tally;
    private final Evaluator trainingEvaluator;
    private final MetricAccumulator validationTally;
    /** Null without validation. */
    private final @Nullable Evaluator validationEvaluator;
    /** Null without early stopping. */
    private final @Nullable BestEpoch best;

    private final Matrix lastEpochsParameters;
    private final Supplier<TrainingState> snapshot = this::snapshot;
    /** When the run began; for a resumed run, as if it had never stopped. */
    private long startedAt;
    /** When the last record was made. */
    private long recordedAt;
    /** The duration of the last epoch; 0 before the first. */
    private long epochNanoseconds;
    /** The last completed epoch; {@link #NO_EPOCH}: none. */
    private int lastEpoch = NO_EPOCH;
    /** Up to this epoch the time limit does not apply. */
    private int exemptEpoch = NO_EPOCH;
    /** The cost of the last completed epoch; NaN: there is none. */
    private double lastCost = Double.NaN;

    private double gradientNorm;
    /** Why the last epoch or evaluation was cut short; null if it was not. */
    private @Nullable Interruption interruption;

    /**
     * @param network changed in place
     * @param validation null: none
     * @param nanoTime the clock, as {@link System#nanoTime}
     * @throws IllegalArgumentException if samples, plan or operations do not fit the network
     */
    public Training(
            Trainable network,
            Samples training,
            @Nullable Samples validation,
            TrainingPlan plan,
            TrainingListener listener,
            MatrixOperations operations,
            LongSupplier nanoTime) {
        if (operations.precision() != network.precision()) {
            throw new IllegalArgumentException("the operations must be " + network.precision()
                    + " as the network is, but are " + operations.precision());
        }
        var stopping = plan.earlyStopping();
        if (validation == null) {
            requireNoneOfValidation("early stopping", stopping == null ? null : stopping.monitor());
            requireNoneOfValidation(
                    "the schedule",
                    plan.schedule() instanceof LearningRateSchedule.Plateau plateau ? plateau.monitor() : null);
        }
        this.plan = plan;
        this.listener = listener;
        this.operations = operations;
        this.nanoTime = nanoTime;
        trainingEvaluator = new Evaluator(network, training, operations);
        validationEvaluator = validation == null ? null : new Evaluator(network, validation, operations);
        tally = new MetricAccumulator(plan.metric(), network.outputs());
        validationTally = new MetricAccumulator(plan.metric(), network.outputs());
        parameters = network.parameters();
        batchSize = Math.min(plan.batchSize(), training.rows());
        batchGradient = BatchGradient.of(network, training, batchSize, tally, operations);
        optimizer = Optimizer.of(plan.optimizer(), network, batchGradient.gradient(), operations);
        learningRates = new LearningRates(plan);
        order = new int[training.rows()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        best = stopping == null ? null : new BestEpoch(stopping, parameters);
        lastEpochsParameters = Matrix.zeros(network.precision(), 1, parameters.size());
    }

    private static void requireNoneOfValidation(String what, EarlyStopping.@Nullable Monitor monitor) {
        if (monitor == EarlyStopping.Monitor.VALIDATION_COST) {
            throw new IllegalArgumentException(
                    what + " must monitor COST without validation, but monitors VALIDATION_COST");
        }
    }

    /**
     * Exempts the epochs up to this one from the time limit: they were completed within it before, so a run that trains them again
     * completes them, however long it takes. Called before the run begins.
     */
    public void exemptFromTimeLimit(int epoch) {
        exemptEpoch = epoch;
    }

    /**
     * Trains until the plan, the time limit, the listener or a number that is not finite ends the run. It starts with the first epoch, or
     * after the epoch whose state was {@linkplain #restore restored}. Called once.
     */
    public Outcome run() {
        return lastEpoch == NO_EPOCH ? runFromTheStart() : trainRemainingEpochs();
    }

    private Outcome runFromTheStart() {
        startedAt = nanoTime.getAsLong();
        recordedAt = startedAt;
        lastEpochsParameters.copyFrom(parameters);
        var untrained = untrainedRecord();
        if (untrained.isEmpty()) {
            return interrupted(0);
        }
        completed(untrained.get());
        return trainRemainingEpochs();
    }

    /**
     * Resumes the run after a state's epoch, with the bits of a run that was never interrupted. The network gets the state's parameters,
     * the state's seconds count for {@link TrainingPlan#maxSeconds()}, and the first record is that of the next epoch. A condition that
     * would have ended the run after the state's epoch ends it before it trains. The state is copied, so that its memory can be freed.
     *
     * <p>The bits are the same for the plan and the samples of the run that the state comes from. Another plan may have more epochs or
     * other conditions to end; early stopping or a plateau that the state does not contain begins with the next epoch.
     *
     * @throws IllegalArgumentException if the state is of a network with other parameters, of another kind of optimiser, or of an epoch
     *     after the plan's last; the network is then unchanged
     */
    public void restore(TrainingState state) {
        requireFit(state);
        recordedAt = nanoTime.getAsLong();
        startedAt = recordedAt - state.nanoseconds();
        lastEpoch = state.epoch();
        lastCost = state.cost();
        lastEpochsParameters.copyFrom(state.parameters());
        parameters.copyFrom(lastEpochsParameters);
        optimizer.restore(state.optimizer());
        learningRates.restore(state.learningRates());
        if (best != null && state.best() != null) {
            best.restore(state.best());
        }
    }

    private void requireFit(TrainingState state) {
        var expected = parameters;
        var actual = state.parameters();
        if (actual.precision() != expected.precision() || actual.size() != expected.size()) {
            throw new IllegalArgumentException("the state must have " + expected.size() + " parameters in "
                    + expected.precision() + " as the network has, but has " + actual.size() + " in "
                    + actual.precision());
        }
        if (state.epoch() > plan.epochs()) {
            throw new IllegalArgumentException("the state must be of one of the plan's " + plan.epochs()
                    + " epochs, but is of epoch " + state.epoch());
        }
        optimizer.requireFit(state.optimizer());
    }

    /**
     * The state after the last epoch of a run that has ended, from which a run with more epochs can resume; empty if an epoch was cut
     * short.
     */
    public Optional<TrainingState> stateAtEnd() {
        return lastEpoch == NO_EPOCH || interruption != null ? Optional.empty() : Optional.of(snapshot());
    }

    /** Copies the state at the end of the last completed epoch, before the next one begins. */
    private TrainingState snapshot() {
        return new TrainingState(
                lastEpoch,
                lastCost,
                recordedAt - startedAt,
                lastEpochsParameters.copy(),
                optimizer.state(),
                learningRates.state(),
                best == null ? null : best.state());
    }

    /** Trains the epochs after the last completed one. */
    private Outcome trainRemainingEpochs() {
        var end = end();
        while (end.isEmpty()) {
            int epoch = lastEpoch + 1;
            var completed = trainedRecord(epoch);
            if (completed.isEmpty()) {
                return interrupted(epoch);
            }
            lastEpochsParameters.copyFrom(parameters);
            learningRates.note(completed.get());
            if (best != null) {
                best.note(completed.get());
            }
            completed(completed.get());
            end = end();
        }
        return end.get();
    }

    private void completed(EpochRecord record) {
        lastEpoch = record.epoch();
        lastCost = record.training().cost();
        listener.epochCompleted(record, snapshot);
        recordedAt += listener.waited();
    }

    /** The outcome if the run ends with the last completed epoch; empty if it continues. */
    private Optional<Outcome> end() {
        boolean trained = lastEpoch > 0;
        if (trained && lastCost <= plan.stopAtCost()) {
            return Optional.of(new Outcome.TargetReached(lastEpoch, lastCost, restoreBest(lastEpoch)));
        }
        if (trained && best != null && best.patienceIsOver()) {
            return Optional.of(new Outcome.EarlyStopped(lastEpoch, best.epoch(), restoreBest(lastEpoch)));
        }
        if (lastEpoch == plan.epochs()) {
            return Optional.of(new Outcome.Completed(lastEpoch, lastCost, restoreBest(lastEpoch)));
        }
        if (trained && lastEpoch >= exemptEpoch && nextOutlastsTheLimit()) {
            return Optional.of(new Outcome.TimeLimit(lastEpoch, restoreBest(lastEpoch)));
        }
        return Optional.empty();
    }

    /** Undoes the epoch that was cut short. */
    private Outcome interrupted(int epoch) {
        parameters.copyFrom(lastEpochsParameters);
        int completedEpochs = Math.max(0, epoch - 1);
        return switch (interruption) {
            case CANCELLED -> new Outcome.Cancelled(completedEpochs);
            case TIME_IS_OVER -> new Outcome.TimeLimit(completedEpochs, restoreBest(completedEpochs));
            case DIVERGED -> new Outcome.Diverged(epoch, lastCost);
            case null -> throw new IllegalStateException("nothing interrupted epoch " + epoch);
        };
    }

    /** Restores the best parameters, if the plan asks for it; returns the epoch whose parameters the network then has. */
    private int restoreBest(int lastEpoch) {
        return best != null && best.restore() ? best.epoch() : lastEpoch;
    }

    private Optional<EpochRecord> untrainedRecord() {
        return trainingEvaluator
                .scores(tally, this::isInterrupted)
                .flatMap(scores -> record(0, scores, Double.NaN, Double.NaN));
    }

    private Optional<EpochRecord> trainedRecord(int epoch) {
        double learningRate = learningRates.of(epoch);
        optimizer.learningRate(learningRate);
        if (!trainEpoch(epoch)) {
            return Optional.empty();
        }
        return record(epoch, tally.scores(), learningRate, gradientNorm);
    }

    /** The record of an epoch whose training is done; empty if its validation is interrupted or a number is not finite. */
    private Optional<EpochRecord> record(
            int epoch, Scores training, double learningRate, double gradientNorm) {
        @Nullable
        Scores validation = null;
        if (validationEvaluator != null) {
            var scores = validationEvaluator.scores(validationTally, this::isInterrupted);
            if (scores.isEmpty()) {
                return Optional.empty();
            }
            validation = scores.get();
        }
        if (!Double.isFinite(training.cost())
                || (epoch > 0 && !Double.isFinite(gradientNorm))
                || (validation != null && !Double.isFinite(validation.cost()))
                || !Double.isFinite(operations.sumOfSquares(parameters))) {
            interruption = Interruption.DIVERGED;
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        epochNanoseconds = now - recordedAt;
        double seconds = epochNanoseconds / NANOSECONDS_PER_SECOND;
        recordedAt = now;
        return Optional.of(new EpochRecord(epoch, training, validation, learningRate, gradientNorm, seconds));
    }

    /** Trains on every row once; returns false if cut short. */
    private boolean trainEpoch(int epoch) {
        if (plan.shuffle() && batchSize < order.length) {
            RandomStream.of(plan.seed(), Purpose.SHUFFLE, epoch).permute(order);
        }
        var dropout = RandomStream.of(plan.seed(), Purpose.DROPOUT, epoch);
        BooleanSupplier interrupted = this::isInterrupted;
        tally.clear();
        int batches = Math.ceilDiv(order.length, batchSize);
        int count;
        for (int from = 0; from < order.length; from += count) {
            count = Math.min(batchSize, order.length - from);
            // If the gradient's norm is needed, no parameter is updated before the whole gradient is computed.
            boolean normed = from + count == order.length || plan.clipNorm() != TrainingPlan.NO_CLIPPING;
            boolean fusedSteps = !normed && batchGradient.canStepDuringBackward();
            optimizer.beginStep();
            if (!batchGradient.compute(order, from, count, dropout, interrupted, fusedSteps ? optimizer : null)) {
                if (interruption == null) {
                    interruption = Interruption.DIVERGED;
                }
                return false;
            }
            if (normed) {
                clip();
            }
            if (!fusedSteps) {
                optimizer.updateAll();
            }
            listener.batchCompleted(epoch, from / batchSize + 1, batches);
        }
        return true;
    }

    /** g ← g·clipNorm/(‖g‖ + 10⁻⁶) if that makes it shorter. */
    private void clip() {
        var gradient = batchGradient.gradient();
        gradientNorm = Math.sqrt(operations.sumOfSquares(gradient));
        double scale = plan.clipNorm() / (gradientNorm + CLIP_EPSILON);
        if (scale < 1) {
            operations.scale(scale, gradient);
        }
    }

    private boolean isInterrupted() {
        if (listener.stopRequested()) {
            interruption = Interruption.CANCELLED;
        } else if (plan.maxSeconds() != TrainingPlan.NO_TIME_LIMIT && lastEpoch >= exemptEpoch
                && secondsSoFar() - plan.maxSeconds() >= Math.min(plan.maxSeconds(), MAX_OVERRUN)) {
            interruption = Interruption.TIME_IS_OVER;
        } else {
            return false;
        }
        return true;
    }

    /**
     * Whether the next epoch would exceed the limit if it took as long as the last one: then the run ends here, with a state from which
     * another run can resume.
     */
    private boolean nextOutlastsTheLimit() {
        return plan.maxSeconds() != TrainingPlan.NO_TIME_LIMIT
                && (recordedAt - startedAt + epochNanoseconds) / NANOSECONDS_PER_SECOND >= plan.maxSeconds();
    }

    private double secondsSoFar() {
        return (nanoTime.getAsLong() - startedAt) / NANOSECONDS_PER_SECOND;
    }
}
