package dev.chainrule.explain.descent;

/** Why a minimisation ended; an {@link MinimizationOutcome} says it in words. */
enum StopReason {
    CONVERGED, MAX_STEPS, DIVERGED, DOMAIN_ERROR, TIME_LIMIT
}
