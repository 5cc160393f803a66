package dev.chainrule.export;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.Function;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Loss;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A computational graph as nodes of ai.onnx: those nodes that its output is computed from. Where the service adds up more than two numbers
 * in float64 and rounds once, so do these nodes.
 */
final class OnnxOperations {
    private final Graph graph;
    private final Precision precision;
    private final OnnxNodes nodes;
    private final OnnxActivations activations;
    private final OnnxLosses losses;
    private final String x;
    /** The values of the graph's nodes, by their names. */
    private final Map<String, String> values = new HashMap<>();

    private OnnxOperations(Graph graph, OnnxNodes nodes, String x) {
        this.graph = graph;
        this.precision = graph.precision();
        this.nodes = nodes;
        this.activations = new OnnxActivations(nodes, precision);
        this.losses = new OnnxLosses(nodes, precision);
        this.x = x;
    }

    /**
     * The graph's outputs, rows × outputs.
     *
     * @param x rows × inputs, in the graph's precision
     */
    static String of(Graph graph, OnnxNodes nodes, String x) {
        var operations = new OnnxOperations(graph, nodes, x);
        var output = graph.definition().output().orElseThrow();
        graph.definition().nodesOf(output).forEach(
                node -> operations.values.put(node.name(), operations.value(node)));
        return operations.valueOf(output);
    }

    private String valueOf(String name) {
        return Objects.requireNonNull(values.get(name), "nodes come after their inputs");
    }

    private String value(NodeDefinition node) {
        return switch (node) {
            case Input input -> features(input);
            case Parameter parameter -> nodes.matrix(graph.parameter(parameter.name()));
            case Constant constant -> nodes.matrix(Matrix.of(precision, constant.value()));
            case Operation operation -> operation(operation, operation.inputs().stream().map(this::valueOf).toList());
        };
    }

    private String features(Input input) {
        int[] columns = Objects.requireNonNull(graph.columns().columns().get(input.name()), "each input has columns");
        boolean isWholeRow = columns.length == graph.inputs()
                && IntStream.range(0, columns.length).allMatch(i -> columns[i] == i);
        return isWholeRow
                ? x
                : nodes.node("Gather", List.of(x, nodes.integers(Arrays.stream(columns).asLongStream().toArray())),
                        OnnxNodes.number("axis", 1));
    }

    private String operation(Operation operation, List<String> inputs) {
        return switch (operation.operator()) {
            case Product _ -> nodes.node(inputs.size() == 3 ? "Gemm" : "MatMul", inputs);
            case Broadcast broadcast -> broadcast(broadcast, inputs);
            case Reduction reduction -> reduction(reduction, inputs.getFirst());
            case Concat _ -> nodes.node("Concat", inputs, OnnxNodes.number("axis", 1));
            case Function function -> function(function, inputs.getFirst());
            case ActivationOf(var activation) -> activations.of(activation, inputs.getFirst());
            case LossOf(var loss) -> loss(loss, operation);
        };
    }

    private String broadcast(Broadcast broadcast, List<String> inputs) {
        boolean isRoundedOnce = inputs.size() > 2 && precision == Precision.FLOAT32;
        var value = isRoundedOnce ? nodes.cast(inputs.getFirst(), Precision.FLOAT64) : inputs.getFirst();
        for (var next : inputs.subList(1, inputs.size())) {
            value = nodes.node(operator(broadcast), value,
                    isRoundedOnce ? nodes.cast(next, Precision.FLOAT64) : next);
        }
        return isRoundedOnce ? nodes.cast(value, precision) : value;
    }

    private static String operator(Broadcast broadcast) {
        return switch (broadcast) {
            case ADD -> "Add";
            case SUBTRACT -> "Sub";
            case MULTIPLY -> "Mul";
            case DIVIDE -> "Div";
            case POWER -> "Pow";
        };
    }

    private String reduction(Reduction reduction, String value) {
        var operator = switch (reduction) {
            case SUM -> "ReduceSum";
            case MEAN -> "ReduceMean";
        };
        return rounded(nodes.node(operator, List.of(inFloat64(value)), OnnxNodes.numbers("axes", 0, 1),
                OnnxNodes.number("keepdims", 1)));
    }

    private String function(Function function, String value) {
        return switch (function) {
            case NEGATE -> nodes.node("Neg", value);
            case EXP -> nodes.node("Exp", value);
            case LOG -> nodes.node("Log", value);
            case SIN -> nodes.node("Sin", value);
            case COS -> nodes.node("Cos", value);
            case TAN -> precision == Precision.FLOAT32
                    ? nodes.node("Tan", value)
                    : nodes.node("Div", nodes.node("Sin", value), nodes.node("Cos", value));
            case SQRT -> nodes.node("Sqrt", value);
            case ABS -> nodes.node("Abs", value);
        };
    }

    /** As the service, from what goes into the prediction's activation if the loss is fused with that. */
    private String loss(Loss loss, Operation operation) {
        var prediction = operation.inputs().get(1);
        boolean fused = graph.definition().node(prediction) instanceof Operation of
                && of.operator() instanceof ActivationOf(var activation)
                && loss.isFusedWith(activation);
        var from = fused ? graph.definition().node(prediction).inputs().getFirst() : prediction;
        return rounded(losses.of(loss, fused, inFloat64(valueOf(operation.inputs().getFirst())),
                inFloat64(valueOf(from))));
    }

    private String inFloat64(String value) {
        return precision == Precision.FLOAT64 ? value : nodes.cast(value, Precision.FLOAT64);
    }

    private String rounded(String value) {
        return precision == Precision.FLOAT64 ? value : nodes.cast(value, precision);
    }
}
