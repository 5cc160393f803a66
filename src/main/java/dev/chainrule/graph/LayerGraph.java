package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers as a graph: x → z1 = x·W1 + b1 → a1 = f(z1) → … → C(y, a). A layer whose activation is the identity has no a. Dropout is not
 * applied.
 */
public final class LayerGraph {
    public static final String X = "x";
    public static final String Y = "y";
    public static final String COST = "C";

    private LayerGraph() {}

    /** The name of a layer's weights; layers are numbered from 0, names from 1. */
    public static String weights(int layer) {
        return "W" + (layer + 1);
    }

    /** The name of a layer's biases. */
    public static String biases(int layer) {
        return "b" + (layer + 1);
    }

    /** With parameters that start at 0. */
    public static GraphDefinition definition(NetworkDefinition network, Precision precision) {
        var nodes = new ArrayList<NodeDefinition>();
        nodes.add(new Input(X, false, network.inputs()));
        var last = X;
        for (int l = 0; l < network.layers().size(); l++) {
            var layer = network.layers().get(l);
            nodes.add(Parameter.zeros(weights(l), network.fanIn(l), layer.units(), layer.l1(), layer.l2()));
            var inputs = new ArrayList<>(List.of(last, weights(l)));
            if (layer.bias()) {
                nodes.add(Parameter.zeros(biases(l), 1, layer.units(), 0, 0));
                inputs.add(biases(l));
            }
            last = "z" + (l + 1);
            nodes.add(new Operation(last, Product.LINEAR, inputs));
            if (layer.activation() != Activation.IDENTITY) {
                var a = "a" + (l + 1);
                nodes.add(new Operation(a, new ActivationOf(layer.activation()), last));
                last = a;
            }
        }
        nodes.add(new Input(Y, true, network.outputs()));
        nodes.add(new Operation(COST, new LossOf(network.loss()), Y, last));
        return GraphDefinition.of(precision, nodes, Optional.empty());
    }

    /** With the network's parameters; float64 holds those of float32 exactly. */
    public static Graph of(Network network, Precision precision) {
        var graph = Graph.initialize(definition(network.definition(), precision), 0);
        var from = network.parameters();
        for (int i = 0; i < from.size(); i++) {
            graph.parameters().set(0, i, from.get(0, i));
        }
        return graph;
    }
}
