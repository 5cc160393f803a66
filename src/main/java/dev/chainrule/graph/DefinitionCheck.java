package dev.chainrule.graph;

import dev.chainrule.graph.GraphFault.OfNode;
import dev.chainrule.graph.GraphFault.OfOutput;
import dev.chainrule.graph.GraphFault.OfWholeGraph;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.matrix.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the nodes of a {@link GraphDefinition} in steps; each step needs the previous one without faults. */
final class DefinitionCheck {
    private final Precision precision;
    private final List<NodeDefinition> nodes;
    private final Optional<String> output;
    private final List<GraphFault> faults = new ArrayList<>();

    DefinitionCheck(Precision precision, List<NodeDefinition> nodes, Optional<String> output) {
        this.precision = precision;
        this.nodes = List.copyOf(nodes);
        this.output = output;
    }

    GraphDefinition definition() {
        if (nodes.isEmpty()) {
            faults.add(new OfWholeGraph("a graph must have at least one node"));
        }
        var order = NodeOrder.of(nodes, faults);
        throwIfAny();
        int named = output.map(order::index).orElse(-1);
        if (output.isPresent() && named < 0) {
            faults.add(new OfOutput(
                    "the output \"" + output.get() + "\" must be a node of the graph"));
            throwIfAny();
        }
        int cost = cost(order, named);
        throwIfAny();
        var shapes = ShapeRules.shapes(nodes, order, faults);
        throwIfAny();
        checkCost(order, shapes, cost);
        throwIfAny();
        int predicted = named >= 0 ? named : prediction(order);
        checkNumbers();
        throwIfAny();
        return new GraphDefinition(precision, nodes, order, shapes, cost, predicted);
    }

    private void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new GraphException(faults);
        }
    }

    /** The only node that no other node uses, apart from the output. */
    private int cost(NodeOrder order, int named) {
        var ends = new ArrayList<Integer>();
        for (int i = 0; i < nodes.size(); i++) {
            if (order.uses(i) > 0) {
                continue;
            }
            if (!(nodes.get(i) instanceof Operation) && nodes.size() > 1) {
                faults.add(new OfNode(i,
                        "\"" + nodes.get(i).name() + "\" is not used: remove it, or use it in another node"));
            } else if (i != named) {
                ends.add(i);
            }
        }
        if (ends.isEmpty() && named >= 0) {
            return named;
        }
        if (ends.size() > 1) {
            var names = ends.stream().map(i -> "\"" + nodes.get(i).name() + "\"").toList();
            faults.add(new OfNode(ends.get(1), "a graph must end in one node, the cost, but no node uses "
                    + String.join(" and ", names) + ": add costs up, and remove nodes that are not used"));
        }
        return ends.isEmpty() ? -1 : ends.getFirst();
    }

    private void checkCost(NodeOrder order, List<Shape> shapes, int cost) {
        var shape = shapes.get(cost);
        if (!shape.equals(Shape.SCALAR)) {
            faults.add(new OfNode(cost,
                    "the last node, \"" + nodes.get(cost).name() + "\", is the cost and must be "
                            + Shape.SCALAR + ", but is " + shape + ": end with a loss, a sum or a mean"));
        }
        var trained = trained(order);
        for (int i = 0; i < nodes.size(); i++) {
            if (GraphDefinition.isLoss(nodes.get(i)) && trained.contains(order.inputs(i).getFirst())) {
                faults.add(new OfNode(i,
                        "the targets of \"" + nodes.get(i).name() + "\", its first input, must"
                                + " not depend on parameters, but \"" + nodes.get(i).inputs().getFirst()
                                + "\" does"));
            }
        }
    }

    /** Nodes that depend on parameters. */
    private Set<Integer> trained(NodeOrder order) {
        var trained = new HashSet<Integer>();
        for (int i : order.indices()) {
            if (nodes.get(i) instanceof Parameter || order.inputs(i).stream().anyMatch(trained::contains)) {
                trained.add(i);
            }
        }
        return trained;
    }

    /** The prediction of the only loss; −1 if there is none, or more than one with different predictions. */
    private int prediction(NodeOrder order) {
        var predictions = new HashSet<Integer>();
        for (int i = 0; i < nodes.size(); i++) {
            if (GraphDefinition.isLoss(nodes.get(i))) {
                predictions.add(order.inputs(i).get(1));
            }
        }
        return predictions.size() == 1 ? predictions.iterator().next() : -1;
    }

    private void checkNumbers() {
        for (int i = 0; i < nodes.size(); i++) {
            double @Nullable [][] value = switch (nodes.get(i)) {
                case Parameter parameter -> parameter.value();
                case Constant constant -> constant.value();
                case Input _,Operation _ -> null;
            };
            if (value != null
                    && Stream.of(value).flatMapToDouble(Arrays::stream).anyMatch(v -> !precision.isFinite(v))) {
                faults.add(new OfNode(
                        i, "the numbers of \"" + nodes.get(i).name() + "\" must be finite in "
                                + precision.name().toLowerCase(Locale.ROOT)));
            }
        }
    }
}
