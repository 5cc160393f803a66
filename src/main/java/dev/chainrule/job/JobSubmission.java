package dev.chainrule.job;

import java.util.Optional;
import java.util.UUID;

/**
 * A checked request, to be stored as a job.
 *
 * @param requestSha256 of the request's body, to distinguish a repeated request from another one under the same key
 * @param position in the sweep that the job belongs to, if it belongs to one
 */
record JobSubmission(
        JobDraft.Accepted draft,
        Optional<String> idempotencyKey,
        String requestSha256,
        Optional<SweepPosition> position) {

    /**
     * Which of a sweep's jobs it is.
     *
     * @param index from 0, in the order of submission
     */
    record SweepPosition(UUID sweep, int index) {}
}
