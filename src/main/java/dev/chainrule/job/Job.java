package dev.chainrule.job;

import dev.chainrule.dataset.Dataset;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.spec.JobDocument;
import dev.chainrule.model.StartVersions.StartVersion;
import dev.chainrule.problem.JsonBinder;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A request to train, and its result. Guards the transitions between {@link JobState}s; an illegal one is an {@link IllegalStateException}.
 * The progress is in {@link JobProgress}, so that writes of the worker and commands of users do not conflict.
 *
 * <p>The worker that trains it holds a claim, whose number grows whenever the job is queued: an earlier claim is outdated.
 */
@Entity
@Table(name = "training_job")
@EntityListeners(JobLog.class)
class Job {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    @SuppressWarnings("NullAway.Init") // Hibernate sets it when the job is stored.
    private UUID id;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 16)
    private JobState state;

    @Enumerated(EnumType.STRING)
    @Column(length = 16)
    private @Nullable StopReason stopReason;

    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private @Nullable String error;

    private UUID modelId;
    private String modelName;
    private @Nullable Integer modelVersion;

    /** The version of the model that it starts from; null: it starts with the initial parameters of the model. */
    private @Nullable Integer startVersion;

    private UUID datasetId;
    private String datasetName;

    /** The dataset that validates, if it is another one. */
    private @Nullable UUID validationId;

    /** A {@link JobDocument} with every default written out. */
    @Column(nullable = false, length = JsonBinder.MAX_COLUMN_LENGTH)
    private String spec;

    private int epochs;
    private long seed;

    @Column(name = "weights_sha256", length = 64)
    private @Nullable String weightsSha256;

    /** Only used in queries: see {@link JobRepository#findByIdempotencyKey}. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable String idempotencyKey;

    @Column(name = "request_sha256", nullable = false, length = 64)
    private String requestSha256;

    @Column(nullable = false, length = 63)
    private String createdBy;

    private Instant createdAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;

    /** The sweep that it belongs to, if it belongs to one. */
    private @Nullable UUID sweepId;

    /** The job's index in its sweep. Only used in queries. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable Integer sweepIndex;

    /** The {@link Epoch} of the epoch whose parameters the version has. */
    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private @Nullable String trainedEpoch;

    /** A list of {@link dev.chainrule.preprocessing.UnknownValues}, those of the validation. */
    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private @Nullable String unknownValues;

    /** A list of {@link dev.chainrule.dataset.DatasetWarning}. */
    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private @Nullable String warnings;

    private int claim;
    private int priority;

    /** The memory of its run, in bytes. */
    private long memoryBytes;

    /** Why it waits for memory, as text. */
    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private @Nullable String waitsFor;

    @Convert(converter = TransitionsConverter.class)
    @Column(nullable = false, length = JsonBinder.MAX_COLUMN_LENGTH)
    private List<Transition> transitions = List.of();

    /** Written by {@link JobRepository#recordHeartbeat} instead of here: a heartbeat does not change the row version. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant heartbeatAt;

    /** This and the next two are written with the heartbeat. */
    @Column(insertable = false, updatable = false)
    private @Nullable Integer batchEpoch;

    @Column(insertable = false, updatable = false)
    private @Nullable Integer batch;

    @Column(insertable = false, updatable = false)
    private @Nullable Integer batches;

    private @Nullable String callbackUrl;

    /**
     * This and the next two are written instead by {@link JobRepository#recordCallbackDelivery} and
     * {@link JobRepository#recordCallbackFailure}.
     */
    @Column(insertable = false, updatable = false)
    private int callbackAttempts;

    @Column(insertable = false, updatable = false)
    private @Nullable Instant callbackDeliveredAt;

    @Column(insertable = false, updatable = false)
    private @Nullable String callbackError;

    @Version
    private int rowVersion;

    /** How many transitions the log has. */
    @Transient
    private int logged;

    /** For JPA. */
    protected Job() {}

    /**
     * A job that waits for its turn.
     *
     * @param specJson the submission's {@link dev.chainrule.job.spec.JobSpec} as a {@link JobDocument} in JSON
     * @param memoryBytes the memory of its run
     */
    Job(JobSubmission submission, String specJson, long memoryBytes, String createdBy, Instant now) {
        var draft = submission.draft();
        this.modelId = draft.model().id();
        this.modelName = draft.model().name();
        this.startVersion = draft.start().map(StartVersion::number).orElse(null);
        this.datasetId = draft.dataset().id();
        this.datasetName = draft.dataset().name();
        this.validationId = draft.validation().map(Dataset::id).orElse(null);
        this.spec = specJson;
        this.epochs = draft.spec().epochs();
        this.seed = draft.spec().seed();
        this.priority = draft.spec().priority();
        this.memoryBytes = memoryBytes;
        this.callbackUrl = draft.spec().callbackUrl().orElse(null);
        this.idempotencyKey = submission.idempotencyKey().orElse(null);
        this.requestSha256 = submission.requestSha256();
        submission.position().ifPresent(position -> {
            this.sweepId = position.sweep();
            this.sweepIndex = position.index();
        });
        this.createdBy = createdBy;
        this.createdAt = now;
        this.claim = 1;
        enter(JobState.QUEUED, new Stamp(now, JobProgress.NONE), null);
    }

    /** Starts or resumes training under the claim that it was queued with. */
    void start(Stamp now) {
        transition(JobState.RUNNING, now, JobState.QUEUED);
        if (startedAt == null) {
            startedAt = now.time();
        }
    }

    /**
     * Notes that its turn came, but that it could not start for lack of memory.
     *
     * @param why as text; the same text as before changes nothing
     */
    void awaitMemory(String why) {
        if (state != JobState.QUEUED) {
            throw new IllegalStateException("Job " + id + " is " + state + " and does not wait");
        }
        waitsFor = why;
    }

    /** @param doubtful what of the dataset is probably not meant, as JSON */
    void noteWarnings(String doubtful) {
        warnings = doubtful;
    }

    /** @param unknown values that validation rows have and training rows do not, as JSON */
    void noteUnknownValues(String unknown) {
        unknownValues = unknown;
    }

    /** Cancels it: immediately if no worker holds it, otherwise as soon as the worker has stopped. */
    void cancel(Stamp now) {
        if (state.held()) {
            transition(JobState.CANCELLING, now, JobState.RUNNING, JobState.PAUSING);
        } else {
            end(JobState.CANCELLED, StopReason.CANCELLED, null, now, JobState.QUEUED, JobState.PAUSED);
        }
    }

    /** Pauses it: immediately if no worker holds it, otherwise as soon as the worker has stopped. */
    void pause(Stamp now) {
        if (state == JobState.QUEUED) {
            transition(JobState.PAUSED, now, JobState.QUEUED);
        } else {
            transition(JobState.PAUSING, now, JobState.RUNNING);
        }
    }

    /**
     * Ends a pause, or withdraws one that the worker has not carried out.
     *
     * @return whether it waits in the queue now, under a new claim
     */
    boolean resume(Stamp now) {
        if (state == JobState.PAUSING) {
            transition(JobState.RUNNING, now, JobState.PAUSING);
            return false;
        }
        transition(JobState.QUEUED, now, JobState.PAUSED);
        claim++;
        return true;
    }

    /**
     * Takes it from its worker before it has ended: requeues it, or carries out the pending command.
     *
     * @param why for the transitions; null for a pause
     * @return whether it waits in the queue now, under a new claim
     */
    boolean release(@Nullable String why, Stamp now) {
        switch (state) {
            case QUEUED -> {}
            case RUNNING -> enter(JobState.QUEUED, now, why);
            case PAUSING -> enter(JobState.PAUSED, now, why);
            case CANCELLING -> cancelled(now);
            case PAUSED, SUCCEEDED, FAILED, CANCELLED ->
                throw new IllegalStateException("Job " + id + " is " + state + " and no worker holds it");
        }
        claim++;
        return state == JobState.QUEUED;
    }

    void cancelled(Stamp now) {
        end(JobState.CANCELLED, StopReason.CANCELLED, null, now, JobState.CANCELLING);
    }

    /** @param epoch the record of the epoch whose parameters the version has, as JSON */
    void succeed(StopReason reason, int version, String sha256, String epoch, Stamp now) {
        end(JobState.SUCCEEDED, reason, null, now, JobState.RUNNING, JobState.PAUSING);
        modelVersion = version;
        weightsSha256 = sha256;
        trainedEpoch = epoch;
    }

    void fail(StopReason reason, String why, Stamp now) {
        end(JobState.FAILED, reason, why, now, JobState.RUNNING, JobState.PAUSING);
        error = why;
    }

    private void end(JobState to, StopReason reason, @Nullable String why, Stamp now, JobState... from) {
        require(to, from);
        enter(to, now, why);
        stopReason = reason;
        finishedAt = now.time();
    }

    private void transition(JobState to, Stamp now, JobState... from) {
        require(to, from);
        enter(to, now, null);
    }

    private void require(JobState to, JobState... from) {
        if (!List.of(from).contains(state)) {
            throw new IllegalStateException("Job " + id + " is " + state + " and cannot become " + to);
        }
    }

    private void enter(JobState to, Stamp now, @Nullable String why) {
        state = to;
        waitsFor = null;
        transitions = Stream.concat(transitions.stream(), Stream.of(new Transition(to, now, why))).toList();
    }

    /** Whether a worker holds it under this claim. */
    boolean isHeldUnder(int number) {
        return state.held() && claim == number;
    }

    /** The number of the newest claim. */
    int claim() {
        return claim;
    }

    int priority() {
        return priority;
    }

    /** The memory of its run, in bytes. */
    long memoryBytes() {
        return memoryBytes;
    }

    /** What it waits for; empty unless it is queued. */
    Optional<WaitsFor> waitsFor() {
        return state == JobState.QUEUED
                ? Optional.of(waitsFor == null ? WaitsFor.ITS_TURN : WaitsFor.memory(waitsFor))
                : Optional.empty();
    }

    List<Transition> transitions() {
        return transitions;
    }

    @PostLoad
    void markLogged() {
        logged = transitions.size();
    }

    /** The transitions since it was loaded or since the last call. */
    List<Transition> takeUnlogged() {
        var unlogged = transitions.subList(logged, transitions.size());
        markLogged();
        return unlogged;
    }

    /** The progress at the last heartbeat, if it is in an epoch after this one, the newest whose record is stored. */
    Optional<BatchProgress> batchAfter(int recordedEpoch) {
        return BatchProgress.of(state, recordedEpoch, batchEpoch, batch, batches);
    }

    Optional<Instant> heartbeatAt() {
        return Optional.ofNullable(heartbeatAt);
    }

    /** The URL that is called when it has ended. */
    Optional<String> callbackUrl() {
        return Optional.ofNullable(callbackUrl);
    }

    int callbackAttempts() {
        return callbackAttempts;
    }

    Optional<Instant> callbackDeliveredAt() {
        return Optional.ofNullable(callbackDeliveredAt);
    }

    /** Why the last attempt failed. */
    Optional<String> callbackError() {
        return Optional.ofNullable(callbackError);
    }

    int rowVersion() {
        return rowVersion;
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

    /** The version of the model that it starts from. */
    Optional<Integer> startVersion() {
        return Optional.ofNullable(startVersion);
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

    /** An {@link Epoch}: that of the epoch whose parameters the version has; empty until there is one. */
    Optional<String> trainedEpoch() {
        return Optional.ofNullable(trainedEpoch);
    }

    /** A list of {@link dev.chainrule.preprocessing.UnknownValues}; empty: none. */
    Optional<String> unknownValues() {
        return Optional.ofNullable(unknownValues);
    }

    /** A list of {@link dev.chainrule.dataset.DatasetWarning}; empty: none. */
    Optional<String> warnings() {
        return Optional.ofNullable(warnings);
    }

    Optional<String> weightsSha256() {
        return Optional.ofNullable(weightsSha256);
    }

    String requestSha256() {
        return requestSha256;
    }

    Optional<UUID> sweepId() {
        return Optional.ofNullable(sweepId);
    }

    /** The name of the key with which it was submitted. */
    String createdBy() {
        return createdBy;
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
