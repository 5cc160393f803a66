package dev.chainrule.model;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outputs of a version in the targets' own units, row by row, and the class that each row is of. Immutable. */
public final class OutputRows {
    private static final int NONE = -1;

    private final Matrix outputs;
    private final int @Nullable [] classes;
    private final List<String> labels;

    private OutputRows(Matrix outputs, int @Nullable [] classes, List<String> labels) {
        this.outputs = outputs;
        this.classes = classes;
        this.labels = labels;
    }

    /** @param outputs as the network gives them; overwritten */
    static OutputRows of(LoadedVersion version, Matrix outputs) {
        var task = version.task();
        var preprocessing = version.trained().preprocessing();
        var classes = task.decidesOneClass() ? new int[outputs.rows()] : null;
        var row = new double[outputs.columns()];
        for (int i = 0; i < outputs.rows(); i++) {
            outputs.getRow(i, row);
            if (classes != null) {
                classes[i] = task.classOf(row).orElse(NONE);
            }
            preprocessing.decode(row);
            outputs.setRow(i, row);
        }
        return new OutputRows(outputs, classes, version.labels());
    }

    public int rows() {
        return outputs.rows();
    }

    /** Numbers of a row. */
    public int outputs() {
        return outputs.columns();
    }

    /** What the numbers are exact in. */
    public Precision precision() {
        return outputs.precision();
    }

    public double output(int row, int output) {
        return outputs.get(row, output);
    }

    /** The class of a row, from 0; −1 if its outputs are not numbers, or rows are not of one class each. */
    public int classOf(int row) {
        return classes == null ? NONE : classes[row];
    }

    /** The name of the row's class; null where it has no class, or classes have no names. */
    public @Nullable String label(int row) {
        int index = classOf(row);
        return index == NONE || labels.isEmpty() ? null : labels.get(index);
    }
}
