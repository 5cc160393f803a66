package dev.chainrule.graph;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link GraphRun}. It computes its value V from the values of its inputs, and from its gradient ∂C/∂V a summand of each
 * input's gradient. The gradient of a node that several others use is the sum of their summands.
 */
public abstract class Node {
    private final NodeDefinition definition;
    private final List<Node> inputs;
    private final Matrix value;
    /** ∂C/∂V; null where no parameter depends on it. */
    private final @Nullable Matrix gradient;

    final MatrixOperations operations;

    /** Whether a summand was added since the backward pass began. */
    private boolean hasGradient;
    /** The second and every further summand, before it is added; null until there is one. */
    private @Nullable Matrix summand;

    /**
     * @param value rows × columns, overwritten by {@link #forward()}
     * @param gradient of the same shape; null where no parameter depends on this node
     */
    Node(NodeDefinition definition, List<Node> inputs, Matrix value, @Nullable Matrix gradient,
            MatrixOperations operations) {
        this.definition = definition;
        this.inputs = inputs;
        this.value = value;
        this.gradient = gradient;
        this.operations = operations;
    }

    /** V from the inputs' values. */
    public abstract void forward();

    /**
     * ∂C/∂V → a summand of ∂C/∂input for every input that requires a gradient.
     *
     * @param gradient ∂C/∂V; not modified
     */
    abstract void backward(Matrix gradient);

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

    /**
     * ∂C/∂V of the last backward pass: its own, not to be modified.
     *
     * @throws IllegalStateException if this node {@linkplain #requiresGradient() requires no gradient}
     */
    public Matrix gradient() {
        if (gradient == null) {
            throw new IllegalStateException("\"" + name() + "\" requires no gradient");
        }
        return gradient;
    }

    /** Whether this node is a parameter, or another leaf whose gradient is required, or depends on one. */
    public boolean requiresGradient() {
        return gradient != null;
    }

    /** Whether the last backward pass computed a gradient. The prediction of a loss that is fused with its activation has none. */
    public boolean hasGradient() {
        return hasGradient;
    }

    /** Clears the gradient. */
    void clear() {
        hasGradient = false;
    }

    /**
     * The matrix to write a summand of ∂C/∂V to, every element of it; then {@link #addSummand()} is called.
     *
     * @throws IllegalStateException if this node {@linkplain #requiresGradient() requires no gradient}
     */
    Matrix gradientSummand() {
        var whole = gradient();
        if (!hasGradient) {
            // The first summand is not added to 0: −0 would become 0, and layers do not add either.
            return whole;
        }
        if (summand == null) {
            summand = Matrix.zeros(whole.precision(), whole.rows(), whole.columns());
        }
        return summand;
    }

    void addSummand() {
        if (hasGradient && summand != null) {
            operations.addScaled(1, summand, gradient());
        }
        hasGradient = true;
    }

    /** A matrix of this value's shape, of ones. */
    Matrix ones() {
        var ones = Matrix.zeros(value.precision(), value.rows(), value.columns());
        ones.fill(1);
        return ones;
    }
}
