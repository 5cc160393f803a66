package dev.chainrule.job;

import dev.chainrule.job.JobQueue.Claim;

/** The job is no longer held under this claim: its former holder must write nothing more. */
final class ClaimLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimLostException(Claim claim) {
        super("Claim " + claim + " is no longer the newest, or its job has ended");
    }
}
