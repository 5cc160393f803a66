package dev.chainrule.explain.backprop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.explain.Batch;
import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.explain.Specimens;
import dev.chainrule.explain.backprop.Chain.Factor;
import dev.chainrule.explain.backprop.TraceView.ParameterView;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Function;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The products of the chains are the gradient. */
class ChainsTest {
    private static TraceView view(ExplainedModel model, Batch batch) {
        return TraceReport.of(Specimens.trace(model, batch));
    }

    private static double sum(ParameterView parameter) {
        return parameter.chains().stream().mapToDouble(Chain::product).sum();
    }

    private static double size(ParameterView parameter) {
        return parameter.chains().stream().mapToDouble(chain -> Math.abs(chain.product())).sum();
    }

    private static ParameterView parameter(TraceView view, String name) {
        return view.parameters().stream().filter(parameter -> parameter.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> names(Chain chain) {
        return chain.factors().stream().map(Factor::name).toList();
    }

    static Stream<Arguments> networks() {
        return Stream.of(Activation.values()).flatMap(hidden -> Stream.of(Loss.values())
                .flatMap(loss -> Specimens.outputs(loss).stream()
                        .map(output -> Arguments.arguments(hidden, loss, output))));
    }

    private static ExplainedModel network(Activation hidden, Loss loss, Activation output) {
        return Specimens.layers(Precision.FLOAT64, loss, 3, Specimens.layer(4, hidden), Specimens.layer(5, hidden),
                Specimens.layer(2, output));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void forOneRowTheProductOfTheFactorsIsTheGradientToTheLastBit(Activation hidden, Loss loss, Activation output) {
        var model = network(hidden, loss, output);

        for (long seed = 0; seed < 5; seed++) {
            for (var parameter : view(model, Specimens.rows(model, 1, seed)).parameters()) {
                assertThat(parameter.chains()).hasSize(1);
                // With +0.0, because a product of −0 equals the sum, which starts with 0.
                assertThat(parameter.chains().getFirst().product() + 0.0).as(parameter.name())
                        .isEqualTo(parameter.gradient() + 0.0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void forSeveralRowsTheProductsAddUpToTheGradient(Activation hidden, Loss loss, Activation output) {
        var model = network(hidden, loss, output);

        for (var parameter : view(model, Specimens.rows(model, 7, 1)).parameters()) {
            assertThat(parameter.chains()).hasSize(7).extracting(Chain::row).containsExactly(0, 1, 2, 3, 4, 5, 6);
            assertThat(Math.abs(sum(parameter) - parameter.gradient())).as(parameter.name())
                    .isLessThanOrEqualTo(1e-12 * size(parameter));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Activation.class, mode = EnumSource.Mode.EXCLUDE, names = {"IDENTITY", "SOFTMAX"})
    void throughAnActivationThereAreThreeFactors(Activation activation) {
        var model = Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 2, Specimens.layer(2, activation),
                Specimens.layer(1, Activation.IDENTITY));

        var view = view(model, Specimens.rows(model, 1, 0));

        assertThat(names(parameter(view, "W1[1, 0]").chains().getFirst()))
                .containsExactly("∂C/∂a1[0]", "∂a1[0]/∂z1[0]", "∂z1[0]/∂W1[1, 0]");
        assertThat(names(parameter(view, "b1[1]").chains().getFirst()))
                .containsExactly("∂C/∂a1[1]", "∂a1[1]/∂z1[1]", "∂z1[1]/∂b1[1]");
        assertThat(parameter(view, "b1[1]").chains().getFirst().factors().getLast().value()).isEqualTo(1);
        assertThat(names(parameter(view, "W2[1, 0]").chains().getFirst()))
                .containsExactly("∂C/∂z2[0]", "∂z2[0]/∂W2[1, 0]");
    }

    @Test
    void fusedActivationAndLossIsOneFactor() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.BINARY_CROSS_ENTROPY, 2,
                Specimens.layer(1, Activation.SIGMOID));

        var view = view(model, Specimens.batch(new double[][] {{3, -2}}, new double[][] {{1}}));

        var factors = parameter(view, "W1[1, 0]").chains().getFirst().factors();
        assertThat(factors).extracting(Factor::name).containsExactly("∂C/∂z1[0]", "∂z1[0]/∂W1[1, 0]");
        assertThat(factors).extracting(Factor::formula).containsExactly("(a1 − y)/n", "x[1]");
        assertThat(factors.getLast().value()).isEqualTo(-2);
        assertThat(view.notes()).anyMatch(note -> note.contains("a1 gets no gradient"));
    }

    /** By hand: x = 2, w1 = 0.6, w2 = −1.5, y = 0.25; C = (w2·σ(w1·x) − y)². */
    @Test
    void aGraphOfLinearSigmoidLinearHasTwoFactorsForItsLastWeightAndThreeForItsFirst() {
        var model = Specimens.graph(
                new Input("x", false, 1), new Input("y", true, 1),
                new Parameter("w1", 1, 1, null, new double[][] {{0.6}}, 0, 0),
                new Parameter("w2", 1, 1, null, new double[][] {{-1.5}}, 0, 0),
                new Operation("l1", Product.LINEAR, "x", "w1"),
                new Operation("s", new ActivationOf(Activation.SIGMOID), "l1"),
                new Operation("l2", Product.LINEAR, "s", "w2"),
                new Operation("cost", new LossOf(Loss.MEAN_SQUARED_ERROR), "y", "l2"));

        var view = view(model, Specimens.batch(new double[][] {{2}}, new double[][] {{0.25}}));

        double s = 1 / (1 + Math.exp(-1.2));
        double back = 2 * (-1.5 * s - 0.25);
        var w2 = parameter(view, "w2[0, 0]").chains().getFirst();
        assertThat(names(w2)).containsExactly("∂cost/∂l2[0]", "∂l2[0]/∂w2[0, 0]");
        assertValues(w2, back, s);
        var w1 = parameter(view, "w1[0, 0]").chains().getFirst();
        assertThat(names(w1)).containsExactly("∂cost/∂s[0]", "∂s[0]/∂l1[0]", "∂l1[0]/∂w1[0, 0]");
        assertValues(w1, back * -1.5, s * (1 - s), 2);
        assertThat(w1.factors().getFirst().formula()).isEqualTo("∂cost/∂l2·w2ᵀ");
    }

    private static void assertValues(Chain chain, double... values) {
        for (int i = 0; i < values.length; i++) {
            assertThat(chain.factors().get(i).value())
                    .isCloseTo(values[i], org.assertj.core.data.Percentage.withPercentage(1e-10));
        }
    }

    /** C = mean(exp(w·x)) + w² / v: w goes into two nodes. */
    @Test
    void theChainsOfAllNodesThatAParameterGoesIntoAddUp() {
        var model = Specimens.graph(
                new Input("x", false, 1), new Input("y", true, 1),
                new Parameter("w", 1, 1, null, new double[][] {{0.7}}, 0, 0),
                new Parameter("v", 1, 1, null, new double[][] {{-1.3}}, 0, 0),
                new Operation("wx", Broadcast.MULTIPLY, "w", "x"),
                new Operation("e", Function.EXP, "wx"),
                new Operation("off", new LossOf(Loss.MEAN_SQUARED_ERROR), "y", "e"),
                new Operation("square", Broadcast.MULTIPLY, "w", "w"),
                new Operation("ratio", Broadcast.DIVIDE, "square", "v"),
                new Operation("C", Broadcast.ADD, "off", "ratio"));

        var view = view(model, Specimens.batch(new double[][] {{1}, {-2}}, new double[][] {{1}, {0}}));

        var w = parameter(view, "w[0, 0]");
        assertThat(w.chains()).extracting(Chain::through).containsExactlyInAnyOrder("wx", "wx", "square", "square");
        assertThat(sum(w)).isCloseTo(w.gradient(), org.assertj.core.data.Percentage.withPercentage(1e-10));
        var v = parameter(view, "v[0, 0]");
        assertThat(names(v.chains().getFirst())).containsExactly("∂C/∂ratio", "∂ratio/∂v[0, 0]");
        assertThat(v.gradient()).isEqualTo(v.chains().getFirst().product()).isEqualTo(-(0.7 * 0.7 / -1.3) / -1.3);
    }

    @Test
    void aPenaltyIsAChainOfItsOwn() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.HUBER, 2,
                Specimens.layer(2, Activation.IDENTITY, 0.25, 0.5));

        var view = view(model, Specimens.rows(model, 1, 0));

        var weight = parameter(view, "W1[0, 1]");
        var penalty = weight.chains().getLast();
        assertThat(names(penalty)).containsExactly("∂penalty/∂W1[0, 1]");
        assertThat(penalty.factors().getFirst().formula()).isEqualTo("0.25·sign(W1[0, 1]) + 0.5·W1[0, 1]");
        assertThat(penalty.product()).isEqualTo(0.25 * Math.signum(weight.value()) + 0.5 * weight.value());
        assertThat(Math.abs(sum(weight) - weight.gradient())).isLessThanOrEqualTo(1e-12 * size(weight));
        assertThat(parameter(view, "b1[1]").chains()).hasSize(1);
    }

    @Test
    void theBlameOfALayerIsSharedOutAmongItsWeightsAndBiases() {
        var model = network(Activation.TANH, Loss.MEAN_SQUARED_ERROR, Activation.IDENTITY);

        var view = view(model, Specimens.rows(model, 3, 0));

        for (int layer = 0; layer < 3; layer++) {
            var ofLayer = "[Wb]" + (layer + 1) + "\\[.*";
            var those = view.parameters().stream().filter(parameter -> parameter.name().matches(ofLayer)).toList();
            assertThat(those.stream().mapToDouble(ParameterView::blame).sum())
                    .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-12));
            assertThat(view.groups().get(layer).parameters()).isEqualTo(those.size());
        }
    }

    @Test
    void aStepGoesAgainstTheGradient() {
        var model = network(Activation.TANH, Loss.MEAN_SQUARED_ERROR, Activation.IDENTITY);

        var parameters = view(model, Specimens.rows(model, 3, 0)).parameters();
        assertThat(parameters).hasSize(model.graph().parameters().columns());
        for (var parameter : parameters) {
            assertThat(parameter.gradient()).as(parameter.name()).isNotZero();
            assertThat(parameter.step()).isEqualTo(-0.1 * parameter.gradient());
            assertThat(parameter.newValue()).isEqualTo(parameter.value() + parameter.step());
        }
    }
}
