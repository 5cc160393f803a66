package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A job as users see it.
 *
 * @param stopReason null while it is live
 * @param sweep that it belongs to; null: none
 * @param spec the request, every default written out
 * @param latest the record of the newest epoch
 * @param best the record of the epoch with the lowest validation cost, or the lowest cost without validation
 * @param error why it failed
 * @param heartbeatAt when the replica that trains it last said so; null unless one does
 * @param transitions every state that it was in
 * @param callback how far its callbackUrl was told; null without one
 * @param mark changes with everything but the heartbeat
 */
record JobView(
        UUID id,
        JobState state,
        StopReason stopReason,
        Trained model,
        String dataset,
        UUID sweep,
        @JsonRawValue String spec,
        long seed,
        Progress progress,
        @JsonRawValue String latest,
        @JsonRawValue String best,
        String error,
        String weightsSha256,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        Instant heartbeatAt,
        List<Transition> transitions,
        Callback callback,
        @JsonIgnore String mark) {

    /** @param version null until the job has succeeded */
    record Trained(String name, Integer version) {}

    /**
     * @param epoch the newest completed one
     * @param epochs how many there will be at most
     * @param fraction epoch / epochs
     * @param samplesPerSecond training rows per second of the epochs so far
     * @param etaSeconds what the remaining epochs will take at this speed; null unless the job is running
     */
    record Progress(int epoch, int epochs, double fraction, Double samplesPerSecond, Double etaSeconds) {}

    /**
     * @param deliveredAt null until the receiver took it
     * @param error why the last attempt failed
     */
    record Callback(int attempts, Instant deliveredAt, String error) {
        static Callback of(Job job) {
            return new Callback(
                    job.callbackAttempts(), job.callbackDeliveredAt().orElse(null), job.callbackError().orElse(null));
        }
    }

    static JobView of(JobRepository.Snapshot snapshot) {
        return of(snapshot.job(), snapshot.progress());
    }

    /** @param progress null before the first epoch's record */
    static JobView of(Job job, JobProgress progress) {
        int epoch = progress == null ? 0 : Math.max(0, progress.epoch());
        return new JobView(
                job.id(),
                job.state(),
                job.stopReason().orElse(null),
                new Trained(job.modelName(), job.modelVersion().orElse(null)),
                job.datasetName(),
                job.sweepId().orElse(null),
                job.spec(),
                job.seed(),
                new Progress(
                        epoch,
                        job.epochs(),
                        (double) epoch / job.epochs(),
                        progress == null ? null : progress.samplesPerSecond(),
                        progress == null || job.state() != JobState.RUNNING ? null : progress.etaSeconds()),
                progress == null ? null : progress.latest().orElse(null),
                progress == null ? null : progress.best().orElse(null),
                job.error().orElse(null),
                job.weightsSha256().orElse(null),
                job.createdAt(),
                job.startedAt().orElse(null),
                job.finishedAt().orElse(null),
                job.state().held() ? job.heartbeatAt().orElse(null) : null,
                job.transitions(),
                job.callbackUrl().map(_ -> Callback.of(job)).orElse(null),
                job.rowVersion() + "-" + job.callbackAttempts() + "-"
                        + (progress == null ? JobProgress.NONE : progress.epoch()));
    }
}
