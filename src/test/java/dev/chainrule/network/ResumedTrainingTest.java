package dev.chainrule.network;

import static dev.chainrule.network.StatefulRuns.EPOCHS;
import static dev.chainrule.network.StatefulRuns.NADAM;
import static dev.chainrule.network.StatefulRuns.SGD;
import static dev.chainrule.network.StatefulRuns.decoded;
import static dev.chainrule.network.StatefulRuns.encoded;
import static dev.chainrule.network.StatefulRuns.optimizers;
import static dev.chainrule.network.StatefulRuns.plan;
import static dev.chainrule.network.StatefulRuns.resumed;
import static dev.chainrule.network.StatefulRuns.secondsPerLook;
import static dev.chainrule.network.StatefulRuns.summary;
import static dev.chainrule.network.StatefulRuns.withoutTime;
import static dev.chainrule.network.TrainingPlans.withEarlyStopping;
import static dev.chainrule.network.TrainingPlans.withSchedule;
import static dev.chainrule.network.TrainingPlans.withShuffle;
import static dev.chainrule.network.TrainingPlans.withStopAtCost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chainrule.matrix.Precision;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.network.StatefulRuns.Kind;
import dev.chainrule.network.StatefulRuns.Run;
import dev.chainrule.network.StatefulRuns.Setup;
import dev.chainrule.network.StatefulRuns.StateKeeper;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that resumes from a state is the run that never stopped, to the bit. */
class ResumedTrainingTest {
    static Stream<Arguments> optimizersPrecisionsAndKinds() {
        return optimizers().stream()
                .flatMap(optimizer -> Arrays.stream(Precision.values())
                        .flatMap(precision -> Arrays.stream(Kind.values())
                                .map(kind -> Arguments.of(optimizer, precision, kind))));
    }

    @ParameterizedTest
    @MethodSource("optimizersPrecisionsAndKinds")
    void runResumedAfterAnyEpochEqualsTheUninterruptedRun(
            OptimizerDefinition optimizer, Precision precision, Kind kind) {
        var setup = new Setup(precision, kind, kind.plan(plan(optimizer)));

        assertResumesAfterAnyEpoch(setup, setup.run());
    }

    private static void assertResumesAfterAnyEpoch(Setup setup, Run whole) {
        assertThat(whole.states()).hasSameSizeAs(whole.records());
        for (int epoch = 0; epoch < whole.states().size(); epoch++) {
            var resumed = setup.resume(decoded(whole.states().get(epoch)));

            assertThat(resumed.withoutTime()).as("after epoch %d", epoch).isEqualTo(whole.withoutTimeAfter(epoch));
            assertThat(resumed.parameters()).as("after epoch %d", epoch).isEqualTo(whole.parameters());
            assertThat(resumed.outcome()).as("after epoch %d", epoch).isEqualTo(whole.outcome());
        }
    }

    static Stream<Arguments> schedulesAndOptimizers() {
        var adamw = new OptimizerDefinition.Adamw(0.01, 0.9, 0.999, 1e-8, 0.1);
        return Stream.of(
                new LearningRateSchedule.ConstantRate(3),
                new LearningRateSchedule.Step(0.3, 2, 1),
                new LearningRateSchedule.Exponential(0.7, 2),
                new LearningRateSchedule.Cosine(1e-3, LearningRateSchedule.Cosine.TO_THE_END, 2),
                new LearningRateSchedule.Cosine(0, 2, 1),
                new LearningRateSchedule.Plateau(Monitor.COST, 0.5, 1, 1e9, 0, 0),
                new LearningRateSchedule.Plateau(Monitor.VALIDATION_COST, 0.5, 2, 1e9, 1e-3, 1))
                .flatMap(schedule -> Stream.of(SGD, adamw, NADAM).map(optimizer -> Arguments.of(schedule, optimizer)));
    }

    @ParameterizedTest
    @MethodSource("schedulesAndOptimizers")
    void resumedRunWithAScheduleEqualsTheUninterruptedRun(
            LearningRateSchedule schedule, OptimizerDefinition optimizer) {
        var setup = new Setup(Precision.FLOAT32, Kind.VALIDATED, withSchedule(plan(optimizer), schedule));
        var whole = setup.run();
        assertThat(whole.records().stream().skip(1).map(EpochRecord::learningRate).distinct()).hasSizeGreaterThan(1);

        assertResumesAfterAnyEpoch(setup, whole);
    }

    /** Of a network that is trained block by block, where parameters move on the way back. */
    @ParameterizedTest
    @MethodSource("dev.chainrule.network.StatefulRuns#optimizers")
    void resumedRunOfALargerNetworkEqualsTheUninterruptedRun(OptimizerDefinition optimizer) {
        var setup = new Setup(Precision.FLOAT32, Kind.REGULARISED, plan(optimizer), 150);
        var whole = setup.run();

        var resumed = setup.resume(decoded(whole.states().get(2)));

        assertThat(resumed.withoutTime()).isEqualTo(whole.withoutTimeAfter(2));
        assertThat(resumed.parameters()).isEqualTo(whole.parameters());
    }

    @Test
    void testRunsEndCompletedAndEarlyStopped() {
        var ends = optimizersPrecisionsAndKinds()
                .map(Arguments::get)
                .map(a -> new Setup((Precision) a[1], (Kind) a[2],
                        ((Kind) a[2]).plan(plan((OptimizerDefinition) a[0]))))
                .map(setup -> setup.run().outcome().getClass().getSimpleName())
                .toList();

        assertThat(ends).contains("Completed", "EarlyStopped");
    }

    @ParameterizedTest
    @EnumSource
    void everyStateOfAResumedRunIsThatOfTheWholeRun(Precision precision) {
        var setup = new Setup(precision, Kind.STOPPED_EARLY, Kind.STOPPED_EARLY.plan(plan(NADAM)));
        var whole = setup.run();

        var resumed = setup.resume(decoded(whole.states().get(1)));

        for (int i = 0; i < resumed.states().size(); i++) {
            assertThat(withoutTime(resumed.states().get(i))).isEqualTo(withoutTime(whole.states().get(2 + i)));
        }
    }

    @Test
    void longerRunResumesFromTheEndOfAShorterOne() {
        var longer = new Setup(Precision.FLOAT32, Kind.REGULARISED, plan(NADAM));
        var shorter = new Setup(Precision.FLOAT32, Kind.REGULARISED, plan(NADAM, EPOCHS / 2));

        var resumed = longer.resume(decoded(shorter.run().states().getLast()));

        assertThat(resumed.parameters()).isEqualTo(longer.run().parameters());
    }

    @Test
    void stateAtEndIsThatOfTheLastEpochEvenIfTheBestIsRestored() {
        var setup = new Setup(Precision.FLOAT64, Kind.STOPPED_EARLY,
                withEarlyStopping(plan(NADAM), new EarlyStopping(Monitor.COST, 1, 1e9, true)));
        var network = setup.network();
        var listener = new StateKeeper();
        var training = setup.training(network, listener);

        assertThat(training.stateAtEnd()).as("before the run").isEmpty();
        assertThat(training.run()).isEqualTo(new Outcome.EarlyStopped(2, 1, 1));

        assertThat(encoded(training.stateAtEnd().orElseThrow())).isEqualTo(listener.states.getLast());
    }

    @Test
    void aRunThatIsCutShortHasNoStateAtItsEnd() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD));
        var listener = new StateKeeper() {
            @Override
            public boolean stopRequested() {
                return states.size() == 3;
            }
        };
        var training = setup.training(setup.network(), listener);

        assertThat(training.run()).isEqualTo(new Outcome.Cancelled(2));

        assertThat(training.stateAtEnd()).isEmpty();
    }

    @Test
    void aResumedRunThatIsCancelledHasTheParametersOfItsLastCompletedEpoch() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD));
        var whole = setup.run();
        var listener = new StateKeeper() {
            @Override
            public boolean stopRequested() {
                return true;
            }
        };
        var network = setup.network();

        var outcome = resumed(setup.training(network, listener), decoded(whole.states().get(3)));

        assertThat(outcome).isEqualTo(new Outcome.Cancelled(3));
        assertThat(network.parameterBytes()).isEqualTo(decoded(whole.states().get(3))
                .parameters().toLittleEndianBytes());
    }

    @Test
    void resumedRunWhoseStateReachedTheTargetTrainsNoEpoch() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD));
        var whole = setup.run();
        double cost = whole.records().get(3).training().cost();

        var resumed = new Setup(Precision.FLOAT64, Kind.PLAIN, withStopAtCost(plan(SGD), cost))
                .resume(decoded(whole.states().get(3)));

        assertThat(resumed.outcome()).isEqualTo(new Outcome.TargetReached(3, cost, 3));
        assertThat(resumed.records()).isEmpty();
    }

    @Test
    void divergedResumedRunReportsTheCostOfItsState() {
        // An untrained network of a sensible cost, then a step to where a square overflows.
        var steep = withShuffle(plan(new OptimizerDefinition.Sgd(1e300)), false);
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, steep);
        var whole = setup.run();

        var resumed = setup.resume(decoded(whole.states().getFirst()));

        assertThat(whole.outcome()).isInstanceOf(Outcome.Diverged.class);
        assertThat(resumed.outcome()).isEqualTo(whole.outcome());
    }

    @Test
    void secondsOfTheStateCountForTheTimeLimit() {
        // A second passes at every look at the clock: one at the start, one for every batch and every record, and one
        // for the evaluation of epoch 0. So the state of epoch 0 is two seconds old, and an epoch takes two.
        var plan = plan(SGD, 100, TrainingPlan.FULL).withMaxSeconds(8.5);
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan);
        var listener = new StateKeeper();
        var whole = setup.training(setup.network(), listener, secondsPerLook()).run();

        var again = new StateKeeper();
        var resumed = resumed(
                setup.training(setup.network(), again, secondsPerLook()), decoded(listener.states.get(1)));

        assertThat(whole).isEqualTo(new Outcome.TimeLimit(3, 3));
        assertThat(resumed).isEqualTo(whole);
        assertThat(again.list).extracting(EpochRecord::seconds).containsExactly(2.0, 2.0);
        assertThat(again.states.getLast()).isEqualTo(listener.states.getLast());
    }

    @Test
    void exemptEpochsAreCompletedBeyondTheTimeLimit() {
        var plan = plan(SGD, 100, TrainingPlan.FULL).withMaxSeconds(8.5);
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan);

        var again = setup.training(setup.network(), new StateKeeper(), secondsPerLook());
        again.exemptFromTimeLimit(20);

        assertThat(again.run()).isEqualTo(new Outcome.TimeLimit(20, 20));
    }

    @Test
    void timeThatTheListenerBlockedDoesNotCountForTheNextEpoch() {
        var plan = plan(SGD, 100, TrainingPlan.FULL).withMaxSeconds(30.5);
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan);
        var seconds = new AtomicLong();
        var listener = new StateKeeper() {
            @Override
            public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
                super.epochCompleted(record, state);
                if (record.epoch() == 1) {
                    seconds.addAndGet(20);
                }
            }

            @Override
            public long waited() {
                return list.getLast().epoch() == 1 ? 20_000_000_000L : 0;
            }
        };

        var outcome = setup.training(setup.network(), listener, () -> seconds.incrementAndGet() * 1_000_000_000L).run();

        assertThat(listener.list).extracting(EpochRecord::seconds).allMatch(taken -> taken <= 2);
        assertThat(outcome).as("the wait counts for the limit").isEqualTo(new Outcome.TimeLimit(4, 4));
    }

    @Test
    void summaryListsTheLimitsThatWouldEndAResumedRun() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD, 4, TrainingPlan.FULL));
        var listener = new StateKeeper();
        setup.training(setup.network(), listener, secondsPerLook()).run();
        var state = summary(listener.states.getLast());

        assertThat(state.reached(plan(SGD, 4, TrainingPlan.FULL))).containsExactly(StateSummary.Limit.EPOCHS);
        var plan = plan(SGD, 5, TrainingPlan.FULL);
        assertThat(state.reached(plan)).isEmpty();
        assertThat(state.reached(withStopAtCost(plan, state.cost()))).containsExactly(StateSummary.Limit.STOP_AT_COST);
        assertThat(state.reached(withStopAtCost(plan, Math.nextDown(state.cost())))).isEmpty();
        assertThat(state.reached(plan.withMaxSeconds(state.seconds())))
                .containsExactly(StateSummary.Limit.MAX_SECONDS);
        assertThat(state.reached(plan.withMaxSeconds(Math.nextUp(state.seconds())))).isEmpty();
    }

    @Test
    void aStateThatDoesNotFitIsRejectedAndTheNetworkStaysAsItWas() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD));

        assertRejected(setup, new Setup(Precision.FLOAT32, Kind.PLAIN, plan(SGD)), "39 parameters in FLOAT64",
                "FLOAT32");
        assertRejected(setup, new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD), 5), "39 parameters", "has 48");
        assertRejected(setup, new Setup(Precision.FLOAT64, Kind.PLAIN, plan(NADAM)), "must be Sgd", "is Nadam");
        assertRejected(setup, new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD, EPOCHS + 1)), "6 epochs", "epoch 7");
    }

    private static void assertRejected(Setup setup, Setup other, String expected, String actual) {
        var state = decoded(other.run().states().getLast());
        var network = setup.network();
        var before = network.parameterBytes();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> setup.training(network, new StateKeeper()).restore(state))
                .withMessageContainingAll(expected, actual);

        assertThat(network.parameterBytes()).isEqualTo(before);
    }

    @Test
    void earlyStoppingThatTheStateLacksBeginsWithTheNextEpoch() {
        var state = decoded(new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD)).run().states().get(2));
        var stopping = new EarlyStopping(Monitor.COST, 1, 1e9, true);

        var resumed = new Setup(Precision.FLOAT64, Kind.PLAIN, withEarlyStopping(plan(SGD), stopping)).resume(state);

        assertThat(resumed.outcome()).isEqualTo(new Outcome.EarlyStopped(4, 3, 3));
    }

    @Test
    void earlyStoppingByAnotherCostBeginsWithTheNextEpoch() {
        var before = withEarlyStopping(plan(SGD), new EarlyStopping(Monitor.COST, 9, 1e9, true));
        var state = decoded(new Setup(Precision.FLOAT64, Kind.VALIDATED, before).run().states().get(2));
        var stopping = new EarlyStopping(Monitor.VALIDATION_COST, 1, 1e9, true);

        var resumed =
                new Setup(Precision.FLOAT64, Kind.VALIDATED, withEarlyStopping(plan(SGD), stopping)).resume(state);

        assertThat(resumed.outcome()).isEqualTo(new Outcome.EarlyStopped(4, 3, 3));
    }

    @Test
    void earlyStoppingWithoutKeptParametersBeginsWithTheNextEpoch() {
        var before = withEarlyStopping(plan(SGD), new EarlyStopping(Monitor.COST, 9, 1e9, false));
        var state = decoded(new Setup(Precision.FLOAT64, Kind.PLAIN, before).run().states().get(2));
        var stopping = new EarlyStopping(Monitor.COST, 1, 1e9, true);

        var resumed = new Setup(Precision.FLOAT64, Kind.PLAIN, withEarlyStopping(plan(SGD), stopping)).resume(state);

        assertThat(resumed.outcome()).isEqualTo(new Outcome.EarlyStopped(4, 3, 3));
    }

    @Test
    void plateauThatTheStateLacksBeginsWithTheNextEpoch() {
        var byCost = new LearningRateSchedule.Plateau(Monitor.COST, 0.5, 1, 1e9, 0, 0);
        var byValidation = new LearningRateSchedule.Plateau(Monitor.VALIDATION_COST, 0.5, 1, 1e9, 0, 0);
        var states = List.of(
                new Setup(Precision.FLOAT64, Kind.VALIDATED, plan(SGD)).run().states().get(2),
                new Setup(Precision.FLOAT64, Kind.VALIDATED, withSchedule(plan(SGD), byCost)).run().states().get(2));

        for (var state : states) {
            var resumed = new Setup(Precision.FLOAT64, Kind.VALIDATED, withSchedule(plan(SGD), byValidation))
                    .resume(decoded(state));

            assertThat(resumed.records()).extracting(EpochRecord::learningRate).containsExactly(0.1, 0.1, 0.05, 0.025);
        }
    }
}
