package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as users see it.
 *
 * @param stopReason null while it is live
 * @param sweep that it belongs to
 * @param warnings warnings of its dataset, by column, and of columns of the validation dataset that are not used
 * @param spec the request, every default written out
 * @param latest the record of the newest epoch
 * @param best the record of the epoch with the lowest validation cost, or the lowest cost without validation
 * @param kept the record of the epoch whose parameters the version has; null until the job has succeeded
 * @param unknownValues of features in rows that validate, by column; none where the training rows have all of them, and before the run
 *     starts
 * @param memoryBytes memory of its run, which is reserved before it starts
 * @param waitsFor what a queued job waits for; null for any other
 * @param error why it failed
 * @param createdBy the name of a key, or of callers without one
 * @param heartbeatAt time of the last heartbeat of the worker that holds it; null unless one does
 * @param transitions every state that it was in
 * @param callback the delivery to its callbackUrl
 * @param etag changes with everything but the heartbeat and the batches
 */
record JobView(
        UUID id,
        JobState state,
        @Nullable StopReason stopReason,
        JobModel model,
        String dataset,
        @Nullable UUID sweep,
        @JsonRawValue String warnings,
        @JsonRawValue String spec,
        long seed,
        TrainingProgress progress,
        @JsonRawValue @Nullable String latest,
        @JsonRawValue @Nullable String best,
        @JsonRawValue @Nullable String kept,
        @JsonRawValue String unknownValues,
        long memoryBytes,
        @Nullable WaitsFor waitsFor,
        @Nullable String error,
        @Nullable String weightsSha256,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant heartbeatAt,
        List<Transition> transitions,
        @Nullable Callback callback,
        @JsonIgnore String etag) {

    /** @param version null until the job has succeeded */
    record JobModel(String name, @Nullable Integer version) {}

    /**
     * @param epoch the newest completed one
     * @param epochs how many there will be at most
     * @param fraction epoch / epochs
     * @param samplesPerSecond training rows per second of the epochs so far
     * @param current progress within the next epoch, as of heartbeatAt; null unless a worker holds the job and has trained a batch of that
     *     epoch
     * @param etaSeconds what the remaining epochs will take at this speed; null unless the job is running
     */
    record TrainingProgress(
            int epoch, int epochs, double fraction, @Nullable BatchProgress current,
            @Nullable Double samplesPerSecond,
            @Nullable Double etaSeconds) {}

    /**
     * @param deliveredAt null until the receiver accepted it
     * @param error why the last attempt failed
     */
    record Callback(int attempts, @Nullable Instant deliveredAt, @Nullable String error) {
        static Callback of(Job job) {
            return new Callback(
                    job.callbackAttempts(), job.callbackDeliveredAt().orElse(null), job.callbackError().orElse(null));
        }
    }

    static JobView of(JobRepository.Snapshot snapshot) {
        return of(snapshot.job(), snapshot.progress());
    }

    static JobView of(Job job, JobProgress progress) {
        int epoch = Math.max(0, progress.epoch());
        return new JobView(
                job.id(),
                job.state(),
                job.stopReason().orElse(null),
                new JobModel(job.modelName(), job.modelVersion().orElse(null)),
                job.datasetName(),
                job.sweepId().orElse(null),
                job.warnings().orElse("[]"),
                job.spec(),
                job.seed(),
                new TrainingProgress(
                        epoch,
                        job.epochs(),
                        (double) epoch / job.epochs(),
                        job.batchAfter(progress.epoch()).orElse(null),
                        progress.samplesPerSecond(),
                        job.state() == JobState.RUNNING ? progress.etaSeconds() : null),
                progress.latest().orElse(null),
                progress.best().orElse(null),
                job.trainedEpoch().orElse(null),
                job.unknownValues().orElse("[]"),
                job.memoryBytes(),
                job.waitsFor().orElse(null),
                job.error().orElse(null),
                job.weightsSha256().orElse(null),
                job.createdBy(),
                job.createdAt(),
                job.startedAt().orElse(null),
                job.finishedAt().orElse(null),
                job.state().held() ? job.heartbeatAt().orElse(null) : null,
                job.transitions(),
                job.callbackUrl().map(_ -> Callback.of(job)).orElse(null),
                job.rowVersion() + "-" + job.callbackAttempts() + "-" + progress.epoch());
    }
}
