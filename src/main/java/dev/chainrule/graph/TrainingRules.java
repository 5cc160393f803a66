package dev.chainrule.graph;

import dev.chainrule.graph.GraphFault.MissingInput;
import dev.chainrule.graph.GraphFault.OfInputs;
import dev.chainrule.graph.GraphFault.OfNodes;
import dev.chainrule.graph.GraphFault.OfOutput;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks that a graph can be trained to predict targets from features. */
final class TrainingRules {
    private final GraphDefinition graph;
    private final List<GraphFault> faults = new ArrayList<>();

    private TrainingRules(GraphDefinition graph) {
        this.graph = graph;
    }

    static List<GraphFault> faults(GraphDefinition graph) {
        var rules = new TrainingRules(graph);
        rules.checkLeaves();
        graph.output().ifPresentOrElse(rules::checkOutput, () -> rules.faults.add(new OfOutput(
                "is missing: name the node that the model predicts, because the graph does not have exactly one loss")));
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (graph.nodes().get(i) instanceof Operation operation) {
                rules.checkInputs(i, operation);
            }
        }
        return List.copyOf(rules.faults);
    }

    private void require(boolean holds, GraphFault fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    private void checkLeaves() {
        require(!graph.inputs(false).isEmpty(), new MissingInput(false));
        require(!graph.inputs(true).isEmpty(), new MissingInput(true));
        require(!graph.parameters().isEmpty(), new OfNodes("need a parameter, so that there is something to train"));
    }

    private void checkOutput(String output) {
        var shape = graph.shape(output);
        require(shape.hasAnyRows(), new OfOutput(
                "must have a row for each row of input, but \"" + output + "\" is " + shape));
        require(!graph.dependsOnTargets(output), new OfOutput(
                "must not depend on targets, which are not known in a prediction, but \"" + output + "\" does"));
    }

    private void checkInputs(int index, Operation node) {
        switch (node.operator()) {
            case ActivationOf(var activation) -> require(
                    activation != Activation.SOFTMAX || graph.shape(node.name()).columns() > 1,
                    new OfInputs(index,
                            "must have at least 2 columns for softmax, whose outputs add up to 1: a single one is"
                                    + " always 1"));
            case LossOf(var loss) -> checkPrediction(index, loss, node.inputs().get(1));
            case Product _,Broadcast _,Reduction _,Concat _,Operator.Function _ -> {}
        }
    }

    private void checkPrediction(int index, Loss loss, String prediction) {
        var shape = graph.shape(prediction);
        require(loss != Loss.CATEGORICAL_CROSS_ENTROPY || shape.columns() > 1, new OfInputs(index,
                "must have a prediction of at least 2 columns for categorical_cross_entropy, one for each class, but \""
                        + prediction + "\" is " + shape + ": choose binary_cross_entropy"));
        require(!loss.takesProbabilities() || graph.givesProbabilities(prediction), new OfInputs(index,
                "must have a prediction from 0 to 1 for " + loss.name().toLowerCase(Locale.ROOT)
                        + ", but the values of \"" + prediction
                        + "\" are not limited to this range: put a sigmoid or softmax after it, or choose another loss"));
    }
}
