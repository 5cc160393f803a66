package dev.chainrule.explain.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.explain.descent.Minimization.Plan;
import dev.chainrule.explain.descent.Minimization.Result;
import dev.chainrule.graph.expression.Expression;
import dev.chainrule.network.Engine;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descent, step by step. */
class MinimizationTest {
    private static final String TUTORIAL = "x^4 - 3*x^3 + 2";
    private static final String ROSENBROCK = "(1 - x)^2 + 100*(y - x^2)^2";

    private static Plan plan(Direction direction, double learningRate, double precision, int maxSteps,
            double momentum) {
        return new Plan(direction, learningRate, precision, maxSteps, momentum, 1_000_000);
    }

    private static Plan descent(double learningRate) {
        return plan(Direction.DESCENT, learningRate, 1e-5, 10_000, 0);
    }

    private static Result run(String function, Plan plan, double... start) {
        var minimization = new Minimization(Expression.parse(function), plan, Engine.FLOAT64);
        assertThat(minimization.start(start)).isEmpty();
        return minimization.run(() -> false);
    }

    @Test
    void theTutorialsFiguresComeOutToTheLastBit() {
        var result = run(TUTORIAL, descent(0.01), 4);

        assertThat(result.end().x()).containsExactly(2.2500325268933734);
        assertThat(result.steps()).isEqualTo(42);
        assertThat(result.ending()).isInstanceOf(MinimizationOutcome.Converged.class);
        assertThat(result.end().x()[0]).isCloseTo(9 / 4.0, within(1e-4));
        assertThat(result.path().getFirst().gradient()).containsExactly(112);
        assertThat(run(TUTORIAL, descent(0.01), -1).path().getFirst().gradient()).containsExactly(-13);
    }

    @Test
    void thePathIsTheLoopOfTheTutorial() {
        var result = run(TUTORIAL, descent(0.01), 4);

        double x = 4;
        double moved = 1;
        int steps = 0;
        while (moved > 1e-5) {
            double before = x;
            var point = result.path().get(steps);
            assertThat(point.step()).isEqualTo(steps);
            assertThat(point.x()[0]).isEqualTo(before, within(1e-14));
            assertThat(point.value()).isEqualTo(before * before * before * before - 3 * before * before * before + 2,
                    within(1e-13));
            x += -0.01 * (4 * StrictMath.pow(before, 3) - 9 * StrictMath.pow(before, 2));
            moved = Math.abs(x - before);
            steps++;
        }
        assertThat(result.path()).hasSize(steps + 1);
        assertThat(result.end().x()).containsExactly(x);
    }

    @Test
    void anAscentClimbs() {
        var up = run("2 - (x - 3)^2", plan(Direction.ASCENT, 0.1, 1e-9, 1000, 0), 0);

        assertThat(up.ending()).isInstanceOf(MinimizationOutcome.Converged.class);
        assertThat(up.end().x()[0]).isCloseTo(3, within(1e-7));
        assertThat(up.path()).isSortedAccordingTo((one, other) -> Double.compare(one.value(), other.value()));
        var tutorial = run(TUTORIAL, plan(Direction.ASCENT, 0.001, 1e-5, 5, 0), 4);
        assertThat(tutorial.path()).isSortedAccordingTo((one, other) -> Double.compare(one.value(), other.value()));
        assertThat(tutorial.end().value()).isGreaterThan(66);
    }

    @Test
    void descentReachesTheMinimumOfRosenbrocksFunction() {
        var result = run(ROSENBROCK, plan(Direction.DESCENT, 0.001, 1e-9, 100_000, 0), -1.2, 1);

        assertThat(result.ending()).isInstanceOf(MinimizationOutcome.Converged.class);
        assertThat(result.end().x()[0]).isCloseTo(1, within(1e-5));
        assertThat(result.end().x()[1]).isCloseTo(1, within(1e-5));
    }

    @Test
    void momentumNeedsFewerStepsInRosenbrocksValley() {
        var plain = run(ROSENBROCK, plan(Direction.DESCENT, 0.001, 1e-9, 100_000, 0), -1.2, 1);
        var withMomentum = run(ROSENBROCK, plan(Direction.DESCENT, 0.001, 1e-9, 100_000, 0.9), -1.2, 1);

        assertThat(withMomentum.end().x()[0]).isCloseTo(1, within(1e-5));
        assertThat(withMomentum.steps()).isLessThan(plain.steps() / 4);
    }

    @Test
    void momentumAddsUpGradients() {
        // f′ = 2x: v = 2·1 = 2, x = 0.8; v = 0.5·2 + 1.6 = 2.6, x = 0.54; v = 0.5·2.6 + 1.08 = 2.38, x = 0.302.
        var result = run("x^2", plan(Direction.DESCENT, 0.1, 0, 3, 0.5), 1);

        assertThat(result.path().stream().mapToDouble(point -> point.x()[0]).toArray())
                .containsExactly(new double[] {1, 0.8, 0.54, 0.302}, within(1e-15));
    }

    @Test
    void allStepsWithoutAnEndSayWhatToDo() {
        var slow = run("x^2", plan(Direction.DESCENT, 0.001, 1e-9, 100, 0), 1);
        var toAndFro = run("x^2", plan(Direction.DESCENT, 1, 1e-9, 100, 0), 1);

        assertThat(slow.steps()).isEqualTo(100);
        assertThat(slow.ending().reason()).isEqualTo(MinimizationEnd.MAX_STEPS);
        assertThat(slow.ending().detail()).contains("The last of 100 steps", "allow more maxSteps");
        assertThat(toAndFro.ending().reason()).isEqualTo(MinimizationEnd.MAX_STEPS);
        assertThat(toAndFro.ending().detail()).contains("by 2.0", "choose a smaller learningRate");
    }

    @Test
    void divergingStepNamesTheOperatorAndThePoint() {
        var result = run(TUTORIAL, descent(1), 4);

        assertThat(result.ending().reason()).isEqualTo(MinimizationEnd.DIVERGED);
        assertThat(result.ending().detail())
                .contains("Step " + (result.steps() + 1) + " led to numbers that are not finite", "\"x^4\" (column 1)",
                        "at x = ",
                        "smaller learningRate");
        assertThat(result.path()).allSatisfy(point -> {
            assertThat(point.x()[0]).isFinite();
            assertThat(point.value()).isFinite();
            assertThat(point.gradient()[0]).isFinite();
        });
    }

    @Test
    void aLineHasNoMinimum() {
        var result = run("1e300*x", plan(Direction.DESCENT, 1e5, 0, 10_000, 0), 0);

        assertThat(result.ending().reason()).isEqualTo(MinimizationEnd.DIVERGED);
        assertThat(result.ending().detail()).contains("unless the function has no minimum");
        assertThat(run("x^3", plan(Direction.ASCENT, 1, 0, 10_000, 0), 1).ending().detail())
                .contains("unless the function has no maximum");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x^2 - log(x)         | 3   | "log(x)" (column 7) is not defined: a logarithm needs a number above 0
            sqrt(x) + x          | 1   | "sqrt(x)" (column 1) is not defined: a root needs a number of at least 0
            (x - 1)^2 + 0/(x+1)  | 3   | "0/(x+1)" (column 13) is not defined: it divides by 0
            """)
    void stepOutOfTheDomainNamesTheOperatorAndThePoint(String function, double start, String detail) {
        var result = run(function, descent(1), start);

        assertThat(result.ending().reason()).isEqualTo(MinimizationEnd.DOMAIN_ERROR);
        assertThat(result.ending().detail()).contains(detail, "at x = ", "smaller learningRate");
        assertThat(result.end().value()).isFinite();
    }

    @Test
    void aPointWithoutDerivativeIsOutOfTheDomain() {
        // From 1 with rate 2: f′ = 0.5/√1 = 0.5, so the first step leads to 0 exactly.
        var result = run("sqrt(x)", descent(2), 1);

        assertThat(result.ending().reason()).isEqualTo(MinimizationEnd.DOMAIN_ERROR);
        assertThat(result.steps()).isZero();
        assertThat(result.ending().detail()).contains("\"sqrt(x)\" (column 1) has no finite derivative, at x = 0.0");
    }

    @Test
    void startOutsideTheDomainIsRefused() {
        var minimization = new Minimization(Expression.parse("x + log(y)"), descent(0.1), Engine.FLOAT64);

        assertThat(minimization.start(new double[] {1, 0})).hasValueSatisfying(why -> assertThat(why)
                .contains("\"log(y)\" (column 5) is not defined", "at x = 1.0, y = 0.0"));
    }

    @Test
    void stepThatChangesNoVariableEndsTheMinimization() {
        var result = run("abs(x)", plan(Direction.DESCENT, 0.1, 0, 100, 0), 0);

        assertThat(result.steps()).isEqualTo(1);
        assertThat(result.ending()).isInstanceOf(MinimizationOutcome.Converged.class);
    }

    @Test
    void stepsBelowTheRoundingErrorAreNotAMinimum() {
        var result = run(TUTORIAL, descent(1e-9), 4);

        assertThat(result.steps()).isEqualTo(1);
        assertThat(result.ending().detail()).contains("which is not near 0: choose a smaller precision to continue");
    }

    @Test
    void minimizationEndsAtItsTimeLimit() {
        var looks = new AtomicInteger();
        var minimization = new Minimization(Expression.parse("x^2"), plan(Direction.DESCENT, 1e-9, 0, 100_000_000, 0),
                Engine.FLOAT64);
        assertThat(minimization.start(new double[] {1})).isEmpty();

        var result = minimization.run(() -> looks.incrementAndGet() == 3);

        assertThat(result.ending().reason()).isEqualTo(MinimizationEnd.TIME_LIMIT);
        assertThat(result.steps()).isEqualTo(3 * (20_000 / 3));
        assertThat(result.ending().detail()).contains("After " + result.steps() + " steps");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 42, 43, 44, 100})
    void thePathIsThinnedEvenly(int maxPoints) {
        var plan = new Plan(Direction.DESCENT, 0.01, 1e-5, 10_000, 0, maxPoints);

        var path = run(TUTORIAL, plan, 4).path();

        assertThat(path).hasSize(Math.min(maxPoints, 43));
        assertThat(path.getFirst().step()).isZero();
        assertThat(path.getLast().step()).isEqualTo(42);
        assertThat(path.getLast().x()).containsExactly(2.2500325268933734);
    }

    @Test
    void theStepsOfAShortPathAreEquallyFarApart() {
        var plan = new Plan(Direction.DESCENT, 0.01, 1e-5, 10_000, 0, 4);

        assertThat(run(TUTORIAL, plan, 4).path()).extracting(PathPoint::step).containsExactly(0, 14, 28, 42);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 100, 1000})
    void longPathsAreThinnedEvenlyToo(int maxPoints) {
        int steps = 54_321;
        var path = run("x^2", new Plan(Direction.DESCENT, 1e-6, 0, steps, 0, maxPoints), 1).path();

        assertThat(path).hasSize(maxPoints);
        assertThat(path.getFirst().step()).isZero();
        assertThat(path.getLast().step()).isEqualTo(steps);
        double even = (double) steps / (maxPoints - 1);
        IntStream.range(1, maxPoints).forEach(i -> assertThat((double) path.get(i).step() - path.get(i - 1).step())
                .isBetween(even * 0.4, even * 1.6));
    }
}
