package dev.chainrule.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixTest {
    @ParameterizedTest
    @EnumSource
    void holdsItsElementsRowByRow(Precision precision) {
        var matrix = Matrix.of(precision, new double[][] {{1, 2, 3}, {4, 5, 6}});

        assertThat(matrix.get(1, 2)).isEqualTo(6);
        assertThat(matrix.view(2, 1, 2).toArray()).isDeepEqualTo(new double[][] {{3, 4}});
        assertThat(matrix.size()).isEqualTo(6);
        assertThat(matrix).hasToString(precision + " 2×3");
    }

    @ParameterizedTest
    @EnumSource
    void viewsShareTheirElements(Precision precision) {
        var matrix = Matrix.zeros(precision, 4, 2);
        var rows = matrix.rows(1, 2);

        rows.rows(1, 1).view(1, 1, 1).fill(7);
        rows.setRow(0, new double[] {5, 6});

        assertThat(matrix.toArray()).isDeepEqualTo(new double[][] {{0, 0}, {5, 6}, {0, 7}, {0, 0}});
        var row = new double[2];
        rows.getRow(1, row);
        assertThat(row).containsExactly(0, 7);
    }

    @ParameterizedTest
    @EnumSource
    void bytesAreLittleEndianAndReadBackToTheSameBits(Precision precision) {
        var matrix = Matrix.of(precision, new double[][] {{1, -0.0}, {Double.NEGATIVE_INFINITY, 0.1}});
        var bytes = matrix.rows(0, 2).toLittleEndianBytes();
        var copy = Matrix.zeros(precision, 2, 2);

        copy.setLittleEndianBytes(List.of(bytes).iterator());

        assertThat(bytes).hasSize(4 * precision.bytes());
        assertThat(bytes[precision.bytes() - 1]).isEqualTo((byte) 0x3f); // the sign and exponent of 1 come last
        assertThat(Samples.bits(copy)).isEqualTo(Samples.bits(matrix));
        assertThatThrownBy(() -> copy.setLittleEndianBytes(List.of(new byte[3]).iterator()))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("actual 3");
        assertThatThrownBy(() -> copy.setLittleEndianBytes(List.of(bytes, new byte[1]).iterator()))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("actual more");
    }

    @ParameterizedTest
    @EnumSource
    void bytesInABufferBeginAtItsPositionWhateverItsOrder(Precision precision) {
        var matrix = Matrix.of(precision, new double[][] {{1, 2}, {Double.NaN, 0.1}});
        var buffer = ByteBuffer.allocate(3 + 2 * precision.bytes()).order(ByteOrder.BIG_ENDIAN).position(3);
        var copy = Matrix.zeros(precision, 1, 2);

        matrix.rows(1, 1).writeLittleEndian(buffer);
        copy.readLittleEndian(buffer.duplicate().position(3));

        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(Arrays.copyOfRange(buffer.array(), 3, buffer.capacity()))
                .isEqualTo(matrix.rows(1, 1).toLittleEndianBytes());
        assertThat(Samples.bits(copy)).isEqualTo(Samples.bits(matrix.rows(1, 1).copy()));
        assertThatThrownBy(() -> copy.writeLittleEndian(buffer.position(4)))
                .isInstanceOf(BufferOverflowException.class);
        assertThatThrownBy(() -> copy.readLittleEndian(buffer.position(4)))
                .isInstanceOf(BufferUnderflowException.class);
    }

    @Test
    void copyDoesNotShareElements() {
        var matrix = Matrix.of(Precision.FLOAT64, new double[][] {{1, 2}, {3, 4}});
        var copy = matrix.rows(1, 1).copy();

        matrix.fill(0);

        assertThat(copy.toArray()).isDeepEqualTo(new double[][] {{3, 4}});
    }

    @Test
    void float32MatrixRoundsEachDoubleOnce() {
        var matrix = Matrix.of(Precision.FLOAT32, new double[][] {{0.1}});

        assertThat(matrix.get(0, 0)).isEqualTo((float) 0.1);
    }

    @ParameterizedTest
    @EnumSource
    void dimensionsMayBeZero(Precision precision) {
        assertThat(Matrix.zeros(precision, 0, 3).toArray()).isEmpty();
        assertThat(Matrix.zeros(precision, 3, 0).toArray()).hasNumberOfRows(3);
        assertThat(Matrix.of(precision, new double[0][]).size()).isZero();
        assertThat(Matrix.zeros(precision, 3, 2).rows(3, 0).toLittleEndianBytes()).isEmpty();
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        var matrix = Matrix.zeros(Precision.FLOAT64, 2, 3);

        assertThatThrownBy(() -> Matrix.zeros(Precision.FLOAT32, -1, 2)).hasMessageContaining("-1×2");
        assertThatThrownBy(() -> Matrix.zeros(Precision.FLOAT32, 1 << 20, 1 << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048576×1048576");
        assertThatThrownBy(() -> matrix.get(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.rows(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.view(1, 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.setRow(0, new double[2])).isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> Matrix.of(Precision.FLOAT64, new double[][] {{1}, {1, 2}}))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("expected 1 values in row 1, actual 2");
        assertThatThrownBy(() -> matrix.copyFrom(Matrix.zeros(Precision.FLOAT64, 3, 2)))
                .hasMessage("expected a source of 2×3, actual 3×2");
        assertThatThrownBy(() -> matrix.copyFrom(Matrix.zeros(Precision.FLOAT32, 2, 3)))
                .hasMessage("expected precision FLOAT64, actual FLOAT32");
    }
}
