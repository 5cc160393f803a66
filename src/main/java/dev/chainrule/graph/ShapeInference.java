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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Infers the sizes of inputs that have none: from the weights that they are multiplied by, and from the predictions that they are compared
 * with.
 */
public final class ShapeInference {
    /** The size of an input that has none. */
    public static final int UNKNOWN = 0;

    private final List<NodeDefinition> nodes;
    private final NodeOrder order;
    /** Null if a shape is not known. */
    private final @Nullable Shape[] shapes;

    private ShapeInference(List<NodeDefinition> nodes, NodeOrder order) {
        this.nodes = new ArrayList<>(nodes);
        this.order = order;
        this.shapes = new @Nullable Shape[nodes.size()];
    }

    /** The same nodes, with the sizes that can be inferred; nodes that are not a valid graph are returned unchanged. */
    public static List<NodeDefinition> complete(List<NodeDefinition> nodes) {
        var faults = new ArrayList<GraphFault>();
        var order = NodeOrder.of(nodes, faults);
        if (!faults.isEmpty()) {
            return nodes;
        }
        var sizes = new ShapeInference(nodes, order);
        while (sizes.pass()) {
            // A size that was found may determine others.
        }
        return sizes.nodes;
    }

    /** @return whether a size was found */
    private boolean pass() {
        Arrays.fill(shapes, null);
        for (int i : order.indices()) {
            if (nodes.get(i) instanceof Operation operation && findInput(operation, order.inputs(i))) {
                return true;
            }
            shapes[i] = shape(i);
        }
        return false;
    }

    private boolean findInput(Operation operation, List<Integer> inputs) {
        return switch (operation.operator()) {
            case Product _ -> {
                var w = shapes[inputs.get(1)];
                yield w != null && !w.hasAnyRows() && set(inputs.get(0), w.rows());
            }
            case Broadcast _ -> findTarget(inputs);
            case LossOf _ ->
                set(inputs.get(0), shapes[inputs.get(1)]) || set(inputs.get(1), shapes[inputs.get(0)]);
            case Reduction _,Concat _,Operator.Function _,ActivationOf _ -> false;
        };
    }

    /** The other operand of an element-by-element operation on targets has the targets' width. */
    private boolean findTarget(List<Integer> inputs) {
        var widest = inputs.stream()
                .map(input -> shapes[input])
                .filter(Objects::nonNull)
                .max(Comparator.comparingInt(Shape::columns))
                .orElse(null);
        return inputs.stream()
                .filter(input -> nodes.get(input) instanceof Input known && known.target())
                .anyMatch(input -> set(input, widest));
    }

    private boolean set(int node, @Nullable Shape like) {
        return like != null && set(node, like.columns());
    }

    private boolean set(int node, int size) {
        if (nodes.get(node) instanceof Input(String name, boolean target, int known) && known == UNKNOWN) {
            nodes.set(node, new Input(name, target, size));
            return true;
        }
        return false;
    }

    private @Nullable Shape shape(int node) {
        var inputs = order.inputs(node);
        return switch (nodes.get(node)) {
            case Input input -> input.size() == UNKNOWN ? null : Shape.anyRows(input.size());
            case Parameter parameter -> new Shape(parameter.rows(), parameter.columns());
            case Constant constant -> constant.value().length == 0
                    ? null
                    : new Shape(constant.value().length, constant.value()[0].length);
            case Operation operation -> {
                var known = inputs.stream().map(input -> shapes[input]).filter(Objects::nonNull).toList();
                yield known.size() < inputs.size() ? null : ShapeRules.shapeOf(operation, known).orElse(null);
            }
        };
    }
}
