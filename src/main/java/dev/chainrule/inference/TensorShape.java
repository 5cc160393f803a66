package dev.chainrule.inference;

import dev.chainrule.matrix.Saturated;
import java.util.List;

/**
 * The shape of a tensor: rows, and what a row has in it. It is what a client declares, so its elements need not exist.
 *
 * @param dimensions at least one, none of them negative
 */
record TensorShape(List<Long> dimensions) {
    /** Of a shape that is read. */
    static final int MOST_DIMENSIONS = 8;

    TensorShape {
        dimensions = List.copyOf(dimensions);
    }

    long rows() {
        return dimensions.getFirst();
    }

    /** Elements of a row; {@link Long#MAX_VALUE} if there are more. */
    long columns() {
        return dimensions.stream().skip(1).reduce(1L, Saturated::product);
    }

    /** {@link Long#MAX_VALUE} if there are more. */
    long elements() {
        return Saturated.product(rows(), columns());
    }

    /** As in {@code [4, 1]}. */
    @Override
    public String toString() {
        return dimensions.toString();
    }
}
