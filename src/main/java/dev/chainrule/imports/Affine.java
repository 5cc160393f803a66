package dev.chainrule.imports;

import java.util.Arrays;

/** k·x + o with numbers for each column, collected step by step. */
final class Affine {
    private final double[] factors;
    private final double[] offsets;

    Affine(int width) {
        factors = new double[width];
        offsets = new double[width];
        Arrays.fill(factors, 1);
    }

    int width() {
        return factors.length;
    }

    void add(NumberVector offset) {
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] += offset.at(i);
        }
    }

    void scale(NumberVector factor) {
        for (int i = 0; i < factors.length; i++) {
            factors[i] *= factor.at(i);
            offsets[i] *= factor.at(i);
        }
    }

    double factor(int column) {
        return factors[column];
    }

    double offset(int column) {
        return offsets[column];
    }

    boolean isIdentity() {
        return Arrays.stream(factors).allMatch(factor -> factor == 1) && !hasOffset();
    }

    boolean hasOffset() {
        return Arrays.stream(offsets).anyMatch(offset -> offset != 0);
    }
}
