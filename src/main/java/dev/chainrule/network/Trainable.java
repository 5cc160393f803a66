package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import java.util.List;

/** A model that can be trained and measured. Its parameters are numbers in one row. */
public interface Trainable {
    Precision precision();

    /** Numbers per row of input. */
    int inputs();

    /** Numbers per row of output. */
    int outputs();

    /** 1 × all parameters: its own, not a copy. */
    Matrix parameters();

    /** The parameters that an optimiser's weight decay applies to: weights, not biases. */
    List<Span> decayedSpans();

    /**
     * A pass for evaluation: no backward pass, no dropout.
     *
     * @param weighted whether rows have weights
     */
    Pass forEvaluation(int rows, boolean weighted, MatrixOperations operations);

    /**
     * @param gradient 1 × all parameters, filled by the backward pass
     * @param weighted whether rows have weights
     */
    Pass forTraining(int rows, Matrix gradient, boolean weighted, MatrixOperations operations);

    /** The memory that it and its passes take. */
    Footprint footprint();

    /** A contiguous range of parameters. */
    record Span(int from, int length) {}
}
