package dev.chainrule.imports;

/**
 * A number for each column, or one for all.
 *
 * @param length 1: the same number for all columns
 */
record NumberVector(int length, NumberSource source) {
    @FunctionalInterface
    interface NumberSource {
        double at(int index);
    }

    /** Equal numbers become one. */
    static NumberVector of(Meaning.ForeignConstant constant) {
        return new NumberVector(isUniform(constant) ? 1 : constant.count(), constant::at);
    }

    private static boolean isUniform(Meaning.ForeignConstant constant) {
        double first = constant.at(0);
        for (int i = 1; i < constant.count(); i++) {
            // Tells −0 from 0.
            if (Double.compare(constant.at(i), first) != 0) {
                return false;
            }
        }
        return true;
    }

    static NumberVector of(double number) {
        return new NumberVector(1, _ -> number);
    }

    /** Whether it is the same number for all columns, and so a constant of a formula. */
    boolean isUniform() {
        return length == 1;
    }

    double at(int column) {
        return source.at(length == 1 ? 0 : column);
    }

    NumberVector negated() {
        return new NumberVector(length, index -> -source.at(index));
    }

    NumberVector inverse() {
        return new NumberVector(length, index -> 1 / source.at(index));
    }

    NumberVector times(double factor) {
        return factor == 1 ? this : new NumberVector(length, index -> source.at(index) * factor);
    }
}
