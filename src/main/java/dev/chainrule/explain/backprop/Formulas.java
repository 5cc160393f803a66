package dev.chainrule.explain.backprop;

import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.Operator;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.Function;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.network.Loss;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What nodes compute, as formulas. */
final class Formulas {
    /** Of a sum or a product with more operands, the middle ones are left out. */
    private static final int MOST_OPERANDS = 4;

    private Formulas() {}

    /** {@code x·W + b}; empty for a node that computes nothing. */
    static Optional<String> of(Node node) {
        return node.definition() instanceof Operation(_, Operator operator, List<String> inputs)
                ? Optional.of(of(operator, inputs))
                : Optional.empty();
    }

    private static String of(Operator operator, List<String> inputs) {
        return switch (operator) {
            case Product.LINEAR ->
                inputs.get(0) + "·" + inputs.get(1) + (inputs.size() > 2 ? " + " + inputs.get(2) : "");
            case Product.MATMUL -> joined(inputs, "·");
            case Broadcast.ADD -> joined(inputs, " + ");
            case Broadcast.SUBTRACT -> joined(inputs, " − ");
            case Broadcast.MULTIPLY -> joined(inputs, " ⊙ ");
            case Broadcast.DIVIDE -> joined(inputs, " / ");
            case Broadcast.POWER -> joined(inputs, "^");
            case Reduction.SUM -> "Σ " + inputs.getFirst();
            case Reduction.MEAN -> "mean " + inputs.getFirst();
            case Concat _ -> "[" + joined(inputs, ", ") + "]";
            case Function.NEGATE -> "−" + inputs.getFirst();
            case Function.SQRT -> "√" + inputs.getFirst();
            case Function.ABS -> "|" + inputs.getFirst() + "|";
            case Function function -> call(function, inputs);
            case ActivationOf activation -> call(activation, inputs);
            case LossOf(Loss loss) -> of(loss, inputs.get(0), inputs.get(1));
        };
    }

    /** The cost of targets y and outputs p. */
    static String of(Loss loss, String y, String p) {
        return switch (loss) {
            case MEAN_SQUARED_ERROR -> "mean (" + p + " − " + y + ")²";
            case HALF_MEAN_SQUARED_ERROR -> "½ mean (" + p + " − " + y + ")²";
            case MEAN_ABSOLUTE_ERROR -> "mean |" + p + " − " + y + "|";
            case HUBER -> "mean huber(" + p + " − " + y + ")";
            case BINARY_CROSS_ENTROPY ->
                "−mean (" + y + "·ln " + p + " + (1 − " + y + ")·ln(1 − " + p + "))";
            case CATEGORICAL_CROSS_ENTROPY -> "−mean Σ " + y + "·ln " + p;
        };
    }

    private static String call(Operator function, List<String> inputs) {
        return lowerCase(function) + "(" + String.join(", ", inputs) + ")";
    }

    private static String joined(List<String> operands, String sign) {
        return operands.size() <= MOST_OPERANDS
                ? String.join(sign, operands)
                : operands.stream().limit(2).collect(Collectors.joining(sign)) + sign + "…" + sign
                        + operands.getLast();
    }

    /** The name of an operator in words, as in {@code binary cross-entropy}. */
    static String inWords(Operator operator) {
        return lowerCase(operator).replace("cross_entropy", "cross-entropy").replace('_', ' ');
    }

    private static String lowerCase(Operator operator) {
        return operator.name().toLowerCase(Locale.ROOT);
    }
}
