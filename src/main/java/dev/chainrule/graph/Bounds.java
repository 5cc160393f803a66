package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.network.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;

/**
 * Bounds of the elements of a node's value for any inputs and any parameters of the graph, by interval arithmetic (R. E. Moore, Interval
 * analysis, 1966). They are never too narrow; they may be too wide if inputs of a node depend on each other.
 *
 * @param low may be −∞
 * @param high may be ∞
 */
record Bounds(double low, double high) {
    static final Bounds NONE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    private static final Bounds PROBABILITY = new Bounds(0, 1);
    private static final Bounds SYMMETRIC = new Bounds(-1, 1);

    boolean areWithin(double least, double most) {
        return low >= least && high <= most;
    }

    /** @param inputs bounds of the node's inputs, in order */
    static Bounds of(NodeDefinition node, List<Bounds> inputs) {
        return switch (node) {
            case Input _,Parameter _ -> NONE;
            case Constant constant -> hull(Arrays.stream(constant.value()).flatMapToDouble(Arrays::stream).toArray());
            case Operation operation -> switch (operation.operator()) {
                case Product _,LossOf _ -> NONE;
                case Broadcast broadcast -> of(broadcast, inputs);
                case Reduction reduction -> switch (reduction) {
                    case SUM -> NONE;
                    case MEAN -> inputs.getFirst();
                };
                case Concat _ -> hull(inputs.stream().flatMapToDouble(b -> DoubleStream.of(b.low, b.high)).toArray());
                case Operator.Function function -> of(function, inputs.getFirst());
                case ActivationOf(var activation) -> of(activation, inputs.getFirst());
            };
        };
    }

    private static Bounds of(Activation activation, Bounds z) {
        return switch (activation) {
            case IDENTITY -> z;
            case SIGMOID, SOFTMAX -> PROBABILITY;
            case TANH, SOFTSIGN -> SYMMETRIC;
            case RELU -> new Bounds(Math.max(0, z.low), Math.max(0, z.high));
            case SOFTPLUS -> new Bounds(0, Double.POSITIVE_INFINITY);
            case LEAKY_RELU, ELU, SELU, GELU, SILU -> NONE;
        };
    }

    private static Bounds of(Broadcast broadcast, List<Bounds> inputs) {
        var a = inputs.getFirst();
        return switch (broadcast) {
            case ADD -> inputs.stream().reduce((x, y) -> new Bounds(x.low + y.low, x.high + y.high)).orElseThrow();
            case SUBTRACT -> new Bounds(a.low - inputs.get(1).high, a.high - inputs.get(1).low);
            case MULTIPLY ->
                inputs.stream().reduce((x, y) -> corners(x, y, (p, q) -> p == 0 || q == 0 ? 0 : p * q)).orElseThrow();
            case DIVIDE -> inputs.get(1).low > 0 || inputs.get(1).high < 0
                    ? corners(a, inputs.get(1), (p, q) -> p / q)
                    : NONE;
            case POWER -> a.low >= 0 ? corners(a, inputs.get(1), StrictMath::pow) : NONE;
        };
    }

    private static Bounds of(Operator.Function function, Bounds a) {
        return switch (function) {
            case NEGATE -> new Bounds(-a.high, -a.low);
            case EXP -> new Bounds(StrictMath.exp(a.low), StrictMath.exp(a.high));
            case LOG -> new Bounds(StrictMath.log(Math.max(0, a.low)), StrictMath.log(Math.max(0, a.high)));
            case SQRT -> new Bounds(StrictMath.sqrt(Math.max(0, a.low)), StrictMath.sqrt(Math.max(0, a.high)));
            case ABS -> new Bounds(
                    Math.max(0, Math.max(a.low, -a.high)), Math.max(Math.abs(a.low), Math.abs(a.high)));
            case SIN, COS -> SYMMETRIC;
            case TAN -> NONE;
        };
    }

    /** Bounds of a function that is monotonic in each argument. */
    private static Bounds corners(Bounds a, Bounds b, DoubleBinaryOperator function) {
        return hull(
                function.applyAsDouble(a.low, b.low), function.applyAsDouble(a.low, b.high),
                function.applyAsDouble(a.high, b.low), function.applyAsDouble(a.high, b.high));
    }

    /** {@link #NONE} if one of them is not a number, such as ∞ / ∞. */
    private static Bounds hull(double... numbers) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double number : numbers) {
            if (Double.isNaN(number)) {
                return NONE;
            }
            low = Math.min(low, number);
            high = Math.max(high, number);
        }
        return new Bounds(low, high);
    }
}
