package dev.chainrule.explain.backprop;

import dev.chainrule.budget.Computation;
import dev.chainrule.explain.Batch;
import dev.chainrule.explain.ElementNames;
import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.explain.ParameterIndex;
import dev.chainrule.explain.ParameterIndex.ParameterElement;
import dev.chainrule.explain.backprop.Kinks.Kink;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.GraphRun;
import dev.chainrule.graph.LossNode;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.network.RandomStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Compares gradients by the chain rule with central differences (C(w + h) − C(w − h)) / 2h, penalties included, in float64.
 *
 * <p>h is the step, multiplied by |w| where |w| is above 1. Where the two differ by more than the tolerance, the difference is refined once by
 * Richardson's extrapolation (4·D(h/2) − D(h)) / 3, whose error falls with h⁴: the remaining difference does not depend on the step.
 *
 * <p>The relative error is |analytic − numeric| / max(|analytic|, |numeric|, floor). A difference of two costs is known to rounding only,
 * to about ε·S/h with ε = 2⁻⁵² and S = |C| + Σ|∂C/∂v·v| over all values v of the graph, each of which is rounded, and the logits that
 * cancel in a softmax's cross-entropy (S at w, and at w ± h where the two differ). The floor is {@value #ROUNDINGS} times that, divided by the tolerance: an error within rounding passes, however small the gradient is.
 */
final class GradientCheck {
    private static final int ROUNDINGS = 2;

    /** Bytes of a comparison, stored and in the answer, without kinks. */
    private static final int COMPARISON = 512;

    /** How many kinks of one parameter are named at most. */
    private static final int MOST_KINKS = 5;

    /**
     * @param step h, where |w| is at most 1
     * @param tolerance the largest relative error that passes
     */
    record CheckSettings(double step, double tolerance) {}

    /** The result of a parameter's comparison. */
    enum ComparisonOutcome {
        AGREES,
        /** A kink lies within the difference, so there is no gradient to compare with. */
        AT_KINK, DIFFERS
    }

    /**
     * @param position in {@link Graph#parameters()}
     * @param relativeError NaN where a gradient is not finite
     * @param kinks within the difference; none unless the gradients differ
     */
    record Comparison(
            int position, ParameterElement element, double analytic, double numeric, double relativeError,
            ComparisonOutcome outcome,
            List<Kink> kinks) {}

    private final Graph graph;
    private final GraphRun run;
    private final CheckSettings settings;
    private final ParameterIndex index;
    private final Kinks kinks;
    private final double cost;
    private final double floor;

    GradientCheck(ExplainedModel explained, Batch batch, CheckSettings settings, MatrixOperations operations) {
        this.graph = explained.graph();
        this.settings = settings;
        this.index = new ParameterIndex(graph, explained.layered());
        run = graph.run(batch.x(), batch.y(), operations);
        kinks = new Kinks(run, new ElementNames(graph.definition()));
        run.forward();
        run.backward();
        cost = run.cost();
        floor = floor(settings.step());
    }

    /** For the present values of the run. */
    private double floor(double step) {
        return Math.max(Double.MIN_NORMAL,
                ROUNDINGS * Math.ulp(1.0) * size(run) / (step * settings.tolerance()));
    }

    /** The larger floor of w + h and w − h: where C and ∂C/∂v are 0 at w itself, they do not show how its neighbours are rounded. */
    private double floorNear(int position, double step) {
        double w = graph.parameters().get(0, position);
        double largest = 0;
        for (double near : new double[] {w + step, w - step}) {
            costAt(position, near);
            run.backward();
            largest = Math.max(largest, floor(step));
        }
        graph.parameters().set(0, position, w);
        return largest;
    }

    /** |C| + Σ|∂C/∂v·v|, and of each loss the terms that cancel in it. */
    private static double size(GraphRun run) {
        double size = Math.abs(run.cost());
        for (var node : run.nodes()) {
            if (node.hasGradient()) {
                if (node instanceof LossNode loss) {
                    size += Math.abs(loss.gradient().get(0, 0)) * loss.cancellingSize();
                }
                for (int i = 0; i < node.value().rows(); i++) {
                    for (int j = 0; j < node.value().columns(); j++) {
                        size += Math.abs(node.value().get(i, j) * node.gradient().get(i, j));
                    }
                }
            }
        }
        return size;
    }

    /**
     * The bytes that a check takes beside the version: a run with all gradients, the gradient of all parameters, which piece of its kinks every value
     * is on three times, and the comparisons.
     *
     * @param graph in float64
     * @param rowNumbers inputs and targets of a row
     * @param checked how many parameters are compared
     */
    static long bytes(GraphDefinition graph, long rowNumbers, long rows, int checked) {
        return Saturated.sum(
                Trace.ofRun(graph, rowNumbers, rows),
                Saturated.product(graph.parameterCount(), Double.BYTES),
                Saturated.product(3L * Integer.BYTES, graph.numbers(Math.clamp(rows, 0, Integer.MAX_VALUE))),
                Saturated.product(checked, COMPARISON));
    }

    double cost() {
        return cost;
    }

    double floorHere() {
        return floor;
    }

    /** The gradients by the chain rule: 1 × all parameters. */
    Matrix analytic() {
        var flat = Matrix.zeros(graph.precision(), 1, graph.parameters().size());
        for (var parameter : graph.definition().parameters()) {
            var gradient = run.node(parameter.name()).gradient();
            flat.view(graph.position(parameter.name(), 0, 0), gradient.rows(), gradient.columns()).copyFrom(gradient);
        }
        return flat;
    }

    /**
     * @param positions of the parameters to check
     * @param analytic 1 × all parameters
     * @return the largest error first
     */
    List<Comparison> compare(int[] positions, Matrix analytic) {
        var comparisons = new ArrayList<Comparison>();
        for (int position : positions) {
            Computation.checkpoint();
            comparisons.add(compare(position, analytic.get(0, position)));
        }
        comparisons.sort(Comparator.comparingDouble(Comparison::relativeError).reversed());
        return comparisons;
    }

    private Comparison compare(int position, double analytic) {
        double w = graph.parameters().get(0, position);
        double step = settings.step() * Math.max(1, Math.abs(w));
        double here = floor * settings.step() / step;
        double numeric = difference(position, step);
        double error = error(analytic, numeric, here);
        if (!(error <= settings.tolerance())) {
            numeric = (4 * difference(position, step / 2) - numeric) / 3;
            error = error(analytic, numeric, Math.max(here, floorNear(position, step)));
        }
        var element = index.at(position);
        if (error <= settings.tolerance()) {
            return new Comparison(position, element, analytic, numeric, error, ComparisonOutcome.AGREES, List.of());
        }
        var reached = kinksWithin(position, element, step);
        return new Comparison(position, element, analytic, numeric, error,
                reached.isEmpty() ? ComparisonOutcome.DIFFERS : ComparisonOutcome.AT_KINK, reached);
    }

    private static double error(double analytic, double numeric, double floor) {
        return analytic == numeric ? 0
                : Math.abs(analytic - numeric) / Math.max(floor, Math.max(Math.abs(analytic), Math.abs(numeric)));
    }

    private double difference(int position, double step) {
        double w = graph.parameters().get(0, position);
        // Divided by the distance of what w + h and w − h are rounded to.
        double above = costAt(position, w + step);
        double below = costAt(position, w - step);
        graph.parameters().set(0, position, w);
        return (above - below) / ((w + step) - (w - step));
    }

    /** C with the penalty of this parameter: those of the others do not change. */
    private double costAt(int position, double w) {
        graph.parameters().set(0, position, w);
        run.forward();
        var parameter = parameter(index.at(position));
        return run.cost() + parameter.l1() * Math.abs(w) + parameter.l2() / 2 * w * w;
    }

    private Parameter parameter(ParameterElement element) {
        return (Parameter) run.node(element.node()).definition();
    }

    private List<Kink> kinksWithin(int position, ParameterElement element, double step) {
        double w = graph.parameters().get(0, position);
        costAt(position, w - step);
        var below = kinks.pieces();
        costAt(position, w + step);
        var above = kinks.pieces();
        costAt(position, w);
        var reached = new ArrayList<>(kinks.between(below, kinks.pieces(), above, MOST_KINKS));
        if (parameter(element).l1() > 0 && Math.abs(w) <= step) {
            reached.add(new Kink(element.node(), "the L1 penalty", index.inWords(element), null, element.column(), w, 0,
                    Math.abs(w)));
        }
        return reached;
    }

    /** Every number's position in order; or, if there are more than {@code sample}, that many at random. */
    static int[] positions(int count, int sample, RandomStream random) {
        if (count <= sample) {
            return IntStream.range(0, count).toArray();
        }
        // Floyd's algorithm: every set of this size is equally likely.
        var chosen = new TreeSet<Integer>();
        for (int last = count - sample; last < count; last++) {
            int position = random.nextInt(last + 1);
            if (!chosen.add(position)) {
                chosen.add(last);
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }
}
