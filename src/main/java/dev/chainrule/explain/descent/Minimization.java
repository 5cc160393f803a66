package dev.chainrule.explain.descent;

import dev.chainrule.graph.expression.Expression;
import dev.chainrule.graph.expression.ExpressionGap;
import dev.chainrule.graph.expression.ExpressionRun;
import dev.chainrule.matrix.MatrixOperations;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gradient descent on a function of a few variables: v ← momentum·v + f′(x), x ← x − learningRate·v, until a step moves no variable by
 * more than the precision; that step counts. For an ascent, x ← x + learningRate·v. Each instance runs once.
 */
final class Minimization {
    /** The clock is read after this many evaluated nodes, about every millisecond. */
    private static final int NODES_BETWEEN_LOOKS = 20_000;

    /** How many variables a sentence lists at most. */
    private static final int LISTED = 5;

    private final Expression function;
    private final Plan plan;
    private final ExpressionRun run;

    /** The present point: the number of steps, x, f(x) and f′(x), all finite. */
    private int step;
    private double[] x;
    private double value;
    private double[] gradient;

    /** The next point. */
    private double[] nextX;
    private double[] nextGradient;

    private final double[] velocity;
    /** What the last step added to x. */
    private final double[] move;

    /**
     * The settings.
     *
     * @param learningRate above 0
     * @param precision at least 0
     * @param maxSteps at least 1
     * @param momentum from 0 to below 1
     * @param maxPoints of the path, at least 2
     */
    record Plan(
            Direction direction, double learningRate, double precision, int maxSteps, double momentum, int maxPoints) {}

    /**
     * The result.
     *
     * @param path from the start to where it ended, evenly spaced
     */
    record Result(MinimizationOutcome ending, List<PathPoint> path) {
        PathPoint end() {
            return path.getLast();
        }

        int steps() {
            return end().step();
        }

        boolean hasWholePath() {
            return path.size() == steps() + 1;
        }
    }

    /** @param operations of float64 */
    Minimization(Expression function, Plan plan, MatrixOperations operations) {
        this.function = function;
        this.plan = plan;
        this.run = function.run(operations);
        int variables = function.variables().size();
        x = new double[variables];
        gradient = new double[variables];
        nextX = new double[variables];
        nextGradient = new double[variables];
        velocity = new double[variables];
        move = new double[variables];
    }

    /**
     * Sets the start.
     *
     * @param point a number for each variable, in the function's order; not modified
     * @return why it cannot start there, if the function or its derivatives are not finite
     */
    Optional<String> start(double[] point) {
        x = point.clone();
        value = run.value(x);
        return Double.isFinite(value) && run.gradient(gradient)
                ? Optional.empty()
                : Optional.of(said(run.gap().orElseThrow(), x));
    }

    /**
     * Makes steps until an end.
     *
     * @param timeIsUp called about every millisecond
     */
    Result run(BooleanSupplier timeIsUp) {
        int stepsBetweenLooks = Math.max(1, NODES_BETWEEN_LOOKS / function.nodeCount());
        var path = new MinimizationPath(plan.maxPoints());
        path.add(here());
        var ending = step();
        while (ending.isEmpty()) {
            if (path.wants(step)) {
                path.add(here());
            }
            ending = step % stepsBetweenLooks == 0 && timeIsUp.getAsBoolean()
                    ? Optional.of(new MinimizationOutcome.RequestTimeLimit(step))
                    : step();
        }
        return new Result(ending.get(), path.until(here()));
    }

    /** Makes a step, unless it leads to a point where the function is not finite. */
    private Optional<MinimizationOutcome> step() {
        int farthest = 0;
        boolean back = false;
        for (int i = 0; i < x.length; i++) {
            velocity[i] = plan.momentum() * velocity[i] + gradient[i];
            nextX[i] = plan.direction().step(x[i], plan.learningRate(), velocity[i]);
            double further = nextX[i] - x[i];
            if (i == 0 || Math.abs(further) > Math.abs(move[farthest])) {
                farthest = i;
                back = further * move[i] < 0;
            }
            move[i] = further;
        }
        if (Arrays.stream(nextX).anyMatch(each -> !Double.isFinite(each))) {
            return Optional.of(diverged("it leads to " + at(nextX)));
        }
        double nextValue = run.value(nextX);
        if (!Double.isFinite(nextValue) || !run.gradient(nextGradient)) {
            return Optional.of(ending(run.gap().orElseThrow()));
        }
        arrive(nextValue);
        double size = Math.abs(move[farthest]);
        if (size <= plan.precision()) {
            double steepest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
            return Optional.of(new MinimizationOutcome.Converged(step, plan.precision(), steepest));
        }
        return step < plan.maxSteps()
                ? Optional.empty()
                : Optional.of(new MinimizationOutcome.MaxSteps(step, size, plan.precision(), back));
    }

    private void arrive(double nextValue) {
        var before = x;
        var gradientBefore = gradient;
        step++;
        x = nextX;
        value = nextValue;
        gradient = nextGradient;
        nextX = before;
        nextGradient = gradientBefore;
    }

    private MinimizationOutcome ending(ExpressionGap gap) {
        return switch (gap.kind()) {
            case OVERFLOW -> diverged(said(gap, nextX));
            case UNDEFINED, NO_DERIVATIVE -> new MinimizationOutcome.DomainError(step + 1, said(gap, nextX));
        };
    }

    private MinimizationOutcome diverged(String what) {
        return new MinimizationOutcome.NotFinite(step + 1, what, plan.direction() == Direction.DESCENT);
    }

    private PathPoint here() {
        return new PathPoint(step, x.clone(), value, gradient.clone());
    }

    private String said(ExpressionGap gap, double[] point) {
        return "\"" + gap.part() + "\" (column " + gap.column() + ") " + gap.reason() + ", at " + at(point);
    }

    private String at(double[] point) {
        var shown = IntStream.range(0, Math.min(LISTED, point.length))
                .mapToObj(i -> function.variables().get(i) + " = " + point[i])
                .collect(Collectors.joining(", "));
        return point.length > LISTED ? shown + ", …" : shown;
    }
}
