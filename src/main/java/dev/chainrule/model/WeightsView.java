package dev.chainrule.model;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All parameters of a version, so written that they read back to the same bits. */
sealed interface WeightsView {
    /** A row's array, and a reference to it. */
    int ARRAY = 28;

    /** The parameters of a stack of layers. */
    record LayeredWeights(List<LayerWeights> layers) implements WeightsView {}

    /** @param parameters each its rows, by name */
    record GraphWeights(Map<String, Object> parameters) implements WeightsView {}

    /**
     * @param weights inputs × units
     * @param biases one for each unit; none without bias
     */
    record LayerWeights(Object weights, Object biases) {}

    /** What the view of a version takes in memory: its parameters once more, each row of them an array. */
    static long bytes(TrainedModel trained) {
        long rows = switch (trained) {
            case TrainedModel.OfLayers layers -> rows(layers.network().definition());
            case TrainedModel.OfGraph graph ->
                graph.network().definition().parameters().stream().mapToLong(Parameter::rows).sum();
        };
        return trained.network().footprint().parameterBytes() + ARRAY * rows;
    }

    private static long rows(NetworkDefinition network) {
        return IntStream.range(0, network.layers().size()).mapToLong(layer -> network.fanIn(layer) + 1).sum();
    }

    static WeightsView of(TrainedModel trained) {
        return switch (trained) {
            case TrainedModel.OfLayers layers -> of(layers.network());
            case TrainedModel.OfGraph graph -> of(graph.network());
        };
    }

    private static GraphWeights of(Graph graph) {
        var parameters = new LinkedHashMap<String, Object>();
        for (var parameter : graph.definition().parameters()) {
            parameters.put(parameter.name(), NumberRows.of(graph.parameter(parameter.name())));
        }
        return new GraphWeights(parameters);
    }

    private static LayeredWeights of(Network network) {
        return new LayeredWeights(IntStream.range(0, network.definition().layers().size())
                .mapToObj(layer -> {
                    var biases = network.biases(layer);
                    return new LayerWeights(
                            NumberRows.of(network.weights(layer)), NumberRows.row(biases, 0));
                })
                .toList());
    }
}
