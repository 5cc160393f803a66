package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ElementNames;
import dev.chainrule.graph.GraphRun;
import dev.chainrule.graph.LossNode;
import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.Function;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.kernel.CostFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a graph is not smooth: places at which the first derivative of a node jumps (relu, leaky_relu and selu at 0, |z| at 0, the
 * absolute error at equality, probabilities at the bound of their logarithm), or the second (elu and softsign at 0, huber at a
 * difference of 1). A central difference with a kink inside has an error of the order of its step, or more.
 */
final class Kinks {
    /** Probabilities are kept away from 0, and 1 − p too, which in float64 means at p = 1. */
    private static final double CLAMP = CostFunction.SMALLEST_PROBABILITY_FLOAT64;

    private final ElementNames names;
    private final List<Kinked> kinked = new ArrayList<>();

    /** A node whose derivative jumps where a quantity passes one of these places. */
    private record Kinked(Node node, String function, double... places) {}

    /**
     * @param node that has the kink
     * @param element of its input, in words
     * @param row of the input, unless it is the same for all rows
     * @param column of the element
     * @param value of the element, or of its difference from the target
     * @param at where the kink is
     * @param distance of the two
     */
    record Kink(
            String node, String function, String element, @Nullable Integer row, int column, double value, double at,
            double distance) {
        /** {@code relu at z1[2], row 0}. */
        String inWords() {
            return function + " at " + element + (row == null ? "" : ", row " + row);
        }
    }

    Kinks(GraphRun run, ElementNames names) {
        this.names = names;
        for (var node : run.nodes()) {
            if (node.definition() instanceof Operation operation) {
                add(node, operation);
            }
        }
    }

    private void add(Node node, Operation operation) {
        var function = operation.operator().name().toLowerCase(Locale.ROOT);
        switch (operation.operator()) {
            case ActivationOf(var activation) -> {
                switch (activation) {
                    case RELU, LEAKY_RELU, SELU, ELU, SOFTSIGN -> kinked.add(new Kinked(node, function, 0));
                    case IDENTITY, SIGMOID, TANH, GELU, SILU, SOFTPLUS, SOFTMAX -> {}
                }
            }
            case Function elementwise -> {
                switch (elementwise) {
                    case ABS -> kinked.add(new Kinked(node, function, 0));
                    case NEGATE, EXP, LOG, SIN, COS, TAN, SQRT -> {}
                }
            }
            case LossOf(var loss) -> {
                switch (loss) {
                    case MEAN_ABSOLUTE_ERROR -> kinked.add(new Kinked(node, function, 0));
                    case HUBER -> kinked.add(new Kinked(node, function, -1, 1));
                    case BINARY_CROSS_ENTROPY -> addClamped(node, function, CLAMP, 1);
                    case CATEGORICAL_CROSS_ENTROPY -> addClamped(node, function, CLAMP);
                    case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR -> {}
                }
            }
            case Product _,Broadcast _,Reduction _,Concat _ -> {}
        }
    }

    private void addClamped(Node node, String function, double... places) {
        if (node instanceof LossNode loss && !loss.isFused()) {
            kinked.add(new Kinked(node, function, places));
        }
    }

    /** The smooth piece of every element that may have a kink, for the present values of the run. */
    int[][] pieces() {
        return kinked.stream().map(this::pieces).toArray(int[][]::new);
    }

    private int[] pieces(Kinked kinked) {
        var z = changed(kinked.node());
        var pieces = new int[z.size()];
        for (int i = 0; i < z.rows(); i++) {
            for (int j = 0; j < z.columns(); j++) {
                double value = quantity(kinked.node(), i, j);
                int piece = 0;
                for (double place : kinked.places()) {
                    piece += side(value, place);
                }
                pieces[i * z.columns() + j] = piece;
            }
        }
        return pieces;
    }

    /** 0 below the place, 1 at it, 2 above it, or if the value is not a number. */
    private static int side(double value, double place) {
        if (value < place) {
            return 0;
        }
        return value == place ? 1 : 2;
    }

    private static Matrix changed(Node node) {
        return node instanceof LossNode ? node.input(1).value() : node.input(0).value();
    }

    /** The quantity that passes the places: an element, or for losses of differences its difference to the target. */
    private static double quantity(Node node, int row, int column) {
        double value = changed(node).get(row, column);
        if (node.definition() instanceof Operation(_, LossOf(var loss), _)) {
            return switch (loss) {
                case MEAN_ABSOLUTE_ERROR, HUBER -> value - node.input(0).value().get(row, column);
                case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, BINARY_CROSS_ENTROPY, CATEGORICAL_CROSS_ENTROPY ->
                    value;
            };
        }
        return value;
    }

    /**
     * Kinks between points, each of which is given by its pieces, with the present values of the run.
     *
     * @param most how many are given at most
     */
    List<Kink> between(int[][] one, int[][] middle, int[][] other, int most) {
        var kinks = new ArrayList<Kink>();
        for (int k = 0; k < kinked.size(); k++) {
            for (int i = 0; i < middle[k].length && kinks.size() < most; i++) {
                if (one[k][i] != middle[k][i] || middle[k][i] != other[k][i]) {
                    kinks.add(kink(kinked.get(k), i));
                }
            }
        }
        return kinks;
    }

    private Kink kink(Kinked kinked, int index) {
        var node = kinked.node();
        var input = node instanceof LossNode ? node.input(1) : node.input(0);
        int row = index / input.value().columns();
        int column = index % input.value().columns();
        double value = quantity(node, row, column);
        double nearest = kinked.places()[0];
        for (double place : kinked.places()) {
            nearest = Math.abs(value - place) < Math.abs(value - nearest) ? place : nearest;
        }
        return new Kink(node.name(), kinked.function(), names.element(input, row, column),
                names.isOfRows(input) ? (Integer) row : null, column, value, nearest, Math.abs(value - nearest));
    }
}
