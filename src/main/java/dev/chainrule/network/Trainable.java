package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import java.util.List;

/** What can be trained and measured, whatever it is made of. Its parameters are numbers in one row. */
public interface Trainable {
    Precision precision();

    /** Numbers in a row that goes in. */
    int inputs();

    /** Numbers in a row that comes out. */
    int outputs();

    /** 1 × all parameters: its own, not a copy. */
    Matrix parameters();

    /** Which parameters decay where the optimiser decays weights: weights do, biases do not. */
    List<Span> decayedSpans();

    /**
     * A pass that can go forward only, and drops nothing.
     *
     * @param weighted whether its rows count by the samples' weights
     */
    Pass forEvaluation(int rows, boolean weighted, MatrixOperations operations);

    /**
     * @param gradient 1 × all parameters: what the backward pass fills
     * @param weighted whether its rows count by the samples' weights
     */
    Pass forTraining(int rows, Matrix gradient, boolean weighted, MatrixOperations operations);

    /** What it and computing with it take in memory. */
    Footprint footprint();

    /** Some parameters that lie side by side. */
    record Span(int from, int length) {}
}
