package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ElementNames;
import dev.chainrule.graph.LossNode;
import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.picture.ShortNumber;
import dev.chainrule.picture.diagram.Arrow;
import dev.chainrule.picture.diagram.Box;
import dev.chainrule.picture.diagram.Box.BoxKind;
import dev.chainrule.picture.diagram.Diagram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A trace through a graph as a picture: a box for each node, with its formula, its value and its gradient; arrows with the local derivatives,
 * by which the backward pass multiplies a node's gradient. Of a large graph the last nodes are drawn.
 */
final class GraphDiagram {
    private static final int MOST_NODES = 30;

    /** Rows and columns of a matrix that are written. */
    private static final int MOST_NUMBERS = 3;

    private static final int LONGEST_HEADING = 48;
    private static final int LONGEST_LABEL = 30;
    private static final String REST = "\0rest";

    private final Trace trace;
    private final String cost;
    private final List<Node> nodes;
    private final int leftOut;

    private GraphDiagram(Trace trace) {
        this.trace = trace;
        this.cost = trace.explained().graph().definition().cost();
        var all = trace.run().nodes();
        this.leftOut = Math.max(0, all.size() - MOST_NODES);
        this.nodes = all.subList(leftOut, all.size());
    }

    static Diagram of(Trace trace) {
        return new GraphDiagram(trace).draw();
    }

    private Diagram draw() {
        var boxes = new ArrayList<Box>();
        if (leftOut > 0) {
            boxes.add(Box.rest(REST, "+ " + leftOut + (leftOut == 1 ? " more node" : " more nodes")));
        }
        nodes.forEach(node -> boxes.add(box(node)));
        return Diagram.layered(
                trace.explained().inWords() + ": " + cost + " = " + ShortNumber.text(trace.run().cost()),
                boxes, arrows(), List.of(
                        "Boxes: a node, its value, and ∂, the derivative of " + cost + " by it. Arrows: the derivative"
                                + " of a node by what goes into it; ∂ goes back along them, multiplied by it.",
                        "Thickness: Σ|∂| of where the arrow starts, relative to the largest. Red: ∂ above 0; blue: below"
                                + " 0; gray: several numbers, or no ∂."));
    }

    private Box box(Node node) {
        var name = node.name();
        var heading = Formulas.of(node).map(formula -> name + " = " + formula).orElse(name);
        var lines = new ArrayList<String>();
        lines.add(switch (node.definition()) {
            case Input input -> input.target() ? "target" : "input";
            case Parameter _ -> "parameter";
            case Constant _ -> "constant";
            case Operation operation -> Formulas.inWords(operation.operator());
        });
        lines.addAll(written("", node.value()));
        if (node.hasGradient() && !name.equals(cost)) {
            lines.addAll(written("∂ ", node.gradient()));
        }
        return new Box(name, kind(node), shortened(heading, LONGEST_HEADING), lines);
    }

    private BoxKind kind(Node node) {
        return node.name().equals(cost) ? BoxKind.COST : switch (node.definition()) {
            case Input _,Constant _ -> BoxKind.INPUT;
            case Parameter _ -> BoxKind.PARAMETER;
            case Operation _ -> BoxKind.OPERATION;
        };
    }

    /** The first numbers of a matrix, a line for each row, and its shape if these are not all. */
    private static List<String> written(String prefix, Matrix matrix) {
        int rows = Math.min(MOST_NUMBERS, matrix.rows());
        var lines = new ArrayList<String>();
        for (int i = 0; i < rows; i++) {
            int row = i;
            lines.add(prefix + IntStream.range(0, Math.min(MOST_NUMBERS, matrix.columns()))
                    .mapToObj(j -> ShortNumber.text(matrix.get(row, j)))
                    .collect(Collectors.joining("   "))
                    + (matrix.columns() > MOST_NUMBERS ? "   …" : ""));
        }
        if (matrix.rows() > MOST_NUMBERS || matrix.columns() > MOST_NUMBERS) {
            lines.add(prefix + "… " + matrix.rows() + " × " + matrix.columns() + " numbers");
        }
        return lines;
    }

    private List<Arrow> arrows() {
        double largest = nodes.stream().filter(Node::hasGradient).filter(node -> !node.name().equals(cost))
                .mapToDouble(node -> size(node.gradient())).max().orElse(0);
        var drawn = nodes.stream().map(Node::name).collect(Collectors.toSet());
        var arrows = new ArrayList<Arrow>();
        for (var node : nodes) {
            var labels = new LinkedHashMap<String, List<String>>();
            for (int i = 0; i < node.inputs().size(); i++) {
                labels.computeIfAbsent(node.input(i).name(), _ -> new ArrayList<>()).add(label(node, i));
            }
            labels.forEach((input, parts) -> {
                if (drawn.contains(input)) {
                    arrows.add(arrow(trace.run().node(input), node, String.join(" + ", parts), largest));
                }
            });
            if (!drawn.containsAll(labels.keySet())) {
                arrows.add(new Arrow(REST, node.name(), "", 0, 0));
            }
        }
        return arrows;
    }

    /** ∂node/∂input, with its number if that is the same for all; empty where no gradient goes back. */
    private static String label(Node node, int index) {
        var input = node instanceof LossNode loss && index == 1 ? loss.costInput() : node.input(index);
        if (!input.hasGradient() || !node.hasGradient()) {
            return "";
        }
        var formula = node.derivativeFormula(index);
        var value = node.localDerivative(index).filter(derivative -> derivative.size() == 1)
                .map(derivative -> ShortNumber.text(derivative.get(0, 0)))
                .filter(text -> !text.equals(formula))
                .map(text -> " = " + text)
                .orElse("");
        var whole = ElementNames.derivative(node.name(), input.name()) + " = " + formula + value;
        return whole.length() <= LONGEST_LABEL ? whole : shortened(formula, LONGEST_LABEL) + value;
    }

    private static Arrow arrow(Node input, Node node, String label, double largest) {
        var changed = node instanceof LossNode loss && input.equals(loss.input(1)) ? loss.costInput() : input;
        if (!changed.hasGradient()) {
            return new Arrow(input.name(), node.name(), "", 0, 0);
        }
        var gradient = changed.gradient();
        double share = size(gradient) / largest;
        return new Arrow(
                input.name(), node.name(), label, gradient.size() == 1 ? gradient.get(0, 0) : 0,
                share >= 0 && share <= 1 ? share : 0);
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    private static double size(Matrix gradient) {
        double size = 0;
        for (int i = 0; i < gradient.rows(); i++) {
            for (int j = 0; j < gradient.columns(); j++) {
                size += Math.abs(gradient.get(i, j));
            }
        }
        return size;
    }
}
