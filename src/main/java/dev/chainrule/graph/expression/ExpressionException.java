package dev.chainrule.graph.expression;

/** Thrown for text that is not a valid expression, with the place of the fault. */
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;
    private final String piece;
    private final String detail;

    /**
     * @param column of the first faulty character, from 1; behind the last one if something is missing at the end
     * @param piece the faulty text; empty at the end
     * @param detail what is wrong and how to fix it, as the rest of a sentence about the piece
     */
    ExpressionException(int column, String piece, String detail) {
        super(inWords(column, piece, detail));
        this.column = column;
        this.piece = piece;
        this.detail = inWords(column, piece, detail);
    }

    private static String inWords(int column, String piece, String detail) {
        return "at column " + column + (piece.isEmpty() ? ", the end: " : ", \"" + piece + "\": ") + detail;
    }

    /** The message: the place of the fault, what is wrong and how to fix it. */
    public String detail() {
        return detail;
    }

    /** The column of the first faulty character, from 1. */
    public int column() {
        return column;
    }

    /** The faulty text; empty at the end. */
    public String piece() {
        return piece;
    }
}
