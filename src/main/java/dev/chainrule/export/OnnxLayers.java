package dev.chainrule.export;

import dev.chainrule.network.Network;
import java.util.List;

/** A stack of layers as nodes of ai.onnx: for each a product with its weights, and its activation. */
final class OnnxLayers {
    private OnnxLayers() {}

    /**
     * The network's outputs, rows × outputs.
     *
     * @param x rows × inputs, in the network's precision
     */
    static String of(Network network, OnnxNodes nodes, String x) {
        var activations = new OnnxActivations(nodes, network.precision());
        var a = x;
        for (int l = 0; l < network.definition().layers().size(); l++) {
            var layer = network.definition().layers().get(l);
            var weights = nodes.matrix(network.weights(l));
            var z = layer.bias()
                    ? nodes.node("Gemm", List.of(a, weights, nodes.matrix(network.biases(l))))
                    : nodes.node("MatMul", a, weights);
            a = activations.of(layer.activation(), z);
        }
        return a;
    }
}
