package dev.chainrule.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers in chunks are the bytes of one array, cut wherever the chunks end. */
class LittleEndianTest {
    private static final byte[] TEXT = {'t', 'e', 'x', 't'};

    private static Matrix matrix(Precision precision) {
        return Matrix.of(precision, new double[][] {{1, -0.0, Double.NaN}, {Double.MIN_VALUE, 0.1, -1e300}});
    }

    private static byte[] expected(Precision precision) {
        var matrix = matrix(precision).toLittleEndianBytes();
        return ByteBuffer.allocate(1 + Integer.BYTES + TEXT.length + Long.BYTES + Double.BYTES + matrix.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) -7).putInt(42).put(TEXT).putLong(Long.MIN_VALUE).putDouble(0.1).put(matrix)
                .array();
    }

    private static List<byte[]> written(Precision precision, int chunkBytes) {
        var chunks = new ArrayList<byte[]>();
        var out = new LittleEndianWriter(chunkBytes, chunks::add);
        out.put((byte) -7).put(42).put(TEXT).put(Long.MIN_VALUE).put(0.1).put(matrix(precision)).close();
        return chunks;
    }

    private static byte[] joined(List<byte[]> chunks) {
        var all = ByteBuffer.allocate(chunks.stream().mapToInt(chunk -> chunk.length).sum());
        chunks.forEach(all::put);
        return all.array();
    }

    @ParameterizedTest
    @EnumSource
    void chunksOfAnyLengthHoldTheSameBytes(Precision precision) {
        var expected = expected(precision);
        for (int length = 1; length <= expected.length + 1; length++) {
            var chunks = written(precision, length);
            int most = length;

            assertThat(joined(chunks)).as("chunks of %d bytes", length).isEqualTo(expected);
            assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(chunk -> chunk.length == most);
        }
    }

    @ParameterizedTest
    @EnumSource
    void chunksOfAnyLengthReadBackToTheSameBits(Precision precision) {
        for (int length = 1; length <= expected(precision).length + 1; length++) {
            var chunks = written(precision, length);
            var in = new LittleEndianReader(expected(precision).length, chunks.iterator());
            var matrix = Matrix.zeros(precision, 2, 3);

            assertThat(in.getByte()).isEqualTo((byte) -7);
            assertThat(in.getInt()).isEqualTo(42);
            assertThat(in.getBytes(TEXT.length)).isEqualTo(TEXT);
            assertThat(in.getLong()).isEqualTo(Long.MIN_VALUE);
            assertThat(in.getDouble()).isEqualTo(0.1);
            in.get(matrix);

            assertThat(Samples.bits(matrix)).isEqualTo(Samples.bits(matrix(precision)));
            assertThat(in.remaining()).isZero();
            assertThat(in.isExceeded()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void readerAndWriterHaveTheSameChecksum(Precision precision) {
        var expected = new CRC32C();
        expected.update(expected(precision), 0, 5);
        for (int length = 1; length <= 9; length++) {
            var out = new LittleEndianWriter(length, _ -> {});
            out.put((byte) -7).put(42);
            var in = new LittleEndianReader(expected(precision).length, written(precision, length).iterator());
            in.skip(3);
            in.skip(2);

            assertThat(out.checksum()).isEqualTo((int) expected.getValue()).isEqualTo(out.checksum());
            assertThat(in.checksum()).isEqualTo((int) expected.getValue()).isEqualTo(in.checksum());
        }
    }

    @Test
    void nothingIsReadBeyondTheLengthOrTheLastChunk() {
        var three = List.of(new byte[] {1, 2}, new byte[] {3});

        assertThatThrownBy(() -> new LittleEndianReader(3, three.iterator()).getInt())
                .isInstanceOf(BufferUnderflowException.class);
        assertThatThrownBy(() -> new LittleEndianReader(8, three.iterator()).getInt())
                .isInstanceOf(BufferUnderflowException.class);
        assertThatThrownBy(() -> new LittleEndianReader(8, three.iterator()).skip(4))
                .isInstanceOf(BufferUnderflowException.class);
        assertThatThrownBy(() -> new LittleEndianReader(8, three.iterator()).getBytes(Integer.MAX_VALUE))
                .isInstanceOf(BufferUnderflowException.class);
        assertThatThrownBy(() -> new LittleEndianReader(3, three.iterator()).get(Matrix.zeros(Precision.FLOAT32, 1, 1)))
                .isInstanceOf(BufferUnderflowException.class);
        var two = new LittleEndianReader(2, three.iterator());
        two.skip(2);
        assertThat(two.isExceeded()).isTrue();
    }

    @Test
    void chunkLengthOfZeroIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LittleEndianWriter(0, _ -> {}))
                .withMessageContaining("at least 1, but is 0");
    }
}
