package dev.chainrule.inference;

import dev.chainrule.problem.Excerpt;
import dev.chainrule.problem.UnicodeText;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The elements of an input that are in JSON, flat or nested as its shape is, as the binary extension would have sent them. */
final class JsonElements {
    private static final int SHOWN = 40;
    private static final int UNKNOWN = -1;

    /** Elements, so that their bytes are an array. */
    private static final int MOST = Integer.MAX_VALUE / Long.BYTES;

    private final JsonParser json;
    private final TensorHead head;
    private final long wanted;
    private final ByteBuffer numbers;
    private final ByteArrayOutputStream texts = new ByteArrayOutputStream();
    private int count;

    /** How many elements the arrays of each depth have. */
    private final long[] lengths = new long[TensorShape.MOST_DIMENSIONS];
    private final long[] counts = new long[TensorShape.MOST_DIMENSIONS];

    /** Arrays around an element. */
    private int depthOfElements = UNKNOWN;

    private JsonElements(JsonParser json, TensorHead head, long bytes) {
        this.json = json;
        this.head = head;
        this.wanted = head.shape().elements();
        // An element takes one byte of JSON or more: what cannot be there is not allocated.
        if (wanted > Math.min(bytes, MOST)) {
            throw head.invalid("shape", "is " + head.shape() + ", which takes " + wanted
                    + " elements, more than the body can have");
        }
        numbers = ByteBuffer
                .allocate(head.datatype().isText() ? 0 : (int) wanted * head.datatype().size())
                .order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(lengths, UNKNOWN);
    }

    /**
     * @param json at the value of {@code data}; its end after this
     * @param bytes of the whole JSON
     */
    static ByteBuffer read(JsonParser json, TensorHead head, long bytes) {
        return new JsonElements(json, head, bytes).read();
    }

    private ByteBuffer read() {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw head.invalid("data", "must have its data in an array");
        }
        int depth = 1;
        while (depth > 0) {
            var token = json.nextToken();
            switch (token) {
                case START_ARRAY -> {
                    element(depth, false);
                    depth++;
                    counts[depth - 1] = 0;
                }
                case END_ARRAY -> {
                    depth--;
                    end(depth);
                }
                default -> {
                    element(depth, true);
                    read(token);
                }
            }
        }
        requireShape();
        return head.datatype().isText() ? ByteBuffer.wrap(texts.toByteArray()) : numbers.flip();
    }

    /** @param depth arrays around it */
    private void element(int depth, boolean isLast) {
        if (isLast && depthOfElements == UNKNOWN) {
            depthOfElements = depth;
        }
        if (isLast ? depth != depthOfElements : depth == depthOfElements || depth == lengths.length) {
            throw irregular();
        }
        counts[depth - 1]++;
    }

    private void end(int depth) {
        if (lengths[depth] == UNKNOWN) {
            lengths[depth] = counts[depth];
        }
        if (lengths[depth] != counts[depth]) {
            throw irregular();
        }
    }

    private RuntimeException irregular() {
        return head.invalid("data", "must be flat, or nested as its shape " + head.shape() + " is");
    }

    private void requireShape() {
        if (count != wanted) {
            throw head.invalid("data", "has " + count + " elements, but its shape " + head.shape() + " takes "
                    + wanted);
        }
        var nested = new ArrayList<Long>();
        for (int depth = 0; depth < depthOfElements; depth++) {
            nested.add(lengths[depth]);
        }
        if (nested.size() > 1 && !nested.equals(head.shape().dimensions())) {
            throw head.invalid("data", "is nested as " + nested + ", but its shape is " + head.shape()
                    + ": send it flat, or nested as its shape");
        }
    }

    private void read(JsonToken token) {
        if (count == wanted) {
            throw head.invalid("data", "has more elements than the " + wanted + " of its shape " + head.shape());
        }
        if (token == JsonToken.VALUE_NULL) {
            throw head.invalidElement(count,
                    "is null, which no tensor has: a missing text is \"\", and a missing number is NaN"
                            + " in binary data");
        }
        switch (head.datatype()) {
            case BOOL -> numbers.put(logical(token));
            case UINT8, INT8 -> numbers.put((byte) integer(token));
            case UINT16, INT16 -> numbers.putShort((short) integer(token));
            case UINT32, INT32 -> numbers.putInt((int) integer(token));
            case UINT64, INT64 -> numbers.putLong(integer(token));
            case FP16 -> numbers.putShort(Float.floatToFloat16(half(token)));
            case FP32 -> numbers.putFloat(single(token));
            case FP64 -> numbers.putDouble(real(token));
            case BYTES -> text(token);
        }
        count++;
    }

    private byte logical(JsonToken token) {
        if (!token.isBoolean()) {
            throw wrong("true or false");
        }
        return (byte) (token == JsonToken.VALUE_TRUE ? 1 : 0);
    }

    private long integer(JsonToken token) {
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw wrong("an integer");
        }
        var type = head.datatype();
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            var large = json.getBigIntegerValue();
            if (type != Datatype.UINT64 || large.signum() < 0 || large.bitLength() > Long.SIZE) {
                throw outOfRange();
            }
            return large.longValue();
        }
        long value = json.getLongValue();
        boolean isUnsignedLong = type == Datatype.UINT64;
        if (value < type.least() || (!isUnsignedLong && value > type.greatest())) {
            throw outOfRange();
        }
        return value;
    }

    private RuntimeException outOfRange() {
        var type = head.datatype();
        var greatest = new BigInteger(Long.toUnsignedString(type.greatest()));
        return wrong("an integer between " + type.least() + " and " + greatest);
    }

    private double real(JsonToken token) {
        requireNumber(token);
        return finite(json.getDoubleValue());
    }

    private float single(JsonToken token) {
        requireNumber(token);
        return (float) finite(json.getFloatValue());
    }

    private float half(JsonToken token) {
        float value = single(token);
        var _ = finite(Float.float16ToFloat(Float.floatToFloat16(value)));
        return value;
    }

    private void requireNumber(JsonToken token) {
        if (!token.isNumeric()) {
            throw wrong("a number");
        }
    }

    private double finite(double value) {
        if (!Double.isFinite(value)) {
            throw wrong("a number that " + head.datatype() + " can hold");
        }
        return value;
    }

    private void text(JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw wrong("a string");
        }
        var text = json.getString();
        if (!UnicodeText.isWellFormed(text)) {
            throw head.invalidElement(count, "is not valid Unicode: half of a surrogate pair is missing");
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length);
        texts.writeBytes(length.array());
        texts.writeBytes(bytes);
    }

    private RuntimeException wrong(String allowed) {
        return head.invalidElement(count, "must be " + allowed + ", as its datatype " + head.datatype()
                + " says, but is " + Excerpt.of(json.getValueAsString(json.currentToken().toString()), SHOWN));
    }
}
