package dev.chainrule.imports;

import dev.chainrule.budget.Computation;
import dev.chainrule.matrix.Precision;
import dev.chainrule.problem.JsonName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The parameters of layers as a network reads them: layer after layer its weights (inputs × units) row by row, then its biases;
 * little-endian.
 */
final class ParameterRows implements Iterator<byte[]> {
    private final Iterator<DenseDraft> layers;
    private final Precision precision;
    private DenseDraft layer;
    private int row;

    ParameterRows(List<DenseDraft> layers, Precision precision) {
        this.layers = layers.iterator();
        this.precision = precision;
        this.layer = this.layers.next();
    }

    @Override
    public boolean hasNext() {
        return row < rows() || layers.hasNext();
    }

    private int rows() {
        return layer.inputs() + (layer.hasBiases() ? 1 : 0);
    }

    /** @throws dev.chainrule.problem.ProblemException (422) if a number is not finite */
    @Override
    public byte[] next() {
        if (row == rows()) {
            if (!layers.hasNext()) {
                throw new NoSuchElementException();
            }
            layer = layers.next();
            row = 0;
        }
        Computation.checkpoint();
        var bytes = ByteBuffer.allocate(layer.units() * precision.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int unit = 0; unit < layer.units(); unit++) {
            double number = row < layer.inputs() ? layer.weight(row, unit) : layer.bias(unit);
            requireFinite(number, unit);
            switch (precision) {
                case FLOAT32 -> bytes.putFloat((float) number);
                case FLOAT64 -> bytes.putDouble(number);
            }
        }
        row++;
        return bytes.array();
    }

    private void requireFinite(double number, int unit) {
        if (!precision.isFinite(number)) {
            throw layer.node().refused((row < layer.inputs()
                    ? "has the weight " + number + " from input " + (row + 1) + " to unit " + (unit + 1)
                    : "has the bias " + number + " of unit " + (unit + 1))
                    + ": numbers must be finite in " + JsonName.of(precision));
        }
    }
}
