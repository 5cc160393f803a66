package dev.chainrule.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.model.TrainedModel.OfGraph;
import dev.chainrule.model.TrainedModel.OfLayers;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All parameters of a version, so written that they read back to the same bits.
 *
 * @param layers null for a graph
 * @param parameters a graph's, each its rows, by name; null for layers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WeightsView(List<Layer> layers, Map<String, Object> parameters) {
    /** A row's array, and a reference to it. */
    private static final int ARRAY = 28;

    /**
     * @param weights inputs × units
     * @param biases one for each unit; none without bias
     */
    record Layer(Object weights, Object biases) {}

    /** What the view of a version takes in memory: its parameters once more, each row of them an array. */
    static long bytes(TrainedModel trained) {
        long rows = switch (trained) {
            case OfLayers layers -> rows(layers.network().definition());
            case OfGraph graph ->
                graph.network().definition().parameters().stream().mapToLong(Parameter::rows).sum();
        };
        return trained.network().footprint().parameterBytes() + ARRAY * rows;
    }

    private static long rows(NetworkDefinition network) {
        return IntStream.range(0, network.layers().size()).mapToLong(layer -> network.fanIn(layer) + 1).sum();
    }

    static WeightsView of(TrainedModel trained) {
        return switch (trained) {
            case OfLayers layers -> of(layers.network());
            case OfGraph graph -> of(graph.network());
        };
    }

    private static WeightsView of(Graph graph) {
        var parameters = new LinkedHashMap<String, Object>();
        for (var parameter : graph.definition().parameters()) {
            parameters.put(parameter.name(), NumberRows.of(graph.parameter(parameter.name())));
        }
        return new WeightsView(null, parameters);
    }

    private static WeightsView of(Network network) {
        return new WeightsView(IntStream.range(0, network.definition().layers().size())
                .mapToObj(layer -> {
                    var biases = network.biases(layer);
                    return new Layer(
                            NumberRows.of(network.weights(layer)), NumberRows.row(biases, 0));
                })
                .toList(), null);
    }
}
