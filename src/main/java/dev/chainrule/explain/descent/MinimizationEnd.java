package dev.chainrule.explain.descent;

/** Why a minimisation ended; a {@link MinimizationOutcome} gives the details. */
enum MinimizationEnd {
    CONVERGED, MAX_STEPS, DIVERGED, DOMAIN_ERROR, TIME_LIMIT
}
