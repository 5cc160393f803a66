package dev.chainrule.graph;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.List;
import java.util.Optional;

/**
 * A node at work: it computes its value V from the values of its inputs, and hands its gradient ∂C/∂V on to them. Where a node goes into
 * several others, what comes back from them adds up.
 */
public abstract class Node {
    private final NodeDefinition definition;
    private final List<Node> inputs;
    private final Matrix value;
    /** ∂C/∂V; null where no parameter depends on it. */
    private final Matrix gradient;

    final MatrixOperations operations;

    /** Whether anything has come back since the pass back began. */
    private boolean reached;
    /** Where the second and every further gradient is computed before it is added; null before there is one. */
    private Matrix summand;

    /**
     * @param value rows × columns, overwritten by {@link #forward()}
     * @param gradient of the same shape, or null
     */
    Node(NodeDefinition definition, List<Node> inputs, Matrix value, Matrix gradient, MatrixOperations operations) {
        this.definition = definition;
        this.inputs = inputs;
        this.value = value;
        this.gradient = gradient;
        this.operations = operations;
    }

    /** V from the inputs' values. */
    public abstract void forward();

    /** ∂C/∂V → a summand of ∂C/∂input for every input that wants one. */
    abstract void backward();

    /**
     * ∂V/∂input for every element of V that depends on one element of the input, in the shape of V; empty where elements depend on
     * several.
     */
    public abstract Optional<Matrix> localDerivative(int input);

    /** ∂v/∂a for an element a of an input, and for every element v of V that depends on it, row by row upwards. */
    public abstract List<Partial> partials(int input, int row, int column);

    /** Whether v_ij = f(a_ij), f a function of one number, so that ∂C/∂a_ij = ∂C/∂v_ij · f′(a_ij). */
    public boolean isFunctionOfElements() {
        return false;
    }

    /** ∂V/∂input as a formula. */
    public abstract String derivativeFormula(int input);

    public NodeDefinition definition() {
        return definition;
    }

    public String name() {
        return definition.name();
    }

    /** What goes into it, in order. */
    public List<Node> inputs() {
        return inputs;
    }

    public Node input(int index) {
        return inputs.get(index);
    }

    /** V: its own, not to be modified. */
    public Matrix value() {
        return value;
    }

    /** ∂C/∂V of the last pass back: its own, not to be modified; null where none is wanted. */
    public Matrix gradient() {
        return gradient;
    }

    /** Whether a gradient is wanted. */
    public boolean requiresGradient() {
        return gradient != null;
    }

    /** Whether anything came back in the last pass back: not to what a loss and its activation skip together. */
    public boolean hasGradient() {
        return reached;
    }

    /** Forgets what came back. */
    void clear() {
        reached = false;
    }

    /** Where a summand of ∂C/∂V is to be written, every element of it; {@link #addSummand()} follows. */
    Matrix gradientSummand() {
        if (!reached) {
            // The first is not added to 0: −0 would become 0, and layers do not add either.
            return gradient;
        }
        if (summand == null) {
            summand = Matrix.zeros(gradient.precision(), gradient.rows(), gradient.columns());
        }
        return summand;
    }

    void addSummand() {
        if (reached) {
            operations.addScaled(1, summand, gradient);
        }
        reached = true;
    }

    /** A matrix of this value's shape, of ones. */
    Matrix ones() {
        var ones = Matrix.zeros(value.precision(), value.rows(), value.columns());
        ones.fill(1);
        return ones;
    }
}
