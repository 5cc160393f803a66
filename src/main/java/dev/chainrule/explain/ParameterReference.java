package dev.chainrule.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.problem.Faults;
import java.util.OptionalInt;

/**
 * Names one number of a model: a weight or a bias of a layer, or an element of a graph's parameter.
 *
 * @param layer counted from 0; with either {@code weight} or {@code bias}
 * @param weight the input's and the unit's index
 * @param bias the unit's index
 * @param node a parameter's name; with {@code index}
 * @param index the row's and the column's index
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParameterReference(Integer layer, int[] weight, Integer bias, String node, int[] index) {

    /** The reference to an element of a graph's parameter; to a layer's weight or bias if the graph is a stack of layers. */
    static ParameterReference of(ParameterIndex.Place place, boolean layered) {
        if (!layered) {
            return new ParameterReference(null, null, null, place.node(), new int[] {place.row(), place.column()});
        }
        var layer = place.layer();
        return place.node().equals(LayerGraph.weights(layer))
                ? new ParameterReference(layer, new int[] {place.row(), place.column()}, null, null, null)
                : new ParameterReference(layer, null, place.column(), null, null);
    }

    /** @return where the number stands in {@link Graph#parameters()}; empty, and faults noted, if there is none */
    public OptionalInt position(Graph graph, Faults at) {
        if ((layer == null) == (node == null)) {
            at.add("must name either a layer, as in {\"layer\": 0, \"weight\": [0, 0]}, or a node of a graph, as in"
                    + " {\"node\": \"W1\", \"index\": [0, 0]}");
            return OptionalInt.empty();
        }
        return node == null ? ofLayer(graph, at) : ofNode(graph, at);
    }

    private OptionalInt ofLayer(Graph graph, Faults at) {
        if ((weight == null) == (bias == null) || index != null) {
            at.add("must have either a weight, as in [0, 0], or a bias, as in 0");
            return OptionalInt.empty();
        }
        var name = weight == null ? LayerGraph.biases(layer) : LayerGraph.weights(layer);
        if (!has(graph, name)) {
            at.add("layer",
                    "has no " + (weight == null ? "biases" : "weights") + " in this model: layers are counted from 0");
            return OptionalInt.empty();
        }
        return weight == null
                ? element(graph, name, new int[] {0, bias}, "bias", at)
                : element(graph, name, weight, "weight", at);
    }

    private OptionalInt ofNode(Graph graph, Faults at) {
        if (weight != null || bias != null || index == null) {
            at.add("must have an index, as in [0, 0]");
            return OptionalInt.empty();
        }
        if (!has(graph, node)) {
            at.add("node", "is no parameter of the model");
            return OptionalInt.empty();
        }
        return element(graph, node, index, "index", at);
    }

    private static boolean has(Graph graph, String name) {
        return graph.definition().parameters().stream().anyMatch(parameter -> parameter.name().equals(name));
    }

    private static OptionalInt element(Graph graph, String name, int[] element, String field, Faults at) {
        var parameter = graph.parameter(name);
        boolean holds = at.require(
                element.length == 2 && element[0] >= 0 && element[0] < parameter.rows() && element[1] >= 0
                        && element[1] < parameter.columns(),
                field,
                "must be within " + parameter.rows() + "×" + parameter.columns() + ", row and column counted from 0");
        return holds ? OptionalInt.of(graph.position(name, element[0], element[1])) : OptionalInt.empty();
    }
}
