package dev.chainrule.inference;

import dev.chainrule.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import tools.jackson.core.JsonGenerator;

/** An output of an answer. */
sealed interface OutputTensor {
    String name();

    Datatype datatype();

    List<Integer> shape();

    /**
     * Writes the elements as an array.
     *
     * @throws ProblemException (422) if one is not a finite number
     */
    void write(JsonGenerator json);

    /** The elements as the binary extension has them. */
    byte[] binary();

    private static int elements(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** @param element the elements, each exact in the datatype: FP32, FP64 or INT64 */
    record NumberOutput(String name, Datatype datatype, List<Integer> shape, IntToDoubleFunction element)
            implements
                OutputTensor {
        @Override
        public void write(JsonGenerator json) {
            json.writeStartArray();
            for (int i = 0; i < elements(shape); i++) {
                double number = element.applyAsDouble(i);
                if (!Double.isFinite(number)) {
                    throw ProblemException.invalid("/outputs",
                            "the element " + i + " of the output \"" + name + "\" is "
                                    + number + ", which JSON does not have: ask for binary data with the parameter"
                                    + " binary_data_output, or send other rows");
                }
                if (datatype == Datatype.FP32) {
                    json.writeNumber((float) number);
                } else if (datatype == Datatype.FP64) {
                    json.writeNumber(number);
                } else {
                    json.writeNumber((long) number);
                }
            }
            json.writeEndArray();
        }

        @Override
        public byte[] binary() {
            int elements = elements(shape);
            var bytes = ByteBuffer.allocate(Math.multiplyExact(elements, datatype.size()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < elements; i++) {
                double number = element.applyAsDouble(i);
                if (datatype == Datatype.FP32) {
                    bytes.putFloat((float) number);
                } else if (datatype == Datatype.FP64) {
                    bytes.putDouble(number);
                } else {
                    bytes.putLong((long) number);
                }
            }
            return bytes.array();
        }
    }

    record TextOutput(String name, List<Integer> shape, IntFunction<String> element) implements OutputTensor {
        @Override
        public Datatype datatype() {
            return Datatype.BYTES;
        }

        @Override
        public void write(JsonGenerator json) {
            json.writeStartArray();
            for (int i = 0; i < elements(shape); i++) {
                json.writeString(element.apply(i));
            }
            json.writeEndArray();
        }

        @Override
        public byte[] binary() {
            var all = new ByteArrayOutputStream();
            var length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < elements(shape); i++) {
                var text = element.apply(i).getBytes(StandardCharsets.UTF_8);
                all.writeBytes(length.putInt(0, text.length).array());
                all.writeBytes(text);
            }
            return all.toByteArray();
        }
    }
}
