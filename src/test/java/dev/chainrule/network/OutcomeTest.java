package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withEarlyStopping;
import static dev.chainrule.network.TrainingPlans.withStopAtCost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.chainrule.matrix.Precision;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * How a run ends, and what it leaves behind. The network is a = w·x with x = 1 and the target 2, starting at w = 0:
 * every epoch of a single batch halves the distance to 2, and the validation's target is 1.2.
 */
class OutcomeTest {
    private static final Samples TRAINING = samples(2);
    private static final double HALVING_RATE = 0.25;

    private final Network network = line(0);
    private final Engine.Records records = new Engine.Records();

    @Test
    void earlyStoppingRestoresTheBestEpochsParameters() {
        // w: 0, 1, 1.5, 1.75, … and validation costs 1.44, 0.04, 0.09, 0.3025, …
        var outcome = train(withEarlyStopping(plan(100), stopping(2, 0, true)));

        assertThat(outcome).isEqualTo(new Outcome.EarlyStopped(3, 1, 1));
        assertThat(weight()).isEqualTo(1);
        assertThat(records.list).hasSize(4);
    }

    @Test
    void withoutRestoreBestTheLastEpochsParametersStay() {
        var outcome = train(withEarlyStopping(plan(100), stopping(2, 0, false)));

        assertThat(outcome).isEqualTo(new Outcome.EarlyStopped(3, 1, 3));
        assertThat(weight()).isEqualTo(1.75);
    }

    @Test
    void runThatCompletesWithinItsPatienceRestoresTheBestParameters() {
        var outcome = train(withEarlyStopping(plan(2), stopping(5, 0, true)));

        assertThat(outcome).isEqualTo(new Outcome.Completed(2, 1, 1));
        assertThat(weight()).isEqualTo(1);
    }

    @Test
    void improvementOfExactlyMinDeltaDoesNotCount() {
        // Training costs 4, 1, 0.25, 0.0625: the last improves by 0.1875.
        var monitorsCost = new EarlyStopping(EarlyStopping.Monitor.COST, 1, 0.1875, true);

        var outcome = train(withEarlyStopping(plan(100), monitorsCost));

        assertThat(outcome).isEqualTo(new Outcome.EarlyStopped(4, 3, 3));
    }

    @Test
    void targetCostEndsTheRunAfterTheEpochThatReachesIt() {
        var outcome = train(withStopAtCost(plan(100), 0.25));

        assertThat(outcome).isEqualTo(new Outcome.TargetReached(3, 0.25, 3));
        assertThat(records.list).hasSize(4);
        assertThat(weight()).isEqualTo(1.75);
    }

    @Test
    void epochCutShortByTheTimeLimitIsUndone() {
        // A second passes at every look at the clock; looks of an epoch are the batch's, the validation's and the
        // record's.
        var outcome = train(plan(100).withMaxSeconds(7.5), secondsPerLook());

        assertThat(outcome).isEqualTo(new Outcome.TimeLimit(1, 1));
        assertThat(records.list).hasSize(2);
        assertThat(weight()).isEqualTo(1);
    }

    @Test
    void epochSecondsIncludeTheListenersTime() {
        var clock = secondsPerLook();
        var listener = new Engine.Records() {
            @Override
            public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
                super.epochCompleted(record, state);
                var _ = clock.getAsLong(); // a second that it takes to keep the record
            }
        };

        run(TRAINING, null, plan(2), listener, clock);

        assertThat(listener.list).extracting(EpochRecord::seconds).containsExactly(1.0, 2.0, 2.0);
    }

    @Test
    void cancellingLeavesTheLastCompletedEpoch() {
        var listener = new StopAtQuestion(9);

        var outcome = run(batchesOfOne(), null, plan(100), listener, System::nanoTime);

        // One question for epoch 0, three for each epoch's batches: the ninth comes before the second batch of the
        // third.
        assertThat(outcome).isEqualTo(new Outcome.Cancelled(2));
        assertThat(outcome.parametersEpoch()).isEqualTo(2);
        assertThat(listener.list).hasSize(3);
        assertThat(weight()).isEqualTo(weightAfter(2));
    }

    @Test
    void runCancelledBeforeItBeginsChangesNoParameter() {
        var listener = new StopAtQuestion(1);

        var outcome = run(TRAINING, null, plan(100), listener, System::nanoTime);

        assertThat(outcome).isEqualTo(new Outcome.Cancelled(0));
        assertThat(listener.list).isEmpty();
        assertThat(weight()).isZero();
    }

    @Test
    void aRunThatDivergesLeavesTheLastFiniteEpoch() {
        // Each step multiplies the distance by −1e60: the square of 1e180 overflows.
        var outcome = train(planWithRate(1e60 / 2));

        assertThat(outcome).isEqualTo(new Outcome.Diverged(3, records.list.getLast().training().cost()));
        assertThat(outcome.parametersEpoch()).isEqualTo(2);
        assertThat(records.list).hasSize(3).allSatisfy(record -> assertThat(record.training().cost()).isFinite());
        // The distance was 2 at first, and the two steps before the third multiplied it by 1e120.
        assertThat(weight()).isCloseTo(-2e120, withinPercentage(1e-10));
    }

    @Test
    void nonFiniteParametersAreDivergenceEvenIfTheCostIsFinite() {
        // A rectifier hides a weight of −∞: the outputs are 0 and the cost stays finite.
        var layer = new LayerDefinition(1, Activation.RELU, false, 0, 0, 0, new double[][] {{3}}, null);
        var rectified = Network.initialize(
                new NetworkDefinition(Precision.FLOAT64, 1, List.of(layer), Loss.MEAN_SQUARED_ERROR), 0);

        var outcome = new Training(
                rectified,
                TRAINING,
                null,
                planWithRate(Double.MAX_VALUE),
                records,
                Engine.FLOAT64,
                System::nanoTime)
                .run();

        assertThat(outcome).isEqualTo(new Outcome.Diverged(1, 1));
        assertThat(rectified.weights(0).get(0, 0)).isEqualTo(3);
        assertThat(records.list).hasSize(1);
    }

    @Test
    void anUntrainedNetworkWithoutAFiniteCostHasNoRecord() {
        var outcome = run(samples(1e200), null, plan(100), records, System::nanoTime);

        assertThat(outcome).isEqualTo(new Outcome.Diverged(0, Double.NaN));
        assertThat(outcome.parametersEpoch()).isZero();
        assertThat(records.list).isEmpty();
    }

    @Test
    void aValidationCostThatIsNotFiniteIsDivergence() {
        var outcome = run(TRAINING, samples(1e200), plan(100), records, System::nanoTime);

        assertThat(outcome).isEqualTo(new Outcome.Diverged(0, Double.NaN));
    }

    private Outcome train(TrainingPlan plan) {
        return train(plan, System::nanoTime);
    }

    private Outcome train(TrainingPlan plan, LongSupplier clock) {
        return run(TRAINING, samples(1.2), plan, records, clock);
    }

    private Outcome run(
            Samples training, Samples validation, TrainingPlan plan, TrainingListener listener, LongSupplier clock) {
        return new Training(network, training, validation, plan, listener, Engine.FLOAT64, clock).run();
    }

    private double weight() {
        return network.weights(0).get(0, 0);
    }

    private static double weightAfter(int epochs) {
        var other = line(0);
        new Training(other, batchesOfOne(), null, plan(epochs), new Engine.Records(), Engine.FLOAT64, System::nanoTime)
                .run();
        return other.weights(0).get(0, 0);
    }

    private static TrainingPlan plan(int epochs) {
        return TrainingPlan.of(epochs, 1, new OptimizerDefinition.Sgd(HALVING_RATE), 1, new Metric.Multilabel());
    }

    private static TrainingPlan planWithRate(double rate) {
        return TrainingPlan.of(100, 1, new OptimizerDefinition.Sgd(rate), 1, new Metric.Multilabel());
    }

    private static EarlyStopping stopping(int patience, double minDelta, boolean restoreBest) {
        return new EarlyStopping(EarlyStopping.Monitor.VALIDATION_COST, patience, minDelta, restoreBest);
    }

    private static Network line(double weight) {
        var layer = new LayerDefinition(1, Activation.IDENTITY, false, 0, 0, 0, new double[][] {{weight}}, null);
        return Network.initialize(
                new NetworkDefinition(Precision.FLOAT64, 1, List.of(layer), Loss.MEAN_SQUARED_ERROR), 0);
    }

    private static Samples samples(double target) {
        return Engine.samples(Precision.FLOAT64, new double[][] {{1}}, new double[][] {{target}});
    }

    private static Samples batchesOfOne() {
        return Engine.samples(Precision.FLOAT64, new double[][] {{1}, {2}, {3}}, new double[][] {{2}, {1}, {0}});
    }

    private static LongSupplier secondsPerLook() {
        var seconds = new long[1];
        return () -> 1_000_000_000L * seconds[0]++;
    }

    /** Stops the run at the n-th question. */
    private static final class StopAtQuestion extends Engine.Records {
        private int left;

        StopAtQuestion(int question) {
            left = question;
        }

        @Override
        public boolean stopRequested() {
            return --left == 0;
        }
    }
}
