package dev.chainrule.inference;

import dev.chainrule.problem.Excerpt;
import dev.chainrule.problem.ProblemException;

/**
 * What a request says of an input beside its elements.
 *
 * @param index of the input in the request
 */
record TensorHead(int index, String name, Datatype datatype, TensorShape shape) {
    private static final int SHOWN = 100;

    /** @param part a member of the input, such as {@code data} */
    ProblemException invalid(String part, String detail) {
        return ProblemException.invalid("/inputs/" + index + "/" + part, "the input \"" + shown(name) + "\" " + detail);
    }

    /** A fault of one element. */
    ProblemException invalidElement(int element, String detail) {
        return ProblemException.invalid("/inputs/" + index + "/data",
                "element " + element + " of the input \"" + shown(name) + "\" " + detail);
    }

    /** A name as an error repeats it. */
    static String shown(String name) {
        return Excerpt.of(name, SHOWN);
    }
}
