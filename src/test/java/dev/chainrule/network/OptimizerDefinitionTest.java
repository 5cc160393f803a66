package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chainrule.network.OptimizerDefinition.Adadelta;
import dev.chainrule.network.OptimizerDefinition.Adagrad;
import dev.chainrule.network.OptimizerDefinition.Adam;
import dev.chainrule.network.OptimizerDefinition.Adamax;
import dev.chainrule.network.OptimizerDefinition.Adamw;
import dev.chainrule.network.OptimizerDefinition.Amsgrad;
import dev.chainrule.network.OptimizerDefinition.Momentum;
import dev.chainrule.network.OptimizerDefinition.Nadam;
import dev.chainrule.network.OptimizerDefinition.Nesterov;
import dev.chainrule.network.OptimizerDefinition.Rmsprop;
import dev.chainrule.network.OptimizerDefinition.Sgd;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The range of every setting of every optimiser, up to its ends. */
class OptimizerDefinitionTest {
    private static final double LEAST = Double.MIN_VALUE;
    private static final double MOST = Double.MAX_VALUE;
    private static final double BELOW_1 = Math.nextDown(1.0);
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static Arguments positive(String name, DoubleFunction<OptimizerDefinition> optimizer) {
        return Arguments.of(name, optimizer, List.of(LEAST, 1.0, MOST), List.of(0.0, -LEAST, INFINITY, NAN));
    }

    private static Arguments fraction(String name, DoubleFunction<OptimizerDefinition> optimizer) {
        return Arguments.of(name, optimizer, List.of(0.0, 0.5, BELOW_1), List.of(-LEAST, 1.0, INFINITY, NAN));
    }

    private static Arguments notNegative(String name, DoubleFunction<OptimizerDefinition> optimizer) {
        return Arguments.of(name, optimizer, List.of(0.0, 1.0, MOST), List.of(-LEAST, INFINITY, NAN));
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                positive("learningRate", Sgd::new),
                positive("learningRate", x -> new Momentum(x, 0.5)),
                fraction("momentum", x -> new Momentum(1, x)),
                positive("learningRate", x -> new Nesterov(x, 0.5)),
                fraction("momentum", x -> new Nesterov(1, x)),
                positive("learningRate", x -> new Adagrad(x, 1)),
                positive("epsilon", x -> new Adagrad(1, x)),
                positive("learningRate", x -> new Adadelta(x, 0.5, 1)),
                fraction("rho", x -> new Adadelta(1, x, 1)),
                positive("epsilon", x -> new Adadelta(1, 0.5, x)),
                positive("learningRate", x -> new Rmsprop(x, 0.5, 1)),
                fraction("rho", x -> new Rmsprop(1, x, 1)),
                positive("epsilon", x -> new Rmsprop(1, 0.5, x)),
                positive("learningRate", x -> new Adam(x, 0.5, 0.5, 1)),
                fraction("beta1", x -> new Adam(1, x, 0.5, 1)),
                fraction("beta2", x -> new Adam(1, 0.5, x, 1)),
                positive("epsilon", x -> new Adam(1, 0.5, 0.5, x)),
                positive("learningRate", x -> new Amsgrad(x, 0.5, 0.5, 1)),
                fraction("beta2", x -> new Amsgrad(1, 0.5, x, 1)),
                positive("learningRate", x -> new Adamw(x, 0.5, 0.5, 1, 1)),
                notNegative("weightDecay", x -> new Adamw(1, 0.5, 0.5, 1, x)),
                fraction("beta1", x -> new Adamax(1, x, 0.5, 1)),
                fraction("beta1", x -> new Nadam(1, x, 0.5, 1, 1)),
                notNegative("momentumDecay", x -> new Nadam(1, 0.5, 0.5, 1, x)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingIsAcceptedUpToTheEndsOfItsRangeAndRefusedBeyond(
            String name, DoubleFunction<OptimizerDefinition> optimizer, List<Double> accepted, List<Double> refused) {
        for (double value : accepted) {
            assertThatCode(() -> optimizer.apply(value)).as("%s %s", name, value).doesNotThrowAnyException();
        }
        for (double value : refused) {
            assertThatIllegalArgumentException().as("%s", value).isThrownBy(() -> optimizer.apply(value))
                    .withMessageStartingWith(name + " must be ")
                    .withMessageEndingWith(", but is " + value);
        }
    }
}
