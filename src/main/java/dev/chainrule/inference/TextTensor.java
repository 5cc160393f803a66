package dev.chainrule.inference;

import dev.chainrule.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** An input whose elements are texts. */
final class TextTensor implements Tensor {
    private final TensorHead head;
    private final ByteBuffer data;

    /** Where each element ends in the data. */
    private final int[] ends;

    private TextTensor(TensorHead head, ByteBuffer data, int[] ends) {
        this.head = head;
        this.data = data;
        this.ends = ends;
    }

    static TextTensor of(TensorHead head, ByteBuffer data) {
        long elements = head.shape().elements();
        // Each has its length, so that fewer bytes than that cannot have so many.
        if (elements > data.remaining() / Integer.BYTES) {
            throw head.invalid("shape", "is " + head.shape() + ", which takes " + elements
                    + " texts with four bytes of length each, but its data has only " + data.remaining() + " bytes");
        }
        var ends = new int[(int) elements];
        int end = 0;
        for (int element = 0; element < ends.length; element++) {
            int left = data.remaining() - end - Integer.BYTES;
            long length = left < 0 ? 0 : Integer.toUnsignedLong(data.getInt(end));
            if (left < length) {
                throw head.invalidElement(element, "ends after the data: it has " + Math.max(0, left)
                        + " bytes left, but a text of " + length);
            }
            end += Integer.BYTES + (int) length;
            ends[element] = end;
        }
        if (end != data.remaining()) {
            throw head.invalid("data", "has " + (data.remaining() - end) + " bytes after the " + elements
                    + " texts of its shape " + head.shape());
        }
        return new TextTensor(head, data, ends);
    }

    @Override
    public TensorHead head() {
        return head;
    }

    /** @throws ProblemException (422) always, unless the text is empty */
    @Override
    public double number(int element) {
        if (text(element).isEmpty()) {
            return Double.NaN;
        }
        throw head.invalidElement(element, "is a text, but the model needs numbers: send FP64");
    }

    @Override
    public String text(int element) {
        int from = (element == 0 ? 0 : ends[element - 1]) + Integer.BYTES;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(data.slice(from, ends[element] - from)).toString();
        } catch (CharacterCodingException _) {
            throw head.invalidElement(element, "is not UTF-8");
        }
    }
}
