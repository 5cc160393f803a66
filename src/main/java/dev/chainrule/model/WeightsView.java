package dev.chainrule.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.network.Network;
import dev.chainrule.network.Trainable;
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

    /** What the view of something trained takes: its parameters once more, each row of them an array. */
    static long bytes(Trainable trained) {
        long rows = switch (trained) {
            case Network network -> IntStream.range(0, network.definition().layers().size())
                    .mapToLong(layer -> network.definition().fanIn(layer) + 1)
                    .sum();
            case Graph graph -> graph.definition().parameters().stream().mapToLong(Parameter::rows).sum();
            default -> throw new IllegalStateException(trained.getClass().getName());
        };
        return trained.footprint().parameterBytes() + ARRAY * rows;
    }

    static WeightsView of(Trainable trained) {
        return switch (trained) {
            case Network network -> of(network);
            case Graph graph -> of(graph);
            default -> throw new IllegalStateException(trained.getClass().getName());
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
