package dev.chainrule.imports;

import dev.chainrule.imports.LayerSegment.AffineStep;
import java.util.Arrays;
import java.util.List;

/**
 * The network that a file's graph computes.
 *
 * @param input what the graph does to the columns before the first layer: (x − shift)·scale
 * @param layers at least one, each with its activation
 * @param output what the graph does to the last layer's values
 * @param last the node that writes the outputs
 * @param labels names of the classes that the file has; empty: none
 */
record ForeignNetwork(
        InputScaling input, List<DenseDraft> layers, List<AffineStep> output, ForeignNode last, List<String> labels) {
    /**
     * (x − shift)·scale for each column, collected step by step: each step changes one of both, so that its numbers stay what they are in
     * the file.
     */
    static final class InputScaling {
        private final double[] shift;
        private final double[] scale;

        InputScaling(int width) {
            shift = new double[width];
            scale = new double[width];
            Arrays.fill(scale, 1);
        }

        int width() {
            return shift.length;
        }

        void apply(AffineStep step) {
            switch (step) {
                case AffineStep.Add(var offset) -> {
                    for (int i = 0; i < shift.length; i++) {
                        if (offset.at(i) != 0) {
                            shift[i] -= offset.at(i) / scale[i];
                        }
                    }
                }
                case AffineStep.Multiply(var factor) -> {
                    for (int i = 0; i < scale.length; i++) {
                        scale[i] *= factor.at(i);
                    }
                }
                case AffineStep.SubtractFrom(var offset) -> {
                    apply(new AffineStep.Multiply(NumberVector.of(-1)));
                    apply(new AffineStep.Add(offset));
                }
            }
        }

        double shift(int column) {
            return shift[column];
        }

        double scale(int column) {
            return scale[column];
        }
    }
}
