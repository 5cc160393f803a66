package dev.chainrule.inference;

import java.util.List;

/**
 * What a model takes or gives, as the protocol describes it.
 *
 * @param shape −1: any number of rows
 */
record TensorMetadata(String name, Datatype datatype, List<Integer> shape) {
    TensorMetadata {
        shape = List.copyOf(shape);
    }
}
