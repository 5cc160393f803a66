package dev.chainrule.imports;

import java.util.Arrays;
import java.util.Optional;

/** The types of a tensor's elements, {@code TensorProto.DataType}, as far as files of networks have them. */
enum ForeignType {
    FLOAT(1, Float.BYTES),
    UINT8(2, Byte.BYTES),
    INT8(3, Byte.BYTES),
    UINT16(4, Short.BYTES),
    INT16(5, Short.BYTES),
    INT32(6, Integer.BYTES),
    INT64(7, Long.BYTES),
    STRING(8, 0),
    BOOL(9, Byte.BYTES),
    FLOAT16(10, Short.BYTES),
    DOUBLE(11, Double.BYTES),
    UINT32(12, Integer.BYTES),
    UINT64(13, Long.BYTES),
    BFLOAT16(16, Short.BYTES);

    private final int code;
    private final int bytes;

    ForeignType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    static Optional<ForeignType> of(long code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    /** Bytes of one element; 0 for texts. */
    int bytes() {
        return bytes;
    }

    boolean isFloatingPoint() {
        return switch (this) {
            case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> true;
            case UINT8, INT8, UINT16, INT16, INT32, INT64, STRING, BOOL, UINT32, UINT64 -> false;
        };
    }

    boolean isNumber() {
        return this != STRING && this != BOOL;
    }

    /** The number, rounded to this type, which is one of floating point. */
    double rounded(double number) {
        return switch (this) {
            case FLOAT -> (float) number;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) number));
            case BFLOAT16 -> bfloat16((float) number);
            case DOUBLE -> number;
            case UINT8, INT8, UINT16, INT16, INT32, INT64, STRING, BOOL, UINT32, UINT64 ->
                throw new IllegalArgumentException(this + " is not a type of floating point");
        };
    }

    /** The upper 16 bits of a float32, to nearest even. */
    private static float bfloat16(float number) {
        if (!Float.isFinite(number)) {
            return number;
        }
        int bits = Float.floatToRawIntBits(number);
        int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
        return Float.intBitsToFloat(rounded & 0xFFFF_0000);
    }
}
