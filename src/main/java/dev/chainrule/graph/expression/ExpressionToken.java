package dev.chainrule.graph.expression;

/** The smallest piece of an expression that means something. */
record ExpressionToken(Kind kind, String text, ExpressionSpan span) {
    enum Kind {
        NUMBER, NAME, PLUS, MINUS, TIMES, DIVIDED, POWER, OPEN, CLOSE, END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** Whether what it begins could be added or multiplied. */
    boolean beginsOperand() {
        return switch (kind) {
            case NUMBER, NAME, OPEN -> true;
            case PLUS, MINUS, TIMES, DIVIDED, POWER, CLOSE, END -> false;
        };
    }

    /** An error whose place is this. */
    ExpressionException error(String detail) {
        return new ExpressionException(span.column(), new ExpressionSpan(0, text.length()).in(text), detail);
    }
}
