package dev.chainrule.network;

/** The bias correction of an optimiser's moving mean, m ← β·m + (1−β)·x from m = 0: after t steps the weights of the x sum to 1 − βᵗ. */
final class BiasCorrection {
    private BiasCorrection() {}

    /**
     * 1 − βᵗ to within one unit in the last place. If β is near 1, the subtraction cancels, and the half unit by which any double βᵗ may be
     * off becomes an error a thousand times as large. Hence double-double arithmetic: Dekker, A floating-point technique for extending the
     * available precision (1971).
     *
     * @param t at least 1
     */
    static double of(double beta, long t) {
        double power = 1;
        double powerRest = 0;
        double square = beta;
        double squareRest = 0;
        for (long bits = t; bits > 0; bits >>= 1) {
            if ((bits & 1) == 1) {
                double product = power * square;
                double error = Math.fma(power, square, -product) + (power * squareRest + powerRest * square);
                power = product + error;
                powerRest = error - (power - product);
            }
            double product = square * square;
            double error = Math.fma(square, square, -product) + 2 * square * squareRest;
            square = product + error;
            squareRest = error - (square - product);
        }
        return (1 - power) - powerRest;
    }
}
