package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Packs parts of a product's operands in the order in which the register tiles read them. */
final class VectorFloat32Packing {
    private static final int LANES = SPECIES.length();

    /** Elements that are interleaved together. */
    private static final int EIGHT = 8;

    private static final VectorSpecies<Float> EIGHT_LANES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(EIGHT * Float.SIZE));
    /** Zips two vectors x₀, x₁, … and y₀, y₁, …: the first and the second half of x₀, y₀, x₁, y₁, … */
    private static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(EIGHT_LANES, 0);
    private static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(EIGHT_LANES, 1);

    private VectorFloat32Packing() {}

    /** {@code rows × k} elements of A as one strip: the elements of each column one after the other. */
    static void packStrip(float[] a, int start, int rowStride, int columnStride, int rows, int k, float[] strip) {
        interleave(a, start, rowStride, columnStride, rows, k, strip, 0, rows);
    }

    /** {@code k × columns} elements of B as one panel: the {@code width} ≥ columns elements of each row one after the other. */
    static void packPanel(
            float[] b, int start, int rowStride, int columnStride, int columns, int k, float[] panel, int panelStart,
            int width) {
        // Rows of two whole vectors: copy.
        if (columnStride == 1 && columns == 2 * LANES) {
            for (var p = 0; p < k; p++) {
                var from = start + p * rowStride;
                var to = panelStart + p * width;
                FloatVector.fromArray(SPECIES, b, from).intoArray(panel, to);
                FloatVector.fromArray(SPECIES, b, from + LANES).intoArray(panel, to + LANES);
            }
        } else {
            interleave(b, start, columnStride, rowStride, columns, k, panel, panelStart, width);
        }
    }

    /** Line l, step p of {@code from} lies at {@code start + l · lineStride + p · step}, and goes to {@code toStart + l + p · toStep}. */
    private static void interleave(
            float[] from, int start, int lineStride, int step, int lines, int k, float[] to, int toStart, int toStep) {
        var line = 0;
        // Eight lines at a time.
        if (step == 1 && LANES >= EIGHT) {
            for (; line <= lines - EIGHT; line += EIGHT) {
                interleaveEight(from, start + line * lineStride, lineStride, k, to, toStart + line, toStep);
            }
        }
        // Tail: line by line.
        for (; line < lines; line++) {
            var lineStart = start + line * lineStride;
            for (var p = 0; p < k; p++) {
                to[toStart + line + p * toStep] = from[lineStart + p * step];
            }
        }
    }

    /** Transposes blocks of 8 × 8 by three rounds of perfect shuffles, each of which zips the vectors that are four apart. */
    private static void interleaveEight(
            float[] from, int start, int lineStride, int k, float[] to, int toStart, int toStep) {
        var end = EIGHT_LANES.loopBound(k);
        for (var p = 0; p < end; p += EIGHT) {
            var at = start + p;
            // Load eight steps of eight lines.
            var x0 = FloatVector.fromArray(EIGHT_LANES, from, at);
            var x1 = FloatVector.fromArray(EIGHT_LANES, from, at + lineStride);
            var x2 = FloatVector.fromArray(EIGHT_LANES, from, at + 2 * lineStride);
            var x3 = FloatVector.fromArray(EIGHT_LANES, from, at + 3 * lineStride);
            var x4 = FloatVector.fromArray(EIGHT_LANES, from, at + 4 * lineStride);
            var x5 = FloatVector.fromArray(EIGHT_LANES, from, at + 5 * lineStride);
            var x6 = FloatVector.fromArray(EIGHT_LANES, from, at + 6 * lineStride);
            var x7 = FloatVector.fromArray(EIGHT_LANES, from, at + 7 * lineStride);
            // Zip lines that are four apart.
            var y0 = x0.rearrange(LOW, x4);
            var y1 = x0.rearrange(HIGH, x4);
            var y2 = x1.rearrange(LOW, x5);
            var y3 = x1.rearrange(HIGH, x5);
            var y4 = x2.rearrange(LOW, x6);
            var y5 = x2.rearrange(HIGH, x6);
            var y6 = x3.rearrange(LOW, x7);
            var y7 = x3.rearrange(HIGH, x7);
            // Zip again.
            var z0 = y0.rearrange(LOW, y4);
            var z1 = y0.rearrange(HIGH, y4);
            var z2 = y1.rearrange(LOW, y5);
            var z3 = y1.rearrange(HIGH, y5);
            var z4 = y2.rearrange(LOW, y6);
            var z5 = y2.rearrange(HIGH, y6);
            var z6 = y3.rearrange(LOW, y7);
            var z7 = y3.rearrange(HIGH, y7);
            var into = toStart + p * toStep;
            // Zip a third time, store.
            z0.rearrange(LOW, z4).intoArray(to, into);
            z0.rearrange(HIGH, z4).intoArray(to, into + toStep);
            z1.rearrange(LOW, z5).intoArray(to, into + 2 * toStep);
            z1.rearrange(HIGH, z5).intoArray(to, into + 3 * toStep);
            z2.rearrange(LOW, z6).intoArray(to, into + 4 * toStep);
            z2.rearrange(HIGH, z6).intoArray(to, into + 5 * toStep);
            z3.rearrange(LOW, z7).intoArray(to, into + 6 * toStep);
            z3.rearrange(HIGH, z7).intoArray(to, into + 7 * toStep);
        }
        // Tail: step by step.
        for (var p = end; p < k; p++) {
            for (var line = 0; line < EIGHT; line++) {
                to[toStart + line + p * toStep] = from[start + line * lineStride + p];
            }
        }
    }
}
