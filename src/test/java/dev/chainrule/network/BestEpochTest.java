package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.EarlyStopping.Monitor;
import org.junit.jupiter.api.Test;

/** One parameter, whose value is that of the epoch; the validation's cost is ten times the training's. */
class BestEpochTest {
    private final Matrix parameters = Matrix.zeros(Precision.FLOAT64, 1, 1);

    private static EarlyStopping rule(Monitor monitor, int patience, double minDelta, boolean restoreBest) {
        return new EarlyStopping(monitor, patience, minDelta, restoreBest);
    }

    private void note(BestEpoch best, int epoch, double cost) {
        parameters.set(0, 0, epoch);
        best.note(new EpochRecord(epoch, scores(cost), scores(10 * cost), 0.1, 1, 0));
    }

    private static Scores scores(double cost) {
        return new Scores(cost, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void firstEpochIsTheBestWhateverItsCost() {
        var best = new BestEpoch(rule(Monitor.COST, 1, 5, true), parameters);

        note(best, 1, 1e300);

        assertThat(best.epoch()).isEqualTo(1);
        assertThat(best.patienceIsOver()).isFalse();
    }

    @Test
    void epochThatImprovesByMoreThanMinDeltaIsTheBest() {
        var best = new BestEpoch(rule(Monitor.COST, 2, 0.25, true), parameters);
        note(best, 1, 2);

        note(best, 2, 1.75);
        assertThat(best.epoch()).as("exactly minDelta").isEqualTo(1);
        note(best, 3, Math.nextDown(1.75));
        assertThat(best.epoch()).isEqualTo(3);
    }

    @Test
    void patienceCountsConsecutiveEpochsThatAreNotBetter() {
        var best = new BestEpoch(rule(Monitor.COST, 2, 0, false), parameters);
        note(best, 1, 2);
        note(best, 2, 2);
        assertThat(best.patienceIsOver()).isFalse();
        note(best, 3, 1);
        note(best, 4, 1);
        assertThat(best.patienceIsOver()).isFalse();

        note(best, 5, Double.NaN);

        assertThat(best.patienceIsOver()).isTrue();
        assertThat(best.epoch()).isEqualTo(3);
    }

    @Test
    void monitorOfTheValidationCostIgnoresTheTrainingCost() {
        var best = new BestEpoch(rule(Monitor.VALIDATION_COST, 1, 5, false), parameters);
        note(best, 1, 2);

        note(best, 2, 1.4);

        assertThat(best.epoch()).as("20 − 14 > 5, but 2 − 1.4 is not").isEqualTo(2);
    }

    @Test
    void restoreGivesTheParametersOfTheBestEpochIfTheyAreKept() {
        var best = new BestEpoch(rule(Monitor.COST, 9, 0, true), parameters);
        var forgetful = new BestEpoch(rule(Monitor.COST, 9, 0, false), parameters);
        assertThat(best.restore()).as("before the first epoch").isFalse();
        for (var each : new BestEpoch[] {best, forgetful}) {
            note(each, 1, 1);
            note(each, 2, 3);
        }

        assertThat(forgetful.restore()).isFalse();
        assertThat(parameters.get(0, 0)).isEqualTo(2);
        assertThat(best.restore()).isTrue();
        assertThat(parameters.get(0, 0)).isEqualTo(1);
    }

    @Test
    void stateOfTheSameMonitorIsContinued() {
        var rule = rule(Monitor.COST, 3, 0, true);
        var earlier = new BestEpoch(rule, parameters);
        note(earlier, 1, 1);
        note(earlier, 2, 2);
        var state = earlier.state();
        note(earlier, 3, 0.5);
        assertThat(state.epoch()).as("it is a copy").isEqualTo(1);

        var resumed = new BestEpoch(rule, parameters);
        resumed.restore(state);

        assertThat(resumed.epoch()).isEqualTo(1);
        note(resumed, 3, 1);
        assertThat(resumed.patienceIsOver()).isFalse();
        note(resumed, 4, 1);
        assertThat(resumed.patienceIsOver()).isTrue();
        assertThat(resumed.restore()).isTrue();
        assertThat(parameters.get(0, 0)).isEqualTo(1);
    }

    @Test
    void stateOfAnotherMonitorOrWithoutTheKeptParametersIsIgnored() {
        var state = new BestEpoch.BestEpochState(Monitor.COST, 1, 7, 3, null);
        var byValidation = new BestEpoch(rule(Monitor.VALIDATION_COST, 3, 0, false), parameters);
        var restoring = new BestEpoch(rule(Monitor.COST, 3, 0, true), parameters);
        var fitting = new BestEpoch(rule(Monitor.COST, 3, 0, false), parameters);

        for (var each : new BestEpoch[] {byValidation, restoring, fitting}) {
            each.restore(state);
        }

        assertThat(byValidation.epoch()).isZero();
        assertThat(restoring.epoch()).isZero();
        assertThat(fitting.epoch()).isEqualTo(7);
        assertThat(fitting.patienceIsOver()).isTrue();
    }

    @Test
    void patienceOfAStateIsOverOnlyForARuleThatCanUseTheState() {
        var state = new BestEpoch.BestEpochState(Monitor.COST, 1, 7, 3, null);

        assertThat(BestEpoch.patienceIsOver(state, rule(Monitor.COST, 3, 0, false))).isTrue();
        assertThat(BestEpoch.patienceIsOver(state, rule(Monitor.COST, 4, 0, false))).isFalse();
        assertThat(BestEpoch.patienceIsOver(state, rule(Monitor.COST, 3, 0, true))).isFalse();
        assertThat(BestEpoch.patienceIsOver(state, rule(Monitor.VALIDATION_COST, 3, 0, false))).isFalse();
    }
}
