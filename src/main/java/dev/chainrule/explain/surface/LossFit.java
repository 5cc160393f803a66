package dev.chainrule.explain.surface;

import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.network.Loss;
import dev.chainrule.network.Samples;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;

/** Whether a loss can compare a model's outputs with given targets. */
final class LossFit {
    private static final int BLOCK_ROWS = 256;

    private LossFit() {}

    /**
     * Adds a fault if a loss other than a model's own requires other outputs than the model has: a cross-entropy requires probabilities.
     *
     * @param at the loss's place in the request
     */
    static void outputs(Loss loss, GraphDefinition graph, int outputs, Faults at) {
        if (!loss.takesProbabilities() || graph.loss().filter(loss::equals).isPresent()) {
            return;
        }
        if (loss == Loss.CATEGORICAL_CROSS_ENTROPY && outputs == 1) {
            at.add("categorical_cross_entropy needs at least 2 outputs, one for each class, but the model has 1:"
                    + " choose binary_cross_entropy");
        } else if (!graph.outputActivation().givesProbabilities()) {
            at.add(JsonName.of(loss) + " needs outputs between 0 and 1, as sigmoid and softmax give them, but the model"
                    + " ends in " + JsonName.of(graph.outputActivation()));
        }
    }

    /**
     * Adds a fault if the targets are outside the loss's range.
     *
     * @param at the loss's place in the request, or that of the targets
     */
    static void targets(Loss loss, Samples samples, MatrixOperations operations, Faults at) {
        if (!loss.takesProbabilities()) {
            return;
        }
        var order = new int[Math.min(BLOCK_ROWS, samples.rows())];
        var x = Matrix.zeros(operations.precision(), order.length, samples.inputs());
        var y = Matrix.zeros(operations.precision(), order.length, samples.outputs());
        int count;
        for (int from = 0; from < samples.rows(); from += count) {
            count = Math.min(order.length, samples.rows() - from);
            for (int i = 0; i < count; i++) {
                order[i] = from + i;
            }
            samples.fetch(from, count);
            samples.gather(order, 0, 0, count, x, y, operations);
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < y.columns(); j++) {
                    double target = y.get(i, j);
                    if (!(target >= 0 && target <= 1)) {
                        at.add(JsonName.of(loss) + " needs targets from 0 to 1, but row " + (from + i) + " has "
                                + target);
                        return;
                    }
                }
            }
        }
    }
}
