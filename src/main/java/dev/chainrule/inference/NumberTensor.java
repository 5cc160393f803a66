package dev.chainrule.inference;

import dev.chainrule.matrix.Saturated;
import java.nio.ByteBuffer;

/**
 * An input whose elements are numbers or logical values.
 *
 * @param data of the elements, little-endian
 */
record NumberTensor(TensorHead head, ByteBuffer data) implements Tensor {
    /** Lowest bits of an unsigned integer of 2⁶³ or more that a float64 does not hold. */
    private static final long BEYOND_FLOAT64 = 0x7FF;

    static NumberTensor of(TensorHead head, ByteBuffer data) {
        long bytes = Saturated.product(head.shape().elements(), head.datatype().size());
        if (data.remaining() != bytes) {
            throw head.invalid("shape", "is " + head.shape() + ", which takes " + bytes + " bytes of "
                    + head.datatype() + ", but its data has " + data.remaining());
        }
        return new NumberTensor(head, data);
    }

    @Override
    public double number(int element) {
        return switch (head.datatype()) {
            case BOOL -> data.get(element) == 0 ? 0 : 1;
            case UINT8 -> Byte.toUnsignedInt(data.get(element));
            case INT8 -> data.get(element);
            case UINT16 -> Short.toUnsignedInt(data.getShort(Short.BYTES * element));
            case INT16 -> data.getShort(Short.BYTES * element);
            case UINT32 -> Integer.toUnsignedLong(data.getInt(Integer.BYTES * element));
            case INT32 -> data.getInt(Integer.BYTES * element);
            case UINT64 -> unsigned(data.getLong(Long.BYTES * element), element);
            case INT64 -> signed(data.getLong(Long.BYTES * element), element);
            case FP16 -> Float.float16ToFloat(data.getShort(Short.BYTES * element));
            case FP32 -> data.getFloat(Float.BYTES * element);
            case FP64 -> data.getDouble(Double.BYTES * element);
            case BYTES -> throw new IllegalStateException("Texts are no numbers");
        };
    }

    private double signed(long integer, int element) {
        double number = integer;
        // The cast back of 2⁶³ is the largest integer, too.
        requireExact((long) number == integer && integer != Long.MAX_VALUE, element);
        return number;
    }

    private double unsigned(long integer, int element) {
        if (integer >= 0) {
            return signed(integer, element);
        }
        requireExact((integer & BEYOND_FLOAT64) == 0, element);
        return 2.0 * (integer >>> 1);
    }

    private void requireExact(boolean isExact, int element) {
        if (!isExact) {
            throw head.invalidElement(element,
                    "is an integer beyond 2^53 that a 64-bit number cannot hold exactly: send FP64"
                            + " if it may be rounded");
        }
    }

    @Override
    public String text(int element) {
        return switch (head.datatype()) {
            case BOOL -> Boolean.toString(data.get(element) != 0);
            case UINT64 -> Long.toUnsignedString(data.getLong(Long.BYTES * element));
            case INT64 -> Long.toString(data.getLong(Long.BYTES * element));
            case UINT8, INT8, UINT16, INT16, UINT32, INT32 -> Long.toString((long) number(element));
            case FP16, FP32 -> real(Float.toString((float) number(element)), element);
            case FP64 -> real(Double.toString(number(element)), element);
            case BYTES -> throw new IllegalStateException("Texts are no numbers");
        };
    }

    private String real(String digits, int element) {
        double number = number(element);
        if (Double.isInfinite(number)) {
            throw head.invalidElement(element, "is " + digits + ", which is no category");
        }
        return Double.isNaN(number) ? "" : digits;
    }
}
