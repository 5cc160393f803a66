package dev.chainrule.job;

import dev.chainrule.job.EpochWriteBehind.EpochBatch;
import java.util.Optional;

/** A run ended in the midst of training; the epochs up to there stand. */
final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<EpochBatch> rest;

    RunFailedException(Throwable cause, Optional<EpochBatch> rest) {
        super(cause);
        this.rest = rest;
    }

    /** The last records, not written yet. */
    Optional<EpochBatch> rest() {
        return rest;
    }
}
