package dev.chainrule.job;

import dev.chainrule.job.spec.JobDocument;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.job.spec.ResumePoint;
import java.util.Optional;
import java.util.UUID;

/**
 * A checked request to train.
 *
 * @param validationId the dataset that validates, if it is another one
 * @param spec the effective {@link JobSpec} as a {@link JobDocument} in JSON
 * @param priority jobs of a higher one are trained before
 * @param memoryBytes what its run takes
 * @param resumeFrom whose state it begins with
 * @param callbackUrl who wants to be told when it has ended
 * @param place in the sweep that it belongs to, if it belongs to one
 * @param requestSha256 of the request's body, to tell a repeated request from another one under the same key
 */
record JobSubmission(
        UUID modelId,
        String modelName,
        UUID datasetId,
        String datasetName,
        Optional<UUID> validationId,
        String spec,
        int epochs,
        long seed,
        int priority,
        long memoryBytes,
        Optional<ResumePoint> resumeFrom,
        Optional<String> callbackUrl,
        Optional<String> idempotencyKey,
        String requestSha256,
        Optional<Place> place) {

    /**
     * Which of a sweep's jobs it is.
     *
     * @param index from 0, in the order of submission
     */
    record Place(UUID sweep, int index) {}
}
