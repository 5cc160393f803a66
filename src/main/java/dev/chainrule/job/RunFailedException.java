package dev.chainrule.job;

import dev.chainrule.job.EpochWriteBehind.EpochBatch;
import java.util.Objects;
import java.util.Optional;

/** A run failed during training; the epochs before the failure are valid. */
final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<EpochBatch> rest;

    RunFailedException(Throwable cause, Optional<EpochBatch> rest) {
        super(cause);
        this.rest = rest;
    }

    /** What ended the run. */
    Throwable failure() {
        return Objects.requireNonNull(getCause(), "the constructor sets it");
    }

    /** The last records, not written yet. */
    Optional<EpochBatch> rest() {
        return rest;
    }
}
