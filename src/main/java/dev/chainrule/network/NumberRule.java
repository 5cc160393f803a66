package dev.chainrule.network;

/** The range of a numeric setting. NaN and infinities are never allowed. */
public enum NumberRule {
    POSITIVE("a finite number greater than 0"),
    NOT_NEGATIVE("a finite number of at least 0"),
    /** For decay rates, momentum and dropout. */
    FRACTION("at least 0 and less than 1"),
    /** For factors that shrink a rate. */
    SHARE("greater than 0 and less than 1");

    private final String allowed;

    NumberRule(String allowed) {
        this.allowed = allowed;
    }

    /** The allowed values, as text that follows "must be". */
    public String allowed() {
        return allowed;
    }

    public boolean holds(double value) {
        return switch (this) {
            case POSITIVE -> value > 0 && Double.isFinite(value);
            case NOT_NEGATIVE -> value >= 0 && Double.isFinite(value);
            case FRACTION -> value >= 0 && value < 1;
            case SHARE -> value > 0 && value < 1;
        };
    }

    /** @throws IllegalArgumentException if the rule does not hold for the value */
    void require(String name, double value) {
        if (!holds(value)) {
            throw new IllegalArgumentException(name + " must be " + allowed + ", but is " + value);
        }
    }
}
