package dev.chainrule.benchmark.product;

import dev.chainrule.matrix.Precision;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's gemm, into a C in the order of columns, as it wants it. */
final class Nd4jMultiplier implements Multiplier {
    @Override
    public Prepared prepare(Product product) {
        var type = product.precision() == Precision.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
        var a = filled(type, product.aRows(), product.aColumns());
        var b = filled(type, product.bRows(), product.bColumns());
        var c = Nd4j.create(type, new long[] {product.m(), product.n()}, 'f');
        boolean transposeA = product.form() == Product.Form.TRANSPOSED_LEFT;
        boolean transposeB = product.form() == Product.Form.TRANSPOSED_RIGHT;
        return new Prepared() {
            @Override
            public void multiply() {
                Nd4j.gemm(a, b, c, transposeA, transposeB, 1, 0);
            }

            @Override
            public double element(int row, int column) {
                return c.getDouble(row, column);
            }

            @Override
            public void close() {
                a.close();
                b.close();
                c.close();
            }
        };
    }

    private static INDArray filled(DataType type, int rows, int columns) {
        var values = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i][j] = Product.element(i, j);
            }
        }
        return Nd4j.create(values).castTo(type);
    }
}
