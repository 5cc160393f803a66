package dev.chainrule.benchmark.product;

import dev.chainrule.benchmark.engine.Engine;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;

/** This project's kernels. */
record EngineMultiplier(Engine engine) implements Multiplier {
    @Override
    public Prepared prepare(Product product) {
        var operations = engine.operations(product.precision());
        var a = filled(product.precision(), product.aRows(), product.aColumns());
        var b = filled(product.precision(), product.bRows(), product.bColumns());
        var c = Matrix.zeros(product.precision(), product.m(), product.n());
        return new Prepared() {
            @Override
            public void multiply() {
                switch (product.form()) {
                    case PLAIN -> operations.multiply(a, b, c);
                    case TRANSPOSED_LEFT -> operations.multiplyTransposedLeft(a, b, c);
                    case TRANSPOSED_RIGHT -> operations.multiplyTransposedRight(a, b, c);
                }
            }

            @Override
            public double element(int row, int column) {
                return c.get(row, column);
            }

            @Override
            public void close() {}
        };
    }

    private static Matrix filled(Precision precision, int rows, int columns) {
        var matrix = Matrix.zeros(precision, rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, Product.element(i, j));
            }
        }
        return matrix;
    }
}
