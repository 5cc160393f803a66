package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.graph.GraphFault.MissingInput;
import dev.chainrule.graph.GraphFault.OfInputs;
import dev.chainrule.graph.GraphFault.OfNodes;
import dev.chainrule.graph.GraphFault.OfOutput;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingRulesTest {
    private static final Input X = new Input("X", false, 2);
    private static final Input Y = new Input("y", true, 1);
    private static final Parameter W = Parameter.zeros("W", 2, 1, 0, 0);
    private static final Operation Z = new Operation("z", Product.MATMUL, "X", "W");

    private static List<GraphFault> faults(NodeDefinition... nodes) {
        return GraphDefinition.of(Precision.FLOAT32, List.of(nodes), Optional.empty()).trainingFaults();
    }

    private static List<GraphFault> faultsWithOutput(String output) {
        return GraphDefinition.of(Precision.FLOAT32, List.of(X, Y, W, Z, loss(Loss.HUBER, "z")), Optional.of(output))
                .trainingFaults();
    }

    private static Operation loss(Loss loss, String prediction) {
        return new Operation("C", new LossOf(loss), "y", prediction);
    }

    private static Operation activation(Activation activation) {
        return new Operation("p", new ActivationOf(activation), "z");
    }

    @Test
    void graphWithFeaturesTargetsAndParametersHasNoFaults() {
        assertThat(faults(X, Y, W, Z, loss(Loss.HUBER, "z"))).isEmpty();
        assertThat(faults(X, Y, W, Z, activation(Activation.SIGMOID), loss(Loss.BINARY_CROSS_ENTROPY, "p"))).isEmpty();
    }

    @Test
    void graphWithoutTargetsOrParametersLacksBothAndAnOutput() {
        assertThat(faults(X, new Operation("C", Reduction.MEAN, "X"))).containsExactly(
                new MissingInput(true),
                new OfNodes("need a parameter, so that there is something to train"),
                new OfOutput(
                        "is missing: name the node that the model predicts, because the graph does not have exactly one loss"));
    }

    @Test
    void graphOfTargetsAloneLacksAnInputOfFeatures() {
        var bias = Parameter.zeros("b", 1, 1, 0, 0);
        var shifted = new Operation("s", Broadcast.ADD, "y", "b");

        assertThat(faults(Y, bias, shifted, new Operation("C", Reduction.MEAN, "s")))
                .contains(new MissingInput(false));
    }

    @Test
    void costAsTheOutputHasTooFewRowsAndIsMadeOfTargets() {
        assertThat(faultsWithOutput("C")).containsExactly(
                new OfOutput("must have a row for each row of input, but \"C\" is 1×1"),
                new OfOutput("must not depend on targets, which are not known in a prediction, but \"C\" does"));
    }

    @Test
    void targetsAsTheOutputAreRefused() {
        assertThat(faultsWithOutput("y")).containsExactly(
                new OfOutput("must not depend on targets, which are not known in a prediction, but \"y\" does"));
    }

    @Test
    void softmaxOfOneColumnIsRefused() {
        assertThat(faults(X, Y, W, Z, activation(Activation.SOFTMAX), loss(Loss.HUBER, "p"))).containsExactly(
                new OfInputs(4, "must have at least 2 columns for softmax, whose outputs add up to 1: a single one is"
                        + " always 1"));
    }

    @Test
    void categoricalCrossEntropyOfOneColumnIsRefused() {
        assertThat(faults(X, Y, W, Z, activation(Activation.SIGMOID), loss(Loss.CATEGORICAL_CROSS_ENTROPY, "p")))
                .containsExactly(new OfInputs(5,
                        "must have a prediction of at least 2 columns for categorical_cross_entropy, one for each class,"
                                + " but \"p\" is n×1: choose binary_cross_entropy"));
    }

    @Test
    void crossEntropyOfAnUnlimitedPredictionIsRefused() {
        assertThat(faults(X, Y, W, Z, loss(Loss.BINARY_CROSS_ENTROPY, "z"))).containsExactly(
                new OfInputs(4,
                        "must have a prediction from 0 to 1 for binary_cross_entropy, but the values of \"z\" are"
                                + " not limited to this range: put a sigmoid or softmax after it, or choose another loss"));
    }

    @Test
    void everyFaultIsReported() {
        var one = new Constant("one", new double[][] {{1}});
        var sum = new Operation("p", Broadcast.ADD, "y", "one");

        assertThat(faults(Y, one, sum, loss(Loss.BINARY_CROSS_ENTROPY, "p"))).hasSize(4);
    }
}
