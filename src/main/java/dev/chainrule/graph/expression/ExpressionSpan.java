package dev.chainrule.graph.expression;

/**
 * The place of a part of an expression in its text.
 *
 * @param from index of its first character
 * @param to index after its last one
 */
record ExpressionSpan(int from, int to) {
    /** Longer parts are shortened in the middle. */
    private static final int SHOWN = 60;

    ExpressionSpan to(ExpressionSpan last) {
        return new ExpressionSpan(from, last.to);
    }

    /** From 1. */
    int column() {
        return from + 1;
    }

    /** The part, shortened in the middle if it is too long for a message. */
    String in(String text) {
        return to - from <= SHOWN
                ? text.substring(from, to)
                : text.substring(from, from + SHOWN / 2) + "…" + text.substring(to - SHOWN / 2, to);
    }
}
