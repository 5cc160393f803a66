package dev.chainrule.benchmark.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chainrule.matrix.Precision;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** libtorch's matmul; it transposes by strides, and makes a new C each time. */
final class DjlMultiplier implements Multiplier {
    @Override
    public Prepared prepare(Product product) {
        var manager = NDManager.newBaseManager();
        var a = filled(manager, product.precision(), product.aRows(), product.aColumns());
        var b = filled(manager, product.precision(), product.bRows(), product.bColumns());
        var left = product.form() == Product.Form.TRANSPOSED_LEFT ? a.transpose() : a;
        var right = product.form() == Product.Form.TRANSPOSED_RIGHT ? b.transpose() : b;
        return new Prepared() {
            private @Nullable NDArray c;

            @Override
            public void multiply() {
                if (c != null) {
                    c.close();
                }
                c = left.matMul(right);
            }

            @Override
            public double element(int row, int column) {
                return Objects.requireNonNull(c, "nothing was multiplied").toType(DataType.FLOAT64, false)
                        .getDouble(row, column);
            }

            @Override
            public void close() {
                manager.close();
            }
        };
    }

    private static NDArray filled(NDManager manager, Precision precision, int rows, int columns) {
        var values = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = Product.element(i, j);
            }
        }
        return manager.create(values, new Shape(rows, columns))
                .toType(precision == Precision.FLOAT32 ? DataType.FLOAT32 : DataType.FLOAT64, false);
    }
}
