package dev.chainrule.imports;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Numbers or texts that stand in the file.
 *
 * @param dims their product is the number of elements, which are all there
 * @param data little-endian, a view of the file; empty for texts
 * @param texts empty for numbers
 */
record ForeignTensor(String name, ForeignType type, List<Integer> dims, ByteBuffer data, List<String> texts) {

    int count() {
        return type == ForeignType.STRING ? texts.size() : data.remaining() / type.bytes();
    }

    /** The number with this index in row-major order. */
    double at(int index) {
        int from = data.position() + index * type.bytes();
        return switch (type) {
            case FLOAT -> data.getFloat(from);
            case DOUBLE -> data.getDouble(from);
            case FLOAT16 -> Float.float16ToFloat(data.getShort(from));
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort(from) << Short.SIZE);
            case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> integer(index);
            case STRING -> throw new IllegalStateException("The tensor holds texts");
        };
    }

    /** The integer with this index. */
    long integer(int index) {
        int from = data.position() + index * type.bytes();
        return switch (type) {
            case UINT8, BOOL -> Byte.toUnsignedLong(data.get(from));
            case INT8 -> data.get(from);
            case UINT16 -> Short.toUnsignedLong(data.getShort(from));
            case INT16 -> data.getShort(from);
            case INT32 -> data.getInt(from);
            case UINT32 -> Integer.toUnsignedLong(data.getInt(from));
            case INT64, UINT64 -> data.getLong(from);
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16, STRING ->
                throw new IllegalStateException("The tensor holds no integers");
        };
    }
}
