package dev.chainrule.explain.backprop;

import dev.chainrule.graph.Node;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.picture.Diagram;
import dev.chainrule.picture.Diagram.Dot;
import dev.chainrule.picture.Diagram.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trace through a graph as a picture: a box for each node, as far to the right as what goes into it asks for, and lines with what comes
 * back.
 */
final class GraphDiagram {
    private static final int DRAWN = 100;
    private static final double COLUMN_WIDTH = 190;
    private static final double BOX_HEIGHT = 84;
    private static final double MARGIN = 70;

    private GraphDiagram() {}

    static Diagram of(Trace trace) {
        var nodes = trace.run().nodes().reversed().stream().limit(DRAWN).toList().reversed();
        var columns = columns(nodes);
        int most = columns.values().stream().mapToInt(List::size).max().orElse(0);
        double height = BOX_HEIGHT * most + 20;
        var dots = new LinkedHashMap<String, Dot>();
        columns.forEach((column, those) -> {
            double top = (height - BOX_HEIGHT * those.size()) / 2 + BOX_HEIGHT / 2;
            for (int i = 0; i < those.size(); i++) {
                dots.put(those.get(i).name(), dot(those.get(i), MARGIN + COLUMN_WIDTH * column, top + BOX_HEIGHT * i));
            }
        });
        var captions = new ArrayList<String>();
        captions.add(
                "Boxes: values (of larger ones rows × columns). Lines: ∂C by what goes in, of larger ones the sum of"
                        + " their absolute values; thickness against the largest.");
        int leftOut = trace.run().nodes().size() - nodes.size();
        if (leftOut > 0) {
            captions.add("Left out: the first " + leftOut + " nodes.");
        }
        return new Diagram(
                trace.subject().model()
                        + (trace.subject().version() == null ? " as it starts"
                                : ", version " + trace.subject().version())
                        + ": " + nodes.getLast().name() + " = " + Diagram.brief(trace.run().cost()),
                List.copyOf(dots.values()), lines(nodes, dots), captions,
                2 * MARGIN + COLUMN_WIDTH * columns.keySet().stream().mapToInt(Integer::intValue).max().orElse(0),
                height);
    }

    /** Operations stand right of all that goes into them, leaves left of the first that they go into. */
    private static Map<Integer, List<Node>> columns(List<Node> nodes) {
        var column = new HashMap<String, Integer>();
        for (var node : nodes) {
            column.put(node.name(), node.inputs().stream()
                    .mapToInt(input -> column.getOrDefault(input.name(), 0) + 1)
                    .max()
                    .orElse(0));
        }
        for (var leaf : nodes) {
            if (leaf.inputs().isEmpty()) {
                nodes.stream()
                        .filter(node -> node.inputs().contains(leaf))
                        .mapToInt(node -> column.get(node.name()) - 1)
                        .min()
                        .ifPresent(place -> column.put(leaf.name(), place));
            }
        }
        var columns = new LinkedHashMap<Integer, List<Node>>();
        nodes.forEach(node -> columns.computeIfAbsent(column.get(node.name()), _ -> new ArrayList<>()).add(node));
        return columns;
    }

    private static Dot dot(Node node, double x, double y) {
        var value = node.value();
        var shape = value.rows() + "×" + value.columns();
        boolean single = value.size() == 1;
        return new Dot(x, y, node.name(), single ? Diagram.brief(value.get(0, 0)) : shape, "",
                node.name() + " = " + (single ? value.get(0, 0) : shape), true);
    }

    private static List<Line> lines(List<Node> nodes, Map<String, Dot> dots) {
        double largest = nodes.stream()
                .filter(node -> node.gradient() != null && node.hasGradient())
                .mapToDouble(node -> size(node.gradient()))
                .max()
                .orElse(0);
        var lines = new ArrayList<Line>();
        for (var node : nodes) {
            for (var input : node.inputs()) {
                if (dots.containsKey(input.name())) {
                    lines.add(line(input, dots.get(input.name()), dots.get(node.name()), largest));
                }
            }
        }
        return lines;
    }

    private static Line line(Node input, Dot from, Dot to, double largest) {
        if (input.gradient() == null || !input.hasGradient()) {
            return new Line(from, to, "", 0.5, "nothing comes back to " + input.name(), 0, 0);
        }
        var gradient = input.gradient();
        double size = size(gradient);
        double shown = gradient.size() == 1 ? gradient.get(0, 0) : size;
        var name = "∂C/∂" + input.name();
        return new Line(from, to, (gradient.size() == 1 ? "" : "Σ|∂| ") + Diagram.brief(shown), 0.5,
                (gradient.size() == 1 ? name : "Σ|" + name + "|") + " = " + shown,
                gradient.size() == 1 ? shown : 0, largest == 0 ? 0 : size / largest);
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
