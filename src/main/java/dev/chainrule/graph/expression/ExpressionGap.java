package dev.chainrule.graph.expression;

/**
 * Where an expression has no finite value, or no finite derivative.
 *
 * @param kind what is missing
 * @param column of the part's first character, from 1
 * @param part of the expression, the first one without the value or the derivative
 * @param reason why, as the rest of a sentence about the part
 */
public record ExpressionGap(GapKind kind, int column, String part, String reason) {
    public enum GapKind {
        /** The part's value is not defined, as that of log(0). */
        UNDEFINED,
        /** The part's value is larger than a float64 can be. */
        OVERFLOW,
        /** The part has a value, but no finite derivative, as sqrt(x) at 0. */
        NO_DERIVATIVE
    }
}
