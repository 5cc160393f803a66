package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Initializer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultInitializersTest {
    private static final Parameter W = new Parameter("W", 2, 3, null, null, 0.1, 0.2);
    private static final Operation Z = new Operation("z", Product.LINEAR, "X", "W", "b");

    private static Parameter completed(Parameter parameter, Operation... operations) {
        var nodes = new ArrayList<NodeDefinition>(List.of(parameter, new Input("X", false, 2)));
        nodes.addAll(List.of(operations));
        return (Parameter) DefaultInitializers.complete(nodes).getFirst();
    }

    @Test
    void weightsBeforeAnActivationStartByItsDefault() {
        var weights = completed(W, Z, new Operation("a", new ActivationOf(Activation.RELU), "z"));

        assertThat(weights.initializer()).isEqualTo(Initializer.defaultFor(Activation.RELU));
        assertThat(weights)
                .extracting(Parameter::name, Parameter::rows, Parameter::columns, Parameter::l1, Parameter::l2)
                .containsExactly("W", 2, 3, 0.1, 0.2);
    }

    @Test
    void weightsBeforeNoActivationStartByTheDefaultOfTheIdentity() {
        assertThat(completed(W, Z).initializer()).isEqualTo(Initializer.defaultFor(Activation.IDENTITY));
    }

    @Test
    void biasesAndOtherParametersStartAtZero() {
        assertThat(completed(new Parameter("b", 1, 3, null, null, 0, 0), Z).initializer())
                .isEqualTo(Initializer.zeros());
    }

    @Test
    void givenInitializerOrValueStays() {
        var given = new Parameter("W", 2, 3, new Initializer.Normal(2), null, 0, 0);
        var value = new Parameter("W", 1, 1, null, new double[][] {{4}}, 0, 0);

        assertThat(completed(given, Z)).isSameAs(given);
        assertThat(completed(value, Z)).isSameAs(value);
    }
}
