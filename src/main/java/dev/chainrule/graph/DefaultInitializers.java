package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Initializer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses initializers for parameters that have none, as for layers. */
public final class DefaultInitializers {
    private DefaultInitializers() {}

    /**
     * The same nodes, with an initializer for each parameter that has neither one nor a value: for the weights of a product the default for
     * the activation that uses the product, for all others zeros.
     */
    public static List<NodeDefinition> complete(List<NodeDefinition> nodes) {
        return nodes.stream().map(node -> completed(node, nodes)).toList();
    }

    private static NodeDefinition completed(NodeDefinition node, List<NodeDefinition> nodes) {
        return node instanceof Parameter parameter && parameter.initializer() == null && parameter.value() == null
                ? parameter.withInitializer(initializer(parameter, nodes))
                : node;
    }

    private static Initializer initializer(Parameter parameter, List<NodeDefinition> nodes) {
        return operations(nodes)
                .filter(operation -> operation.operator() instanceof Product && operation.inputs().size() > 1
                        && operation.inputs().get(1).equals(parameter.name()))
                .findFirst()
                .map(product -> Initializer.defaultFor(activationOf(product, nodes).orElse(Activation.IDENTITY)))
                .orElseGet(Initializer::zeros);
    }

    private static Optional<Activation> activationOf(Operation product, List<NodeDefinition> nodes) {
        return operations(nodes)
                .filter(next -> next.inputs().contains(product.name()))
                .map(Operation::operator)
                .filter(ActivationOf.class::isInstance)
                .map(operator -> ((ActivationOf) operator).activation())
                .findFirst();
    }

    private static Stream<Operation> operations(List<NodeDefinition> nodes) {
        return nodes.stream().filter(Operation.class::isInstance).map(Operation.class::cast);
    }
}
