package dev.chainrule.explain;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.problem.Faults;
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
        switch (this) {
            case Weight _ -> at.require(
                    exists, "layer", "has no weights in this model: layers are counted from 0");
            case Bias _ -> at.require(exists, "layer", "has no biases in this model: layers are counted from 0");
            case Element _ -> at.require(exists, "node", "is not a parameter of the model");
        }
        if (!exists) {
            return OptionalInt.empty();
        }
        return switch (this) {
            case Weight(_, int[] weight) -> element(graph, weight, "weight", at);
            case Bias(_, int bias) -> element(graph, new int[] {0, bias}, "bias", at);
            case Element(_, int[] index) -> element(graph, index, "index", at);
        };
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
