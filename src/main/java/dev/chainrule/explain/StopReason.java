package dev.chainrule.explain;

/** Why a minimisation ended; an {@link Ending} says it in words. */
enum StopReason {
    CONVERGED, MAX_STEPS, DIVERGED, DOMAIN_ERROR, TIME_LIMIT
}
