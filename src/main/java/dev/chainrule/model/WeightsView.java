package dev.chainrule.model;

import dev.chainrule.network.Network;
import java.util.List;
import java.util.stream.IntStream;

/** All parameters of a version, so written that they read back to the same bits. */
record WeightsView(List<Layer> layers) {
    /**
     * @param weights inputs × units
     * @param biases one for each unit; none without bias
     */
    record Layer(Object weights, Object biases) {}

    static WeightsView of(Network network) {
        return new WeightsView(IntStream.range(0, network.definition().layers().size())
                .mapToObj(layer -> {
                    var biases = network.biases(layer);
                    return new Layer(
                            NumberRows.of(network.weights(layer)), NumberRows.row(biases, 0));
                })
                .toList());
    }
}
