package dev.chainrule.graph;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An input, a parameter or a constant: its value is set from outside. */
final class LeafNode extends Node {
    LeafNode(NodeDefinition definition, Matrix value, @Nullable Matrix gradient, MatrixOperations operations) {
        super(definition, List.of(), value, gradient, operations);
    }

    @Override
    public void forward() {}

    @Override
    void backward(Matrix gradient) {}

    @Override
    public Optional<Matrix> localDerivative(int input) {
        throw new IndexOutOfBoundsException("\"" + name() + "\" has no inputs");
    }

    @Override
    public List<Partial> partials(int input, int row, int column) {
        throw new IndexOutOfBoundsException("\"" + name() + "\" has no inputs");
    }

    @Override
    public String derivativeFormula(int input) {
        throw new IndexOutOfBoundsException("\"" + name() + "\" has no inputs");
    }
}
