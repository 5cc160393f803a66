package dev.chainrule.graph.expression;

/**
 * Where a part of an expression stands in its text.
 *
 * @param from index of its first character
 * @param to index after its last one
 */
record ExpressionSpan(int from, int to) {
    /** Longer parts are shown from both ends. */
    private static final int SHOWN = 60;

    ExpressionSpan to(ExpressionSpan last) {
        return new ExpressionSpan(from, last.to);
    }

    /** From 1. */
    int column() {
        return from + 1;
    }

    /** The part, in at most so many characters that a sentence can hold it. */
    String in(String text) {
        return to - from <= SHOWN
                ? text.substring(from, to)
                : text.substring(from, from + SHOWN / 2) + "…" + text.substring(to - SHOWN / 2, to);
    }
}
