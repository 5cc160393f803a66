package dev.chainrule.job;

import dev.chainrule.problem.JsonBinder;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

/**
 * A request to train, and what became of it. Moves only along {@link JobState}; every other move is an {@link
 * IllegalStateException}. How far it is stands in {@link JobProgress}, so that the worker's writes and a user's do not meet.
 */
@Entity
@Table(name = "training_job")
class Job {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 16)
    private JobState state;

    @Enumerated(EnumType.STRING)
    @Column(length = 16)
    private StopReason stopReason;

    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private String error;

    private UUID modelId;
    private String modelName;
    private Integer modelVersion;
    private UUID datasetId;
    private String datasetName;

    /** The dataset that validates, if it is another one. */
    private UUID validationId;

    /** A {@link JobDocument} with every default written out. */
    @Column(nullable = false, length = JsonBinder.MAX_COLUMN_LENGTH)
    private String spec;

    private int epochs;
    private long seed;

    @Column(name = "weights_sha256", length = 64)
    private String weightsSha256;

    /** Only ever looked for: see {@link JobRepository#findByIdempotencyKey}. */
    @SuppressWarnings("UnusedVariable")
    private String idempotencyKey;

    @Column(name = "request_sha256", nullable = false, length = 64)
    private String requestSha256;

    private Instant createdAt;
    private Instant startedAt;
    private Instant finishedAt;

    @Version
    private int rowVersion;

    /** For JPA. */
    protected Job() {}

    /** A job that waits for its turn. */
    Job(JobSubmission submission, Instant now) {
        this.state = JobState.QUEUED;
        this.modelId = submission.modelId();
        this.modelName = submission.modelName();
        this.datasetId = submission.datasetId();
        this.datasetName = submission.datasetName();
        this.validationId = submission.validationId().orElse(null);
        this.spec = submission.spec();
        this.epochs = submission.epochs();
        this.seed = submission.seed();
        this.idempotencyKey = submission.idempotencyKey().orElse(null);
        this.requestSha256 = submission.requestSha256();
        this.createdAt = now;
    }

    void start(Instant now) {
        move(JobState.RUNNING, JobState.QUEUED);
        startedAt = now;
    }

    /** Asks for the end: at once where it only waits, else as soon as the worker has heard of it. */
    void cancel(Instant now) {
        if (state == JobState.QUEUED) {
            state = JobState.CANCELLED;
            stopReason = StopReason.CANCELLED;
            finishedAt = now;
        } else {
            move(JobState.CANCELLING, JobState.RUNNING);
        }
    }

    void cancelled(Instant now) {
        end(JobState.CANCELLED, StopReason.CANCELLED, now, JobState.CANCELLING);
    }

    void succeed(StopReason reason, int version, String sha256, Instant now) {
        end(JobState.SUCCEEDED, reason, now, JobState.RUNNING);
        modelVersion = version;
        weightsSha256 = sha256;
    }

    void fail(StopReason reason, String why, Instant now) {
        end(JobState.FAILED, reason, now, JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING);
        error = why;
    }

    private void end(JobState to, StopReason reason, Instant now, JobState... from) {
        move(to, from);
        stopReason = reason;
        finishedAt = now;
    }

    private void move(JobState to, JobState... from) {
        for (var allowed : from) {
            if (state == allowed) {
                state = to;
                return;
            }
        }
        throw new IllegalStateException("Job " + id + " is " + state + " and cannot become " + to);
    }

    UUID id() {
        return id;
    }

    JobState state() {
        return state;
    }

    Optional<StopReason> stopReason() {
        return Optional.ofNullable(stopReason);
    }

    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    UUID modelId() {
        return modelId;
    }

    String modelName() {
        return modelName;
    }

    Optional<Integer> modelVersion() {
        return Optional.ofNullable(modelVersion);
    }

    UUID datasetId() {
        return datasetId;
    }

    String datasetName() {
        return datasetName;
    }

    Optional<UUID> validationId() {
        return Optional.ofNullable(validationId);
    }

    String spec() {
        return spec;
    }

    int epochs() {
        return epochs;
    }

    long seed() {
        return seed;
    }

    Optional<String> weightsSha256() {
        return Optional.ofNullable(weightsSha256);
    }

    String requestSha256() {
        return requestSha256;
    }

    Instant createdAt() {
        return createdAt;
    }

    Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    Optional<Instant> finishedAt() {
        return Optional.ofNullable(finishedAt);
    }
}
