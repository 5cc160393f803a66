package dev.chainrule.torture;

/**
 * A rule that did not hold.
 *
 * @param subject the job or the replica
 */
record Violation(Rule rule, String subject, String detail) {
    @Override
    public String toString() {
        return subject + " breaks \"" + rule.sentence() + "\": " + detail;
    }
}
