package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.Precision;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sure and wrong: where a probability rounds to 0 or 1, cost and gradient of the fused forms stay exact. */
class ExtremeLogitsTest {
    @ParameterizedTest
    @EnumSource
    void logitsOfAThousandGiveTheExactCostAndGradientOfSoftmax(Precision precision) {
        var network = network(precision, Activation.SOFTMAX, Loss.CATEGORICAL_CROSS_ENTROPY);
        var gradient = new Parameters(network.definition());
        var pass = pass(network, gradient, new double[] {1000, -1000}, new double[] {0, 1});

        pass.backward(null);

        assertThat(pass.cost()).isEqualTo(2000);
        assertThat(pass.outputs().toArray()).isDeepEqualTo(new double[][] {{1, 0}});
        assertThat(gradient.biases(0).toArray()).isDeepEqualTo(new double[][] {{1, -1}});
    }

    @ParameterizedTest
    @EnumSource
    void logitsOfAThousandGiveTheExactCostAndGradientOfSigmoid(Precision precision) {
        var network = network(precision, Activation.SIGMOID, Loss.BINARY_CROSS_ENTROPY);
        var gradient = new Parameters(network.definition());
        var pass = pass(network, gradient, new double[] {1000, -1000}, new double[] {0, 1});

        pass.backward(null);

        assertThat(pass.cost()).isEqualTo(1000);
        assertThat(pass.outputs().toArray()).isDeepEqualTo(new double[][] {{1, 0}});
        assertThat(gradient.biases(0).toArray()).isDeepEqualTo(new double[][] {{0.5, -0.5}});
    }

    /** Logits are the inputs. */
    private static Network network(Precision precision, Activation activation, Loss loss) {
        double[][] identity = {{1, 0}, {0, 1}};
        var layer = new LayerDefinition(2, activation, true, 0, 0, 0, identity, null);
        return Network.initialize(new NetworkDefinition(precision, 2, List.of(layer), loss), 0);
    }

    private static LayeredPass pass(Network network, Parameters gradient, double[] logits, double[] targets) {
        var pass = LayeredPass.forTraining(network, 1, gradient, false, Engine.operationsFor(network));
        pass.x().setRow(0, logits);
        pass.y().setRow(0, targets);
        pass.forward();
        return pass;
    }
}
