package dev.chainrule.graph.expression;

/** A token of an expression. */
record ExpressionToken(TokenKind kind, String text, ExpressionSpan span) {
    enum TokenKind {
        NUMBER, NAME, PLUS, MINUS, TIMES, DIVIDED, POWER, OPEN, CLOSE, END
    }

    boolean is(TokenKind wanted) {
        return kind == wanted;
    }

    /** Whether an operand begins with it. */
    boolean beginsOperand() {
        return switch (kind) {
            case NUMBER, NAME, OPEN -> true;
            case PLUS, MINUS, TIMES, DIVIDED, POWER, CLOSE, END -> false;
        };
    }

    /** An error at this token. */
    ExpressionException error(String detail) {
        return new ExpressionException(span.column(), new ExpressionSpan(0, text.length()).in(text), detail);
    }
}
