package dev.chainrule.explain.descent;

/** How a minimisation ended; each case carries the evidence for it. */
sealed interface MinimizationOutcome {
    /** A larger derivative is too large for a minimum. */
    double FLAT = 0.01;

    /**
     * No variable moved by more than the precision.
     *
     * @param steepest the largest |∂f/∂x| at the end
     */
    record Converged(int step, double precision, double steepest) implements MinimizationOutcome {}

    /**
     * All steps were made, and the last one was too large for the precision.
     *
     * @param move the largest change of a variable
     * @param oscillates whether that variable moved in the other direction in the step before
     */
    record MaxSteps(int steps, double move, double precision, boolean oscillates) implements MinimizationOutcome {}

    /**
     * A step led to values that are not finite.
     *
     * @param what was not finite, and where
     * @param downwards whether this is a descent
     */
    record NotFinite(int step, String what, boolean downwards) implements MinimizationOutcome {}

    /** A step led to a point where the function or its derivative is not defined. */
    record DomainError(int step, String what) implements MinimizationOutcome {}

    /** The time limit for one request was reached. */
    record RequestTimeLimit(int steps) implements MinimizationOutcome {}

    default MinimizationEnd reason() {
        return switch (this) {
            case Converged _ -> MinimizationEnd.CONVERGED;
            case MaxSteps _ -> MinimizationEnd.MAX_STEPS;
            case NotFinite _ -> MinimizationEnd.DIVERGED;
            case DomainError _ -> MinimizationEnd.DOMAIN_ERROR;
            case RequestTimeLimit _ -> MinimizationEnd.TIME_LIMIT;
        };
    }

    /** What happened, and what to do about it. */
    default String detail() {
        return switch (this) {
            case Converged(int step, double precision, double steepest) ->
                "In step " + step + " no variable moved by more than " + precision
                        + "; the largest derivative there is " + steepest
                        + (steepest > FLAT ? ", which is not near 0: choose a smaller precision to continue" : "");
            case MaxSteps(int steps, double move, double precision, boolean oscillates) ->
                "The last of " + steps + " steps still moved a variable by " + move + ", more than the precision of "
                        + precision + (oscillates
                                ? ", in the opposite direction of the step before: choose a smaller learningRate"
                                : ": allow more maxSteps, or choose a larger learningRate");
            case NotFinite(int step, String what, boolean downwards) ->
                "Step " + step + " led to numbers that are not finite: " + what
                        + ". Choose a smaller learningRate, unless the function has no "
                        + (downwards ? "minimum" : "maximum") + "";
            case DomainError(int step, String what) ->
                "Step " + step + " left the function's domain: " + what
                        + ". Choose a smaller learningRate, or another start";
            case RequestTimeLimit(int steps) ->
                "After " + steps
                        + " steps the time limit for one request was reached: start another one from the last point";
        };
    }
}
