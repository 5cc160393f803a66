package dev.chainrule.job;

/** Where a job is in its life: {@code QUEUED → RUNNING → SUCCEEDED | FAILED | CANCELLED}, with {@code CANCELLING} between. */
enum JobState {
    QUEUED,
    RUNNING,
    CANCELLING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    boolean terminal() {
        return switch (this) {
            case QUEUED, RUNNING, CANCELLING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
