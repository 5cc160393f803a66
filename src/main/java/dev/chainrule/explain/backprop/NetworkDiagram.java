package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ParameterIndex;
import dev.chainrule.explain.ParameterIndex.Place;
import dev.chainrule.graph.GraphRun;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.graph.LossNode;
import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.picture.Diagram;
import dev.chainrule.picture.Diagram.Dot;
import dev.chainrule.picture.Diagram.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace through layers as a picture: a column of units for the inputs and for each layer, with the values of the first row; lines for the
 * weights, with their gradients by all rows.
 */
final class NetworkDiagram {
    /** Units of a column, and layers, that are drawn. */
    private static final int DRAWN = 12;

    private static final double COLUMN_WIDTH = 190;
    private static final double UNIT_HEIGHT = 74;
    private static final double MARGIN = 70;

    /** Between columns with more lines than this, gradients are only in the tooltips. */
    private static final int LABELLED = 24;

    private final Trace trace;
    private final GraphRun run;
    private final ParameterIndex places;
    private final Blame blame;
    private final int layers;
    private final double height;

    private final List<Dot> dots = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    private NetworkDiagram(Trace trace) {
        this.trace = trace;
        this.run = trace.run();
        this.places = trace.places();
        this.blame = new Blame(run, true);
        this.layers = (int) parameters().stream()
                .filter(parameter -> parameter.name().startsWith("W"))
                .count();
        int most = drawn(run.node(LayerGraph.X));
        for (int l = 0; l < layers; l++) {
            most = Math.max(most, drawn(output(l)) + (l + 1 < layers && hasBias(l + 1) ? 1 : 0));
        }
        this.height = UNIT_HEIGHT * (most + (hasBias(0) ? 1 : 0)) + 20;
    }

    static Diagram of(Trace trace) {
        return new NetworkDiagram(trace).draw();
    }

    private List<Parameter> parameters() {
        return trace.subject().graph().definition().parameters();
    }

    private boolean hasBias(int layer) {
        return parameters().stream().anyMatch(parameter -> parameter.name().equals(LayerGraph.biases(layer)));
    }

    /** What comes out of a layer: a, or z where the activation is the identity. */
    private Node output(int layer) {
        return run.nodes().stream()
                .filter(node -> node.name().equals("a" + (layer + 1)))
                .findFirst()
                .orElseGet(() -> run.node("z" + (layer + 1)));
    }

    private static int drawn(Node node) {
        return Math.min(DRAWN, node.value().columns());
    }

    private Diagram draw() {
        int drawnLayers = Math.min(layers, DRAWN);
        if (drawnLayers < layers) {
            leftOut.add("layers " + drawnLayers + " to " + (layers - 1));
        }
        var before = column(run.node(LayerGraph.X), 0, hasBias(0));
        for (int l = 0; l < drawnLayers; l++) {
            var after = column(output(l), l + 1, l + 1 < drawnLayers && hasBias(l + 1));
            connect(l, before, after);
            before = after;
        }
        if (drawnLayers == layers) {
            connectCost(before);
        }
        var captions = new ArrayList<String>();
        captions.add("Units: values of " + (trace.rows() == 1 ? "the row" : "the first of " + trace.rows() + " rows")
                + ", below them what comes back (∂). Lines: the gradient of the weight"
                + (trace.rows() == 1 ? "." : " by all rows."));
        captions.add("Thickness: share of the blame, against the largest of the layer. Red: a larger weight costs more;"
                + " blue: it costs less.");
        if (!leftOut.isEmpty()) {
            captions.add("Left out: " + String.join(", ", leftOut) + ".");
        }
        return new Diagram(
                trace.subject().model()
                        + (trace.subject().version() == null ? " as it starts"
                                : ", version " + trace.subject().version())
                        + ": C = " + Diagram.brief(run.cost()),
                dots, lines, captions, 2 * MARGIN + COLUMN_WIDTH * (drawnLayers + 1), height);
    }

    /** The units of a layer from top to bottom; behind them, where there is one, the 1 that biases are multiplied by. */
    private List<Dot> column(Node node, int column, boolean bias) {
        int units = drawn(node);
        if (units < node.value().columns()) {
            leftOut.add(node.value().columns() - units + " of the " + node.value().columns() + " units of "
                    + node.name());
        }
        var those = new ArrayList<Dot>();
        double x = MARGIN + COLUMN_WIDTH * column;
        double top = (height - UNIT_HEIGHT * (units + (bias ? 1 : 0))) / 2 + UNIT_HEIGHT / 2;
        for (int j = 0; j < units; j++) {
            var name = node.name() + "[" + j + "]";
            double value = node.value().get(0, j);
            boolean comesBack = node.hasGradient();
            double gradient = comesBack ? node.gradient().get(0, j) : 0;
            those.add(new Dot(x, top + UNIT_HEIGHT * j, name, Diagram.brief(value),
                    comesBack ? "∂ " + Diagram.brief(gradient) : "",
                    name + " = " + value + (comesBack ? ", ∂C/∂" + name + " = " + gradient : ""), false));
        }
        if (bias) {
            those.add(new Dot(x, top + UNIT_HEIGHT * units, "bias", "1", "", "What biases are multiplied by", false));
        }
        dots.addAll(those);
        return those;
    }

    private void connect(int layer, List<Dot> before, List<Dot> after) {
        var weights = run.node(LayerGraph.weights(layer));
        int inputs = drawn(layer == 0 ? run.node(LayerGraph.X) : output(layer - 1));
        int units = drawn(output(layer));
        double largest = largest(weights);
        if (hasBias(layer)) {
            largest = Math.max(largest, largest(run.node(LayerGraph.biases(layer))));
        }
        boolean labelled = before.size() * units <= LABELLED;
        for (int j = 0; j < units; j++) {
            for (int i = 0; i < before.size(); i++) {
                var place = i < inputs ? new Place(weights.name(), i, j) : new Place(LayerGraph.biases(layer), 0, j);
                var node = run.node(place.node());
                double gradient = node.gradient().get(place.row(), place.column());
                double value = node.value().get(place.row(), place.column());
                var name = places.inWords(place);
                lines.add(new Line(before.get(i), after.get(j), labelled ? Diagram.brief(gradient) : "",
                        0.3 + 0.4 * (j + 0.5) / units,
                        name + " = " + value + ", ∂C/∂" + name + " = " + gradient + ", "
                                + Diagram.brief(100 * blame.share(place, gradient)) + " % of the blame",
                        gradient, largest == 0 ? 0 : Math.abs(gradient) / largest));
            }
        }
    }

    private static double largest(Node parameter) {
        double largest = 0;
        var gradient = parameter.gradient();
        for (int i = 0; i < gradient.rows(); i++) {
            for (int j = 0; j < gradient.columns(); j++) {
                largest = Math.max(largest, Math.abs(gradient.get(i, j)));
            }
        }
        return largest;
    }

    /** What comes back from the cost: to z at once, where it is fused with its activation. */
    private void connectCost(List<Dot> outputs) {
        var loss = (LossNode) run.node(LayerGraph.COST);
        var costed = loss.costed();
        var dot = new Dot(MARGIN + COLUMN_WIDTH * (Math.min(layers, DRAWN) + 1), height / 2, LayerGraph.COST,
                Diagram.brief(run.cost()), "", LayerGraph.COST + " = " + run.cost(), false);
        double largest = 0;
        for (int j = 0; j < outputs.size(); j++) {
            largest = Math.max(largest, Math.abs(costed.gradient().get(0, j)));
        }
        for (int j = 0; j < outputs.size(); j++) {
            double gradient = costed.gradient().get(0, j);
            var name = "∂C/∂" + costed.name() + "[" + j + "]";
            lines.add(new Line(outputs.get(j), dot, Diagram.brief(gradient), 0.5, name + " = " + gradient, gradient,
                    largest == 0 ? 0 : Math.abs(gradient) / largest));
        }
        dots.add(dot);
    }
}
