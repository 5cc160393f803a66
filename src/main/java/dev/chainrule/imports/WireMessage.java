package dev.chainrule.imports;

import dev.chainrule.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message in the wire format of Protocol Buffers, read field by field. A nested message, a text or an array of bytes is a view of the
 * file, so that a length that is declared in the file allocates nothing.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding">Protocol Buffers: Encoding</a>
 */
final class WireMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    /** 64 bits, seven a byte. */
    private static final int LONGEST_VARINT = 10;

    private final ByteBuffer rest;
    private int field;
    private int type;

    WireMessage(ByteBuffer bytes) {
        rest = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Moves to the next field, whose value must then be read or skipped. */
    boolean next() {
        if (!rest.hasRemaining()) {
            return false;
        }
        long key = readVarint(rest);
        if (key >>> 3 == 0 || key >>> 3 > Integer.MAX_VALUE) {
            throw foreign();
        }
        field = (int) (key >>> 3);
        type = (int) (key & 7);
        return true;
    }

    int field() {
        return field;
    }

    /** Whether the value is a sequence of bytes: a message, a text, or a packed array. */
    boolean isBytes() {
        return type == BYTES;
    }

    long varint() {
        require(VARINT);
        return readVarint(rest);
    }

    float fixed32() {
        require(FIXED32);
        requireRemaining(Float.BYTES);
        return rest.getFloat();
    }

    ByteBuffer bytes() {
        require(BYTES);
        long length = readVarint(rest);
        requireRemaining(length);
        var bytes = rest.slice(rest.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        rest.position(rest.position() + (int) length);
        return bytes;
    }

    WireMessage message() {
        return new WireMessage(bytes());
    }

    void skip() {
        switch (type) {
            case VARINT -> readVarint(rest);
            case FIXED64 -> skip(Long.BYTES);
            case BYTES -> bytes();
            case FIXED32 -> skip(Float.BYTES);
            default -> throw foreign();
        }
    }

    private void skip(int bytes) {
        requireRemaining(bytes);
        rest.position(rest.position() + bytes);
    }

    /** Reads one varint of a packed array. */
    static long readVarint(ByteBuffer from) {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (!from.hasRemaining()) {
                throw foreign();
            }
            byte next = from.get();
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw foreign();
    }

    private void require(int expected) {
        if (type != expected) {
            throw foreign();
        }
    }

    private void requireRemaining(long bytes) {
        if (bytes < 0 || bytes > rest.remaining()) {
            throw foreign();
        }
    }

    static ProblemException foreign() {
        return ProblemException.malformed(
                "The body is not an ONNX file, or it is cut off or damaged: send the bytes of a .onnx file, with curl as"
                        + " --data-binary @model.onnx");
    }
}
