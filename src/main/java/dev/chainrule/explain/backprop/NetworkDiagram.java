package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ElementNames;
import dev.chainrule.graph.GraphRun;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.graph.LossNode;
import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.picture.ShortNumber;
import dev.chainrule.picture.diagram.Arrow;
import dev.chainrule.picture.diagram.Box;
import dev.chainrule.picture.diagram.Box.BoxKind;
import dev.chainrule.picture.diagram.Diagram;
import dev.chainrule.picture.diagram.DiagramColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A trace through layers as a picture: a column of units for the inputs and for each layer, with the values of the first row; arrows for the
 * weights, with their gradients by all rows. Of many units those are drawn whose weights have the largest gradients.
 */
final class NetworkDiagram {
    private static final int MOST_INPUTS = 12;
    private static final int MOST_UNITS = 8;
    private static final int MOST_OUTPUTS = 12;

    /** Of more layers, as many are drawn from the first and from the last. */
    private static final int MOST_LAYERS = 6;

    /** Arrows into a unit that all have labels; of more, only the strongest few have. */
    private static final int ALL_LABELLED = 4;

    private static final int LABELLED = 3;

    private final Trace trace;
    private final GraphRun run;
    private final UnitNames names;
    private final int layers;

    private final List<DiagramColumn> columns = new ArrayList<>();
    private final List<Arrow> arrows = new ArrayList<>();

    /** What a column of units shows: of which node, and which of its units. */
    private record Units(Node node, UnitSelection selection) {
        String id(int unit) {
            return node.name() + "[" + unit + "]";
        }
    }

    private NetworkDiagram(Trace trace) {
        this.trace = trace;
        this.run = trace.run();
        this.names = UnitNames.of(trace.explained());
        this.layers = (int) run.nodes().stream().filter(node -> node.name().startsWith("W")).count();
    }

    static Diagram of(Trace trace) {
        return new NetworkDiagram(trace).draw();
    }

    private Optional<Node> find(String name) {
        return run.nodes().stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** What comes out of a layer: a, or z where the activation is the identity. */
    private Node output(int layer) {
        return find("a" + (layer + 1)).orElseGet(() -> run.node("z" + (layer + 1)));
    }

    private Diagram draw() {
        int skippedFrom = layers <= MOST_LAYERS ? layers : MOST_LAYERS / 2;
        int skippedTo = layers <= MOST_LAYERS ? layers : layers - MOST_LAYERS / 2;
        var before = Optional.of(inputs());
        for (int l = 0; l < layers; l++) {
            if (l >= skippedFrom && l < skippedTo) {
                if (l == skippedFrom) {
                    columns.add(new DiagramColumn("", List.of(
                            Box.rest("layers", "+ " + (skippedTo - skippedFrom) + " more layers"))));
                }
                before = Optional.empty();
                continue;
            }
            var after = units(l);
            int layer = l;
            before.ifPresent(units -> connect(layer, units, after));
            before = Optional.of(after);
        }
        addCost(before.orElseThrow());
        return new Diagram(title(), columns, arrows, captions());
    }

    private String title() {
        return trace.explained().inWords() + ": " + LayerGraph.COST + " = " + ShortNumber.text(run.cost());
    }

    private List<String> captions() {
        return List.of(
                "Boxes: " + (trace.rows() == 1 ? "the row" : "the first of " + trace.rows() + " rows")
                        + ". Arrows: a weight, and ∂, the derivative of C by it"
                        + (trace.rows() == 1 ? "" : " over all rows") + "; of many, the largest have a label.",
                "Thickness: |∂C/∂w|, relative to the largest of the layer. Red: a larger weight makes C larger; blue:"
                        + " smaller. Drawn are the units whose weights have the largest |∂C/∂w|.");
    }

    private Units inputs() {
        var x = run.node(LayerGraph.X);
        var units = new Units(x, UnitSelection.ofInputs(run.node(LayerGraph.weights(0)), MOST_INPUTS));
        addColumn(x.value().columns() + (x.value().columns() == 1 ? " input" : " inputs"), units, BoxKind.INPUT,
                (unit, lines) -> {
                    double value = x.value().get(0, unit);
                    names.raw(unit, value).ifPresent(raw -> lines.add("value " + raw));
                    lines.add(units.id(unit) + " = " + ShortNumber.text(value));
                    return names.input(unit);
                });
        return units;
    }

    /** Adds the lines of a unit's box, and gives its heading. */
    @FunctionalInterface
    private interface Texts {
        String of(int unit, List<String> lines);
    }

    private void addColumn(String heading, Units units, BoxKind kind, Texts texts) {
        var boxes = new ArrayList<Box>();
        for (int unit : units.selection().drawn()) {
            var lines = new ArrayList<String>();
            var name = texts.of(unit, lines);
            boxes.add(new Box(units.id(unit), kind, name.equals(units.id(unit)) ? lines.removeLast() : name, lines));
        }
        if (units.selection().leftOut() > 0) {
            boxes.add(Box.rest(units.node().name() + " rest", "+ " + units.selection().leftOut() + " more"));
        }
        columns.add(new DiagramColumn(heading, boxes));
    }

    private Units units(int layer) {
        boolean last = layer == layers - 1;
        var weights = run.node(LayerGraph.weights(layer));
        var biases = find(LayerGraph.biases(layer));
        var z = run.node("z" + (layer + 1));
        var a = output(layer);
        var units = new Units(a, UnitSelection.ofUnits(weights, biases, last ? MOST_OUTPUTS : MOST_UNITS));
        var function = Formulas.of(a).filter(_ -> !a.equals(z)).map(formula -> formula.replace(z.name(), "z"))
                .orElse("Σ w·input + b");
        int count = a.value().columns();
        addColumn("layer " + layer + ": " + count + (count == 1 ? " unit" : " units"), units,
                BoxKind.OPERATION, (unit, lines) -> {
                    if (last) {
                        lines.add(units.id(unit) + " = " + function);
                    }
                    if (!a.equals(z)) {
                        lines.add("z = " + ShortNumber.text(z.value().get(0, unit)));
                    }
                    lines.add((a.equals(z) ? "z = " : "a = ") + ShortNumber.text(a.value().get(0, unit))
                            + (last ? ", y = " + ShortNumber.text(run.node(LayerGraph.Y).value().get(0, unit)) : ""));
                    biases.ifPresent(bias -> lines.add("b = " + ShortNumber.text(bias.value().get(0, unit)) + ", ∂ "
                            + ShortNumber.text(bias.gradient().get(0, unit))));
                    lines.add(ElementNames.derivative(LayerGraph.COST, "z") + " = "
                            + ShortNumber.text(z.gradient().get(0, unit)));
                    return last ? names.output(unit) : units.id(unit) + " = " + function;
                });
        return units;
    }

    private void connect(int layer, Units before, Units after) {
        var weights = run.node(LayerGraph.weights(layer));
        var gradient = weights.gradient();
        double largest = before.selection().drawn().stream()
                .flatMapToDouble(i -> after.selection().drawn().stream().mapToDouble(j -> Math.abs(gradient.get(i, j))))
                .max()
                .orElse(0);
        for (int unit : after.selection().drawn()) {
            var labelled = before.selection().drawn().stream()
                    .sorted(Comparator.comparingDouble((Integer i) -> Math.abs(gradient.get(i, unit))).reversed())
                    .limit(before.selection().drawn().size() <= ALL_LABELLED ? ALL_LABELLED : LABELLED)
                    .toList();
            for (int from : before.selection().drawn()) {
                double derivative = gradient.get(from, unit);
                var label = labelled.contains(from)
                        ? ShortNumber.text(weights.value().get(from, unit)) + ", ∂ " + ShortNumber.text(derivative)
                        : "";
                arrows.add(new Arrow(before.id(from), after.id(unit), label, derivative, share(derivative, largest)));
            }
        }
    }

    private static double share(double gradient, double largest) {
        double share = Math.abs(gradient) / largest;
        return share >= 0 && share <= 1 ? share : 0;
    }

    private void addCost(Units outputs) {
        var loss = (LossNode) run.node(LayerGraph.COST);
        var gradient = loss.costInput().gradient();
        double largest = outputs.selection().drawn().stream()
                .mapToDouble(unit -> Math.abs(gradient.get(0, unit)))
                .max()
                .orElse(0);
        for (int unit : outputs.selection().drawn()) {
            double derivative = gradient.get(0, unit);
            arrows.add(new Arrow(
                    outputs.id(unit), LayerGraph.COST, "", derivative, share(derivative, largest)));
        }
        var operator = ((Operation) loss.definition()).operator();
        columns.add(new DiagramColumn("cost", List.of(new Box(
                LayerGraph.COST, BoxKind.COST, LayerGraph.COST + " = " + ShortNumber.text(run.cost()),
                List.of(Formulas.inWords(operator),
                        Formulas.of(((LossOf) operator).loss(), "y", "a"))))));
    }
}
