package dev.chainrule.explain.backprop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.explain.Batch;
import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.explain.Specimens;
import dev.chainrule.explain.backprop.GradientCheck.CheckSettings;
import dev.chainrule.explain.backprop.GradientCheck.Comparison;
import dev.chainrule.explain.backprop.GradientCheck.ComparisonOutcome;
import dev.chainrule.explain.backprop.Kinks.Kink;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Function;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Engine;
import dev.chainrule.network.Loss;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks pass for right gradients, fail for wrong ones, and name the kinks where there is no gradient. */
class GradientCheckTest {
    private static final CheckSettings SETTINGS = new CheckSettings(1e-5, 1e-6);

    private static GradientCheck check(ExplainedModel model, Batch batch) {
        return new GradientCheck(model, batch, SETTINGS, Engine.FLOAT64);
    }

    private static int[] all(ExplainedModel model) {
        return IntStream.range(0, model.graph().parameters().size()).toArray();
    }

    private static List<Comparison> compare(ExplainedModel model, Batch batch) {
        var check = check(model, batch);
        return check.compare(all(model), check.analytic());
    }

    static Stream<Arguments> networks() {
        return Stream.of(Precision.values()).flatMap(precision -> Stream.of(Activation.values())
                .flatMap(hidden -> Stream.of(Loss.values())
                        .flatMap(loss -> Specimens.outputs(loss).stream()
                                .map(output -> Arguments.arguments(precision, hidden, loss, output)))));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyModelPasses(Precision precision, Activation hidden, Loss loss, Activation output) {
        var model = Specimens.layers(precision, loss, 3, Specimens.layer(4, hidden, 0, 0.01),
                Specimens.layer(5, hidden, 0.003, 0), Specimens.layer(2, output));

        assertThat(compare(model, Specimens.rows(model, 4, 2))).hasSize(3 * 4 + 4 + 4 * 5 + 5 + 5 * 2 + 2)
                .allMatch(comparison -> comparison.outcome() == ComparisonOutcome.AGREES);
    }

    /** Large weights saturate activations: gradients near 0 beside large costs. */
    @ParameterizedTest
    @MethodSource("networks")
    void noModelFailsWithLargeOrSmallWeights(Precision precision, Activation hidden, Loss loss, Activation output) {
        for (double scale : new double[] {0.01, 1, 5, 20}) {
            var model = Specimens.layers(precision, loss, 3, Specimens.layer(4, hidden), Specimens.layer(5, hidden),
                    Specimens.layer(2, output));
            Engine.FLOAT64.scale(scale, model.graph().parameters());

            for (long seed = 0; seed < 5; seed++) {
                assertThat(compare(model, Specimens.rows(model, seed % 2 == 0 ? 1 : 9, seed)))
                        .as("%s, %d", scale, seed)
                        .hasSize(3 * 4 + 4 + 4 * 5 + 5 + 5 * 2 + 2)
                        .noneMatch(comparison -> comparison.outcome() == ComparisonOutcome.DIFFERS);
            }
        }
    }

    @Test
    void inputsAsLargeAsPixelsPass() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.CATEGORICAL_CROSS_ENTROPY, 6,
                Specimens.layer(4, Activation.TANH), Specimens.layer(3, Activation.SOFTMAX));
        var batch = Specimens.rows(model, 3, 1);
        Engine.FLOAT64.scale(100, batch.x());

        assertThat(compare(model, batch)).hasSize(6 * 4 + 4 + 4 * 3 + 3)
                .allMatch(comparison -> comparison.outcome() == ComparisonOutcome.AGREES);
    }

    @Test
    void aGradientThatIsALittleWrongFails() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 3,
                Specimens.layer(4, Activation.TANH), Specimens.layer(2, Activation.IDENTITY));
        var check = check(model, Specimens.rows(model, 4, 0));
        var analytic = check.analytic();
        int wrong = 7;
        analytic.set(0, wrong, analytic.get(0, wrong) * (1 + 1e-4));

        var comparisons = check.compare(all(model), analytic);

        assertThat(comparisons).hasSize(3 * 4 + 4 + 4 * 2 + 2);
        assertThat(comparisons.getFirst().position()).isEqualTo(wrong);
        assertThat(comparisons.getFirst().outcome()).isEqualTo(ComparisonOutcome.DIFFERS);
        assertThat(comparisons.subList(1, comparisons.size()))
                .allMatch(comparison -> comparison.outcome() == ComparisonOutcome.AGREES);
    }

    @Test
    void aMissingFactorIsFoundForEveryParameter() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 3,
                Specimens.layer(4, Activation.SIGMOID), Specimens.layer(2, Activation.IDENTITY));
        var check = check(model, Specimens.rows(model, 4, 0));
        var analytic = check.analytic();
        Engine.FLOAT64.scale(0.5, analytic);

        assertThat(check.compare(all(model), analytic)).hasSize(3 * 4 + 4 + 4 * 2 + 2)
                .allMatch(comparison -> comparison.outcome() == ComparisonOutcome.DIFFERS);
    }

    @Test
    void gradientCheckRestoresTheParameters() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.HUBER, 3, Specimens.layer(4, Activation.RELU),
                Specimens.layer(2, Activation.IDENTITY));
        var before = model.graph().parameters().copy();

        compare(model, Specimens.rows(model, 4, 0));

        assertThat(model.graph().parameters().toLittleEndianBytes()).isEqualTo(before.toLittleEndianBytes());
    }

    /** z1 = w·x + b with x = 2, w = 0.5, b = −1 is exactly 0, where relu has two slopes. */
    @Test
    void theKinkOfReluIsNamedWhereItsInputIsZero() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 1,
                Specimens.layer(1, Activation.RELU), Specimens.layer(1, Activation.IDENTITY));
        var w = model.graph().parameters();
        w.setRow(0, new double[] {0.5, -1, 3, 0.25});

        var comparisons = compare(model, Specimens.batch(new double[][] {{4}, {2}}, new double[][] {{1}, {1}}));

        for (var comparison : comparisons) {
            boolean before = comparison.position() < 2;
            assertThat(comparison.outcome()).as("%s", comparison)
                    .isEqualTo(before ? ComparisonOutcome.AT_KINK : ComparisonOutcome.AGREES);
            if (before) {
                var kink = comparison.kinks().getFirst();
                assertThat(kink.inWords()).isEqualTo("relu at z1[0], row 1");
                assertThat(kink.node()).isEqualTo("a1");
                assertThat(kink.distance()).isZero();
                assertThat(comparison.kinks()).hasSize(1);
            }
        }
    }

    /** z1 is 0 and the input is 0, too: z1 does not depend on the weight. */
    @Test
    void wrongGradientDiffersDespiteAKinkThatItsParameterDoesNotReach() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 1,
                Specimens.layer(1, Activation.RELU), Specimens.layer(1, Activation.IDENTITY));
        model.graph().parameters().setRow(0, new double[] {0.5, 0, 3, 0.25});
        var check = check(model, Specimens.batch(new double[][] {{0}}, new double[][] {{1}}));
        var analytic = check.analytic();
        analytic.set(0, 0, 0.1);

        var weight = check.compare(new int[] {0}, analytic).getFirst();

        assertThat(weight.outcome()).isEqualTo(ComparisonOutcome.DIFFERS);
        assertThat(weight.kinks()).isEmpty();
    }

    static Stream<Arguments> kinks() {
        return Stream.of(Activation.LEAKY_RELU, Activation.SELU, Activation.ELU, Activation.SOFTSIGN)
                .map(activation -> Arguments.arguments(
                        Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 1,
                                Specimens.layer(1, activation), Specimens.layer(1, Activation.IDENTITY)),
                        activation.name().toLowerCase(java.util.Locale.ROOT) + " at z1[0], row 0"));
    }

    @ParameterizedTest
    @MethodSource("kinks")
    void otherActivationsHaveKinksToo(ExplainedModel model, String kink) {
        model.graph().parameters().setRow(0, new double[] {0.5, -1, 3, 0.25});

        var comparisons = compare(model, Specimens.batch(new double[][] {{2}}, new double[][] {{1}}));

        assertThat(comparisons.stream().filter(comparison -> comparison.outcome() == ComparisonOutcome.AT_KINK))
                .isNotEmpty()
                .allSatisfy(comparison -> assertThat(comparison.kinks().getFirst().inWords()).isEqualTo(kink));
        assertThat(comparisons).noneMatch(comparison -> comparison.outcome() == ComparisonOutcome.DIFFERS);
    }

    /** Half a step from the kink, so that the difference is asymmetric. */
    @Test
    void lossesHaveKinksWhereTheyAreNotSmooth() {
        for (var loss : List.of(Loss.MEAN_ABSOLUTE_ERROR, Loss.HUBER)) {
            var model = Specimens.layers(Precision.FLOAT64, loss, 1, Specimens.layer(1, Activation.IDENTITY));
            model.graph().parameters().setRow(0, new double[] {2, 1});
            double kink = loss == Loss.HUBER ? 1 : 0;

            var comparisons =
                    compare(model, Specimens.batch(new double[][] {{3}}, new double[][] {{7 - kink + 5e-6}}));

            assertThat(comparisons.stream().filter(comparison -> comparison.position() == 0)).singleElement()
                    .satisfies(comparison -> {
                        assertThat(comparison.outcome()).isEqualTo(ComparisonOutcome.AT_KINK);
                        assertThat(comparison.kinks().getFirst().at()).isEqualTo(kink);
                        assertThat(comparison.kinks().getFirst().distance()).isBetween(4.9e-6, 5.1e-6);
                    });
        }
    }

    /** Cost and gradients are exactly 0 there, and the differences are rounding errors. */
    @Test
    void aModelThatFitsPerfectlyPasses() {
        for (var loss : List.of(Loss.MEAN_SQUARED_ERROR, Loss.HUBER, Loss.MEAN_ABSOLUTE_ERROR)) {
            var model = Specimens.layers(Precision.FLOAT64, loss, 2, Specimens.layer(3, Activation.TANH),
                    Specimens.layer(1, Activation.IDENTITY));
            var x = new double[][] {{1, 2}, {-3, 0.5}};
            var targets = Specimens.trace(model, Specimens.batch(x, new double[][] {{0}, {0}})).run().node("z2")
                    .value().toArray();

            assertThat(compare(model, Specimens.batch(x, targets))).hasSize(2 * 3 + 3 + 3 + 1)
                    .noneMatch(comparison -> comparison.outcome() == ComparisonOutcome.DIFFERS);
        }
    }

    @Test
    void aDifferenceReachesOverTheKinksOfAnAbsoluteValueAndOfAnL1PenaltyNearby() {
        var model = Specimens.graph(
                new Input("x", false, 1), new Input("y", true, 1),
                new Parameter("w", 1, 1, null, new double[][] {{1e-6}}, 0, 0),
                new Parameter("v", 1, 1, null, new double[][] {{-2e-6}}, 0.5, 0),
                new Operation("wx", Broadcast.MULTIPLY, "w", "x"),
                new Operation("absolute", Function.ABS, "wx"),
                new Operation("p", Broadcast.ADD, "absolute", "v"),
                new Operation("C", new LossOf(Loss.MEAN_SQUARED_ERROR), "y", "p"));

        var comparisons = compare(model, Specimens.batch(new double[][] {{3}, {2}}, new double[][] {{7}, {1}}));

        assertThat(comparisons).extracting(Comparison::outcome).containsExactly(ComparisonOutcome.AT_KINK,
                ComparisonOutcome.AT_KINK);
        assertThat(comparisons.stream().flatMap(comparison -> comparison.kinks().stream()).map(Kink::inWords))
                .containsExactlyInAnyOrder("abs at wx[0], row 0", "abs at wx[0], row 1", "the L1 penalty at v[0, 0]");
    }

    @Test
    void nonFiniteGradientDiffers() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 1,
                Specimens.layer(1, Activation.IDENTITY));
        model.graph().parameters().setRow(0, new double[] {1e200, 0});

        var comparisons = compare(model, Specimens.batch(new double[][] {{1e200}}, new double[][] {{1}}));

        assertThat(comparisons).extracting(Comparison::outcome).containsExactly(ComparisonOutcome.DIFFERS,
                ComparisonOutcome.DIFFERS);
    }

    @Test
    void aSampleHasAsManyDifferentParametersAsAskedForAndItsSeedChoosesThem() {
        var sample = positions(0);

        assertThat(sample).hasSize(50).doesNotHaveDuplicates().isSorted();
        assertThat(sample).isEqualTo(positions(0)).isNotEqualTo(positions(1));
        assertThat(IntStream.of(sample)).allMatch(position -> position >= 0 && position < 1000);
    }

    private static int[] positions(long seed) {
        return GradientCheck.positions(1000, 50, RandomStream.of(seed, Purpose.SAMPLE, 0));
    }
}
