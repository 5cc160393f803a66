package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withSchedule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.matrix.Precision;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.network.LearningRateSchedule.ConstantRate;
import dev.chainrule.network.LearningRateSchedule.Cosine;
import dev.chainrule.network.LearningRateSchedule.Exponential;
import dev.chainrule.network.LearningRateSchedule.Plateau;
import dev.chainrule.network.LearningRateSchedule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every schedule against rates that were calculated by hand. */
class LearningRatesTest {
    private static final double RATE = 0.8;

    @Test
    void constantScheduleHasTheOptimizersRateToTheBit() {
        assertThat(rates(LearningRateSchedule.constant(), 3)).containsExactly(0.8, 0.8, 0.8);
    }

    @Test
    void warmUpGrowsInEqualStepsToTheFullRate() {
        // η/4, η/2, 3η/4, and then η.
        assertThat(rates(new ConstantRate(3), 5)).containsExactly(0.2, 0.4, RATE * 0.75, 0.8, 0.8);
    }

    @Test
    void firstRateAfterTheWarmUpOfEveryScheduleIsTheFullRate() {
        var schedules = List.of(
                new ConstantRate(2), new Step(0.3, 1, 2), new Exponential(0.7, 2),
                new Cosine(0.3, Cosine.TO_THE_END, 2),
                new Cosine(0.1, 3, 2), new Plateau(Monitor.COST, 0.5, 1, 0, 0.1, 2));

        assertThat(schedules).allSatisfy(schedule -> assertThat(rates(schedule, 3))
                .startsWith(RATE * (1 / 3.0), RATE * (2 / 3.0))
                .endsWith(RATE));
    }

    @Test
    void stepScheduleMultipliesTheRateByItsFactor() {
        // Powers of two are exact.
        assertThat(rates(new Step(0.5, 2, 0), 7)).containsExactly(0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.1);
        assertThat(rates(new Step(0.5, 2, 1), 6)).containsExactly(0.4, 0.8, 0.8, 0.4, 0.4, 0.2);
    }

    @Test
    void exponentialScheduleMultipliesTheRateInEveryEpoch() {
        assertThat(rates(new Exponential(0.5, 0), 4)).containsExactly(0.8, 0.4, 0.2, 0.1);
        assertThat(rates(new Exponential(0.9, 0), 4)).containsExactly(
                new double[] {0.8, 0.72, 0.648, 0.5832}, within(1e-15));
        assertThat(rates(new Exponential(0.5, 1), 4)).containsExactly(0.4, 0.8, 0.4, 0.2);
    }

    @Test
    void cosineFallsTowardsItsMinLearningRate() {
        // ½(1 + cos 0°, 45°, 90°, 135°) = 1, (2 + √2)/4, ½, (2 − √2)/4 of the way from 0 to 0.8 and from 0.2 to 0.8.
        double most = (2 + Math.sqrt(2)) / 4;
        double least = (2 - Math.sqrt(2)) / 4;

        assertThat(rates(new Cosine(0, Cosine.TO_THE_END, 0), 4)).containsExactly(
                new double[] {0.8, 0.8 * most, 0.4, 0.8 * least}, within(1e-15));
        assertThat(rates(new Cosine(0.2, Cosine.TO_THE_END, 0), 4)).containsExactly(
                new double[] {0.8, 0.2 + 0.6 * most, 0.5, 0.2 + 0.6 * least}, within(1e-15));
    }

    @Test
    void cosinePeriodStartsAfterTheWarmUp() {
        assertThat(rates(new Cosine(0, Cosine.TO_THE_END, 1), 3)).containsExactly(
                new double[] {0.4, 0.8, 0.4}, within(1e-15));
    }

    @Test
    void cosineRestartsWithTheFullRateAfterEachPeriod() {
        // A period of two is the full rate and its half.
        assertThat(rates(new Cosine(0, 2, 0), 5)).containsExactly(
                new double[] {0.8, 0.4, 0.8, 0.4, 0.8}, within(1e-15));
        assertThat(rates(new Cosine(0, 4, 0), 2)).as("longer than the plan").containsExactly(
                new double[] {0.8, 0.8 * (2 + Math.sqrt(2)) / 4}, within(1e-15));
    }

    @Test
    void plateauReducesTheRateWhenPatienceIsOver() {
        var plateau = new Plateau(Monitor.COST, 0.5, 2, 0, 0, 0);

        // Better, worse, worse: reduced. The best stays 5: worse, equal: reduced. Better.
        assertThat(ratesByCosts(plateau, 5, 6, 7, 6, 5, 4, 4)).containsExactly(0.8, 0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.2);
    }

    @Test
    void plateauDoesNotCountAnImprovementOfExactlyMinDelta() {
        var plateau = new Plateau(Monitor.COST, 0.5, 1, 0.5, 0, 0);

        assertThat(ratesByCosts(plateau, 5, 4.5, 4.25)).containsExactly(0.8, 0.8, 0.4, 0.4);
    }

    @Test
    void plateauStopsAtItsMinLearningRate() {
        var plateau = new Plateau(Monitor.COST, 0.5, 1, 0, 0.3, 0);

        assertThat(ratesByCosts(plateau, 5, 5, 5, 5)).containsExactly(0.8, 0.8, 0.4, 0.3, 0.3);
    }

    @Test
    void plateauIgnoresCostsOfTheWarmUp() {
        var plateau = new Plateau(Monitor.COST, 0.5, 1, 0, 0, 2);

        // The costs of the warm-up are the lowest, and the second is worse than the first.
        assertThat(ratesByCosts(plateau, 1, 2, 5, 4, 4)).containsExactly(
                RATE * (1 / 3.0), RATE * (2 / 3.0), 0.8, 0.8, 0.8, 0.4);
    }

    @Test
    void plateauCanMonitorTheValidationCost() {
        var rates = new LearningRates(plan(new Plateau(Monitor.VALIDATION_COST, 0.5, 1, 0, 0, 0), 3));

        rates.note(record(1, 5, 2));
        rates.note(record(2, 4, 3));

        assertThat(rates.of(3)).isEqualTo(0.4);
    }

    @Test
    void recordedRateIsTheOneThatTheEpochWasTrainedWith() {
        // |w·1 − 100| has the gradient −1: every epoch adds its rate to w.
        var network = line(0, Loss.MEAN_ABSOLUTE_ERROR);
        var samples = Engine.samples(Precision.FLOAT64, new double[][] {{1}}, new double[][] {{100}});

        var run = Engine.train(network, samples, plan(new Step(0.5, 1, 1), 4));

        assertThat(run.records()).extracting(EpochRecord::learningRate).containsExactly(Double.NaN, 0.4, 0.8, 0.4, 0.2);
        assertThat(network.weights(0).get(0, 0)).isEqualTo(0.4 + 0.8 + 0.4 + 0.2);
    }

    @Test
    void adamwDecaysWeightsByTheScheduledRate() {
        // Without an input there is no gradient: only the decay moves the weight.
        var network = line(1, Loss.MEAN_SQUARED_ERROR);
        var samples = Engine.samples(Precision.FLOAT64, new double[][] {{0}}, new double[][] {{1}});
        var adamw = new OptimizerDefinition.Adamw(0.5, 0.9, 0.999, 1e-8, 0.5);
        var plan = withSchedule(TrainingPlan.of(2, 1, adamw, 1, new Metric.Multilabel()), new Step(0.5, 1, 0));

        Engine.train(network, samples, plan);

        assertThat(network.weights(0).get(0, 0)).isEqualTo((1 - 0.5 * 0.5) * (1 - 0.25 * 0.5));
    }

    @Test
    void everyOptimizerUsesTheScheduledRate() {
        var samples = Engine.samples(Precision.FLOAT64, new double[][] {{1}, {2}}, new double[][] {{3}, {1}});
        for (var optimizer : StatefulRuns.optimizers()) {
            var constant = line(0.5, Loss.MEAN_SQUARED_ERROR);
            var halved = line(0.5, Loss.MEAN_SQUARED_ERROR);
            var plan = TrainingPlan.of(1, 2, optimizer, 1, new Metric.Multilabel());

            Engine.train(constant, samples, plan);
            Engine.train(halved, samples, withSchedule(plan, new ConstantRate(1)));

            // A single step from the same state is as long as its rate, with AdamW's decay.
            assertThat(halved.weights(0).get(0, 0) - 0.5).as(optimizer.toString())
                    .isCloseTo((constant.weights(0).get(0, 0) - 0.5) / 2, within(1e-12))
                    .isNotZero();
        }
    }

    @Test
    void scheduleSettingsOutsideTheirRangeAreRejected() {
        assertRejected(() -> new ConstantRate(-1), "warmupEpochs must be at least 0");
        assertRejected(() -> new Step(1, 1, 0), "factor must be greater than 0 and less than 1, but is 1.0");
        assertRejected(() -> new Step(0.5, 0, 0), "stepEpochs must be at least 1");
        assertRejected(() -> new Exponential(Double.NaN, 0), "decay");
        assertRejected(() -> new Cosine(-1, 1, 0), "minLearningRate");
        assertRejected(() -> new Cosine(0, -1, 0), "periodEpochs");
        assertRejected(() -> new Plateau(null, 0.1, 1, 0, 0, 0), "monitor must be given");
        assertRejected(() -> new Plateau(Monitor.COST, 0, 1, 0, 0, 0), "factor");
        assertRejected(() -> new Plateau(Monitor.COST, 0.1, 0, 0, 0, 0), "patience");
        assertRejected(() -> new Plateau(Monitor.COST, 0.1, 1, -1, 0, 0), "minDelta");
        assertRejected(() -> plan(new Cosine(1, 1, 0), 1), "at most the optimizer's learning rate, 0.8, but is 1.0");
        var samples = Engine.samples(Precision.FLOAT64, new double[][] {{1}}, new double[][] {{1}});
        var byValidation = plan(new Plateau(Monitor.VALIDATION_COST, 0.1, 1, 0, 0, 0), 1);
        assertRejected(
                () -> Engine.train(line(1, Loss.MEAN_SQUARED_ERROR), samples, byValidation), "without validation");
    }

    private static void assertRejected(ThrowingCallable attempt, String message) {
        assertThatIllegalArgumentException().isThrownBy(attempt).withMessageContaining(message);
    }

    /** Of all epochs of a plan. */
    private static double[] rates(LearningRateSchedule schedule, int epochs) {
        var rates = new LearningRates(plan(schedule, epochs));
        return IntStream.rangeClosed(1, epochs).mapToDouble(rates::of).toArray();
    }

    /** Of the epochs that have these costs, and of the one after them. */
    private static List<Double> ratesByCosts(LearningRateSchedule schedule, double... costs) {
        var rates = new LearningRates(plan(schedule, costs.length + 1));
        var list = new ArrayList<Double>();
        for (int epoch = 1; epoch <= costs.length; epoch++) {
            list.add(rates.of(epoch));
            rates.note(record(epoch, costs[epoch - 1], Double.NaN));
        }
        list.add(rates.of(costs.length + 1));
        return list;
    }

    private static EpochRecord record(int epoch, double cost, double validationCost) {
        return new EpochRecord(epoch, scores(cost), scores(validationCost), RATE, 1, 1);
    }

    private static Scores scores(double cost) {
        return new Scores(cost, Double.NaN, Double.NaN, Double.NaN);
    }

    private static TrainingPlan plan(LearningRateSchedule schedule, int epochs) {
        return withSchedule(TrainingPlan.of(epochs, 1, new OptimizerDefinition.Sgd(RATE), 1, new Metric.Multilabel()),
                schedule);
    }

    private static Network line(double weight, Loss loss) {
        var layer = new LayerDefinition(1, Activation.IDENTITY, false, 0, 0, 0, new double[][] {{weight}}, null);
        return Network.initialize(new NetworkDefinition(Precision.FLOAT64, 1, List.of(layer), loss), 0);
    }
}
