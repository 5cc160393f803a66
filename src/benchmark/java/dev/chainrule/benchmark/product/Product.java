package dev.chainrule.benchmark.product;

import dev.chainrule.matrix.Precision;

/** A product C = A·B where A or B may be given as its transpose; C is m × n, and k is what is summed over. */
record Product(Form form, int m, int k, int n, Precision precision) {

    /** Which operand is transposed: the three products of a dense layer's forward and backward pass. */
    enum Form {
        PLAIN("A·B"),
        TRANSPOSED_LEFT("Aᵀ·B"),
        TRANSPOSED_RIGHT("A·Bᵀ");

        private final String formula;

        Form(String formula) {
            this.formula = formula;
        }
    }

    int aRows() {
        return form == Form.TRANSPOSED_LEFT ? k : m;
    }

    int aColumns() {
        return form == Form.TRANSPOSED_LEFT ? m : k;
    }

    int bRows() {
        return form == Form.TRANSPOSED_RIGHT ? n : k;
    }

    int bColumns() {
        return form == Form.TRANSPOSED_RIGHT ? k : n;
    }

    double operations() {
        return 2.0 * m * n * k;
    }

    /** Element (row, column) of A or B, the same in all systems: multiples of 1/8 in [−1, 1], so that products and sums are exact. */
    static double element(int row, int column) {
        return ((row * 7 + column * 13) % 17 - 8) / 8.0;
    }

    /** What an element of C must be. */
    double result(int row, int column) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
            double a = form == Form.TRANSPOSED_LEFT ? element(p, row) : element(row, p);
            double b = form == Form.TRANSPOSED_RIGHT ? element(column, p) : element(p, column);
            sum += a * b;
        }
        return sum;
    }

    String shape() {
        return m + "×" + k + "×" + n;
    }

    String formula() {
        return form.formula;
    }
}
