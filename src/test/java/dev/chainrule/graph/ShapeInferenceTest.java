package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sizes that inputs without a size get. */
class ShapeInferenceTest {
    private static final Input X = new Input("x", false, ShapeInference.UNKNOWN);
    private static final Input Y = new Input("y", true, ShapeInference.UNKNOWN);
    private static final Operation C = new Operation("C", new LossOf(Loss.MEAN_SQUARED_ERROR), "y", "p");

    private static Map<String, Integer> sizes(NodeDefinition... nodes) {
        return ShapeInference.complete(List.of(nodes)).stream()
                .filter(Input.class::isInstance)
                .map(Input.class::cast)
                .collect(Collectors.toMap(Input::name, Input::size));
    }

    private static Parameter parameter(String name, int rows, int columns) {
        return Parameter.zeros(name, rows, columns, 0, 0);
    }

    @Test
    void inputTakesTheRowsOfItsWeightsAndTargetsTheColumnsOfThePrediction() {
        assertThat(sizes(X, Y, parameter("W", 3, 2), new Operation("p", Product.LINEAR, "x", "W"), C))
                .isEqualTo(Map.of("x", 3, "y", 2));
    }

    @Test
    void sizeThatIsGivenStaysAlsoWhenItDoesNotFit() {
        assertThat(sizes(new Input("x", false, 4), Y, parameter("W", 3, 2),
                new Operation("p", Product.LINEAR, "x", "W"), C))
                .isEqualTo(Map.of("x", 4, "y", ShapeInference.UNKNOWN));
    }

    @Test
    void weightsMayBeAConstant() {
        assertThat(sizes(X, Y, new Constant("W", new double[][] {{1, 2}, {3, 4}, {5, 6}}),
                new Operation("p", Product.MATMUL, "x", "W"), C))
                .isEqualTo(Map.of("x", 3, "y", 2));
        assertThat(sizes(X, Y, new Constant("W", new double[0][]), new Operation("p", Product.MATMUL, "x", "W"), C))
                .isEqualTo(Map.of("x", ShapeInference.UNKNOWN, "y", ShapeInference.UNKNOWN));
    }

    /** An input that is multiplied by another input has the rows of a batch on both sides: nothing is known. */
    @Test
    void productOfTwoInputsGivesNoSize() {
        assertThat(sizes(X, new Input("v", false, 2), Y, new Operation("p", Product.MATMUL, "x", "v"), C))
                .isEqualTo(Map.of("x", ShapeInference.UNKNOWN, "v", 2, "y", ShapeInference.UNKNOWN));
    }

    @Test
    void sizesPassThroughActivationsAndConcatenations() {
        assertThat(sizes(X, Y, parameter("W", 3, 2), new Operation("z", Product.LINEAR, "x", "W"),
                new Operation("a", new ActivationOf(Activation.TANH), "z"),
                new Operation("p", new Concat(), "a", "z"), C))
                .isEqualTo(Map.of("x", 3, "y", 4));
    }

    @Test
    void predictionThatIsAnInputTakesTheSizeOfItsTargets() {
        assertThat(sizes(new Input("p", false, ShapeInference.UNKNOWN), new Input("y", true, 5), C))
                .isEqualTo(Map.of("p", 5, "y", 5));
    }

    @Test
    void targetsBesideAPredictionTakeTheWidestOperand() {
        assertThat(sizes(X, Y, parameter("W", 3, 2), new Operation("p", Product.LINEAR, "x", "W"),
                parameter("one", 1, 1), new Operation("d", Broadcast.ADD, "one", "y", "p"),
                new Operation("C", Reduction.MEAN, "d")))
                .isEqualTo(Map.of("x", 3, "y", 2));
    }

    /** A feature may be broadcast: its width does not follow from the other operand. */
    @Test
    void featureBesideAnotherOperandGetsNoSize() {
        assertThat(sizes(X, parameter("b", 1, 2), new Operation("p", Broadcast.ADD, "x", "b"),
                new Operation("C", Reduction.SUM, "p")))
                .isEqualTo(Map.of("x", ShapeInference.UNKNOWN));
    }

    @Test
    void sizeThatIsFoundLateDeterminesEarlierOnes() {
        assertThat(sizes(
                new Operation("C", new LossOf(Loss.HUBER), "y", "q"), new Operation("q", Broadcast.SUBTRACT, "t", "p"),
                new Operation("p", Product.LINEAR, "x", "W"), new Input("t", true, ShapeInference.UNKNOWN), X, Y,
                parameter("W", 7, 6)))
                .isEqualTo(Map.of("x", 7, "t", 6, "y", 6));
    }

    @Test
    void nodesThatAreNoGraphAreReturnedUnchanged() {
        List<NodeDefinition> twice = Collections.nCopies(2, X);

        assertThat(ShapeInference.complete(twice)).isSameAs(twice);
    }
}
