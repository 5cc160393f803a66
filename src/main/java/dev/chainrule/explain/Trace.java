package dev.chainrule.explain;

import dev.chainrule.graph.GraphRun;
import dev.chainrule.matrix.MatrixOperations;

/**
 * Rows on their way through a model and back.
 *
 * @param run after its pass forward and its pass back
 * @param learningRate of the steps that the gradients would make
 * @param learningRateGiven whether it was asked for
 * @param chosen the parameters that are to be listed
 * @param limit how many of them at most
 */
record Trace(
        Subject subject, int rows, GraphRun run, double learningRate, boolean learningRateGiven,
        ParameterSelection chosen, int limit) {

    static Trace of(
            Subject subject, Batch batch, double learningRate, boolean learningRateGiven, ParameterSelection chosen,
            int limit, MatrixOperations operations) {
        var run = subject.graph().run(batch.x(), batch.y(), operations);
        run.forward();
        run.backward();
        return new Trace(subject, batch.rows(), run, learningRate, learningRateGiven, chosen, limit);
    }

    Diagram diagram() {
        return subject.layered() ? NetworkDiagram.of(this) : GraphDiagram.of(this);
    }

    Places places() {
        return new Places(subject.graph(), subject.layered());
    }
}
