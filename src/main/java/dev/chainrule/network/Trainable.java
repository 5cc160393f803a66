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
    Matrix flat();

    /** Which parameters decay where the optimiser decays weights: weights do, biases do not. */
    List<Span> decaying();

    /** Whether training drops units at random. */
    boolean drops();

    /** A pass that can go forward only, and drops nothing. */
    Pass forEvaluation(int rows, MatrixOperations operations);

    /** @param gradient 1 × all parameters: what a pass back fills */
    Pass forTraining(int rows, Matrix gradient, MatrixOperations operations);

    /** Some parameters that lie side by side. */
    record Span(int from, int length) {}
}
