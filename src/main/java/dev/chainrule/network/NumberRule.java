package dev.chainrule.network;

import java.util.function.DoublePredicate;

/** What a setting that is a number may be. NaN and infinities are never allowed. */
public enum NumberRule {
    POSITIVE("a finite number greater than 0", value -> value > 0 && Double.isFinite(value)),
    NOT_NEGATIVE("a finite number of at least 0", value -> value >= 0 && Double.isFinite(value)),
    /** A rate of decay, a momentum, a dropout: something must be left. */
    FRACTION("at least 0 and less than 1", value -> value >= 0 && value < 1),
    /** What a rate is multiplied by: neither nothing nor all. */
    SHARE("greater than 0 and less than 1", value -> value > 0 && value < 1);

    private final String allowed;

    @SuppressWarnings("ImmutableEnumChecker")
    private final DoublePredicate predicate;

    NumberRule(String allowed, DoublePredicate predicate) {
        this.allowed = allowed;
        this.predicate = predicate;
    }

    /** What is allowed, to follow "must be". */
    public String allowed() {
        return allowed;
    }

    public boolean holds(double value) {
        return predicate.test(value);
    }

    /** @throws IllegalArgumentException if the rule does not hold for the value */
    void require(String name, double value) {
        if (!holds(value)) {
            throw new IllegalArgumentException(name + " must be " + allowed + ", but is " + value);
        }
    }
}
