package dev.chainrule.inference;

import dev.chainrule.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An input of a request, whose elements are there. Immutable. */
sealed interface Tensor permits NumberTensor, TextTensor {
    TensorHead head();

    /**
     * An element as a number.
     *
     * @return NaN: it is missing
     * @throws ProblemException (422) if it is not a number, or a float64 cannot hold it
     */
    double number(int element);

    /**
     * An element as a category.
     *
     * @return empty: it is missing
     * @throws ProblemException (422) if it is an infinite number
     */
    String text(int element);

    /**
     * @param data all elements, as the binary extension has them; not copied
     * @throws ProblemException (422) if the shape needs other elements, or a text is not UTF-8
     */
    static Tensor of(TensorHead head, ByteBuffer data) {
        var elements = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        return head.datatype().isText() ? TextTensor.of(head, elements) : NumberTensor.of(head, elements);
    }
}
