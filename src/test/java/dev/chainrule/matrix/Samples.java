package dev.chainrule.matrix;

import java.util.SplittableRandom;

/** Matrices of values that try every branch, each a view into a larger one with guards around it. */
final class Samples {
    /** What the values are like. */
    enum Kind {
        ORDINARY,
        /** NaN, ±∞, ±0, subnormal and huge values among ordinary ones. */
        SPECIAL
    }

    private static final double[] SPECIALS = {
        0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Double.MIN_VALUE, -Double.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, Double.MAX_VALUE, 1000, -1000, 88.8,
        -104,
        709.9, -745.2, 0.5, 1e-30, 1e-38, -20, 20, 15, -39
    };

    private static final int GUARD = 3;

    private Samples() {}

    static Matrix[] of(Operation operation, Precision precision, int m, int n, int k, Kind kind, long seed) {
        var x = new Matrix[operation.operands()];
        for (var i = 0; i < x.length; i++) {
            var rows = operation.product() && i == 1 ? k : m;
            var columns = operation.product() && i == 0 ? k : n;
            x[i] = matrix(precision, rows, columns, kind, seed + i);
        }
        return x;
    }

    static Matrix matrix(Precision precision, int rows, int columns, Kind kind, long seed) {
        var random = new SplittableRandom(seed);
        var surroundings = Matrix.zeros(precision, 1, rows * columns + 2 * GUARD);
        surroundings.fill(GUARD);
        var matrix = surroundings.view(GUARD, rows, columns);
        for (var r = 0; r < rows; r++) {
            for (var c = 0; c < columns; c++) {
                matrix.set(r, c, value(random, kind));
            }
        }
        return matrix;
    }

    private static double value(SplittableRandom random, Kind kind) {
        if (kind == Kind.SPECIAL && random.nextInt(4) == 0) {
            return SPECIALS[random.nextInt(SPECIALS.length)];
        }
        return (random.nextDouble() - 0.4) * (random.nextInt(8) == 0 ? 30 : 2);
    }

    /** The bits of a matrix and its guards, every NaN as the same one. */
    static long[] bits(Matrix matrix) {
        return switch (matrix.data()) {
            case float[] floats -> {
                var bits = new long[floats.length];
                for (var i = 0; i < bits.length; i++) {
                    bits[i] = Float.floatToIntBits(floats[i]);
                }
                yield bits;
            }
            case double[] doubles -> {
                var bits = new long[doubles.length];
                for (var i = 0; i < bits.length; i++) {
                    bits[i] = Double.doubleToLongBits(doubles[i]);
                }
                yield bits;
            }
            case Object other -> throw new IllegalStateException("neither float[] nor double[]: " + other);
        };
    }
}
