package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Copies of parts of a product's operands in the order in which the register tiles read them, padded with zeros. */
final class VectorFloat32Packing {
    private static final int LANES = SPECIES.length();

    private VectorFloat32Packing() {}

    /**
     * {@code rows × k} elements of A as one strip: the {@code stripRows} elements of each column one after the other.
     */
    static void packStrip(
            float[] a, int start, int rowStride, int columnStride, int rows, int k, float[] strip, int stripStart,
            int stripRows) {
        if (rows < stripRows) {
            Arrays.fill(strip, stripStart, stripStart + k * stripRows, 0f);
        }
        if (columnStride == 1) {
            for (var r = 0; r < rows; r++) {
                scatter(a, start + r * rowStride, k, strip, stripStart + r, stripRows);
            }
        } else {
            for (var p = 0; p < k; p++) {
                var from = start + p * columnStride;
                var to = stripStart + p * stripRows;
                for (var r = 0; r < rows; r++) {
                    strip[to + r] = a[from + r * rowStride];
                }
            }
        }
    }

    /** {@code k × columns} elements of B as one panel: the {@code width} elements of each row one after the other. */
    static void packPanel(
            float[] b, int start, int rowStride, int columnStride, int columns, int k, float[] panel, int panelStart,
            int width) {
        if (columns < width) {
            Arrays.fill(panel, panelStart, panelStart + k * width, 0f);
        }
        if (columnStride != 1) {
            for (var j = 0; j < columns; j++) {
                gather(b, start + j * columnStride, rowStride, k, panel, panelStart + j, width);
            }
        } else if (columns == 2 * LANES) {
            for (var p = 0; p < k; p++) {
                var from = start + p * rowStride;
                var to = panelStart + p * 2 * LANES;
                FloatVector.fromArray(SPECIES, b, from).intoArray(panel, to);
                FloatVector.fromArray(SPECIES, b, from + LANES).intoArray(panel, to + LANES);
            }
        } else {
            for (var p = 0; p < k; p++) {
                var from = start + p * rowStride;
                var to = panelStart + p * width;
                for (var j = 0; j < columns; j++) {
                    panel[to + j] = b[from + j];
                }
            }
        }
    }

    private static void scatter(float[] from, int start, int length, float[] to, int toStart, int toStride) {
        for (var p = 0; p < length; p++) {
            to[toStart + p * toStride] = from[start + p];
        }
    }

    private static void gather(
            float[] from, int start, int stride, int length, float[] to, int toStart, int toStride) {
        for (var p = 0; p < length; p++) {
            to[toStart + p * toStride] = from[start + p * stride];
        }
    }
}
