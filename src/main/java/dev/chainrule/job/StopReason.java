package dev.chainrule.job;

/** Why a job stopped. */
public enum StopReason {
    MAX_EPOCHS,
    EARLY_STOPPED,
    TARGET_REACHED,
    TIME_LIMIT,
    DIVERGED,
    CANCELLED,
    ERROR
}
