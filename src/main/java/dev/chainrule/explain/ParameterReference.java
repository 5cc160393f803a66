package dev.chainrule.explain;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.Listing;
import dev.chainrule.problem.NearestName;
import java.util.List;
import java.util.OptionalInt;

/** Names one number of a model. */
public sealed interface ParameterReference {
    /**
     * A weight of a layer.
     *
     * @param layer counted from 0
     * @param weight the input's and the unit's index
     */
    record Weight(int layer, int[] weight) implements ParameterReference {}

    /**
     * A bias of a layer.
     *
     * @param layer counted from 0
     * @param bias the unit's index
     */
    record Bias(int layer, int bias) implements ParameterReference {}

    /**
     * An element of a graph's parameter.
     *
     * @param node the parameter's name
     * @param index the row's and the column's index
     */
    record Element(String node, int[] index) implements ParameterReference {}

    /** The reference to an element of a graph's parameter; to a layer's weight or bias if the graph is a stack of layers. */
    static ParameterReference of(ParameterIndex.ParameterElement element, boolean layered) {
        if (!layered) {
            return new Element(element.node(), new int[] {element.row(), element.column()});
        }
        int layer = element.layer();
        return element.node().equals(LayerGraph.weights(layer))
                ? new Weight(layer, new int[] {element.row(), element.column()})
                : new Bias(layer, element.column());
    }

    /** @return where the number stands in {@link Graph#parameters()}; empty, and faults noted, if there is none */
    default OptionalInt position(Graph graph, Faults at) {
        boolean exists = graph.definition().parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(parameter()));
        if (!exists) {
            switch (this) {
                case Weight(int layer, _) -> at.add("layer", noSuchLayer(layer, graph));
                case Bias(int layer, _) -> at.add("layer", noSuchLayer(layer, graph));
                case Element(var node, _) -> at.add("node", noSuchNode(node, graph));
            }
            return OptionalInt.empty();
        }
        return switch (this) {
            case Weight(_, int[] weight) -> element(graph, weight, "weight", at);
            case Bias(_, int bias) -> element(graph, new int[] {0, bias}, "bias", at);
            case Element(_, int[] index) -> element(graph, index, "index", at);
        };
    }

    /** Why a layer has no weights, or no biases: the detail of a fault. */
    static String noSuchLayer(int layer, Graph graph) {
        var names = names(graph);
        int layers = 0;
        while (names.contains(LayerGraph.weights(layers))) {
            layers++;
        }
        if (layers == 0) {
            return "is for models of layers: name a parameter of this graph by node; its parameters are "
                    + Listing.of(names);
        }
        if (layer >= 0 && layer < layers) {
            return "has no biases in this model";
        }
        return layers == 1
                ? "must be 0: the model has 1 layer, and layers count from 0"
                : "must be from 0 to " + (layers - 1) + ": the model has " + layers
                        + " layers, and layers count from 0";
    }

    /** Why a node is no parameter: the detail of a fault. */
    static String noSuchNode(String node, Graph graph) {
        var names = names(graph);
        return "is not a parameter of the model" + NearestName.hint(node, names) + "; its parameters are "
                + Listing.of(names);
    }

    private static List<String> names(Graph graph) {
        return graph.definition().parameters().stream().map(Parameter::name).toList();
    }

    /** The name of the graph's parameter. */
    private String parameter() {
        return switch (this) {
            case Weight(int layer, _) -> LayerGraph.weights(layer);
            case Bias(int layer, _) -> LayerGraph.biases(layer);
            case Element(var node, _) -> node;
        };
    }

    private OptionalInt element(Graph graph, int[] element, String field, Faults at) {
        var parameter = graph.parameter(parameter());
        boolean holds = at.require(
                element.length == 2 && element[0] >= 0 && element[0] < parameter.rows() && element[1] >= 0
                        && element[1] < parameter.columns(),
                field,
                "must be within " + parameter.rows() + "×" + parameter.columns() + ", row and column counted from 0");
        return holds ? OptionalInt.of(graph.position(parameter(), element[0], element[1])) : OptionalInt.empty();
    }

    /** For example {@code W1[0, 1]}, or {@code b1[1]} for a layer's bias. */
    default String inWords() {
        return parameter() + switch (this) {
            case Weight(_, int[] weight) -> "[" + weight[0] + ", " + weight[1] + "]";
            case Bias(_, int bias) -> "[" + bias + "]";
            case Element(_, int[] index) -> "[" + index[0] + ", " + index[1] + "]";
        };
    }
}
