package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chainrule.matrix.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {
    private static final LayerDefinition GIVEN =
            new LayerDefinition(2, Activation.TANH, true, 0, 0, 0, new double[][] {{1, 2}, {3, 4}},
                    new double[] {5, 6});
    private static final LayerDefinition WITHOUT_BIAS =
            new LayerDefinition(1, Activation.IDENTITY, false, 0, 0, 0, new double[][] {{7}, {8}}, null);

    @Test
    void parametersAreEachLayersWeightsThenItsBiases() {
        var network = Network.initialize(definition(Precision.FLOAT32, 2, GIVEN, WITHOUT_BIAS), 1);

        var floats = new float[8];
        ByteBuffer.wrap(network.parameterBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);

        assertThat(floats).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(network.weights(0).toArray()).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
        assertThat(network.biases(0).toArray()).isDeepEqualTo(new double[][] {{5, 6}});
        assertThat(network.biases(1).columns()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void networkIsRestoredFromItsParameterBytes(Precision precision) {
        var definition = definition(precision, 3, LayerDefinition.of(4, Activation.RELU),
                LayerDefinition.of(2, Activation.SOFTMAX));
        var network = Network.initialize(definition, 7);

        var copy = Network.of(definition, List.of(network.parameterBytes()).iterator());

        assertThat(copy.parameterBytes()).isEqualTo(network.parameterBytes())
                .hasSize((3 * 4 + 4 + 4 * 2 + 2) * precision.bytes());
        assertThat(copy.weights(1).toArray()).isDeepEqualTo(network.weights(1).toArray());
    }

    @Test
    void parametersOfAnotherNetworkAreRejected() {
        var definition = definition(Precision.FLOAT64, 2, GIVEN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.of(definition, List.of(new byte[47]).iterator()))
                .withMessageContainingAll("48 bytes", "47");
    }

    @Test
    void sameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
        var definition = definition(Precision.FLOAT32, 3, LayerDefinition.of(4, Activation.RELU));

        assertThat(Network.initialize(definition, 1).parameterBytes())
                .isEqualTo(Network.initialize(definition, 1).parameterBytes())
                .isNotEqualTo(Network.initialize(definition, 2).parameterBytes());
    }

    @Test
    void givenWeightsOfALayerDoNotChangeTheRandomWeightsOfOthers() {
        var second = LayerDefinition.of(3, Activation.TANH);

        var random =
                Network.initialize(definition(Precision.FLOAT64, 2, LayerDefinition.of(2, Activation.TANH), second), 1);
        var given = Network.initialize(definition(Precision.FLOAT64, 2, GIVEN, second), 1);

        assertThat(given.weights(1).toArray()).isDeepEqualTo(random.weights(1).toArray());
    }

    private static NetworkDefinition definition(Precision precision, int inputs, LayerDefinition... layers) {
        return new NetworkDefinition(precision, inputs, List.of(layers), Loss.MEAN_SQUARED_ERROR);
    }
}
