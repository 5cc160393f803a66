package dev.chainrule.model;

import dev.chainrule.content.Content;
import dev.chainrule.problem.JsonBinder;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/** A trained version of a model: its weights, how raw rows become its inputs, and how good it was. It never changes. */
@Entity
@Immutable
class ModelVersion {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @Column(nullable = false)
    private UUID modelId;

    @Column(nullable = false)
    private int version;

    /** Null: the version was imported. */
    private @Nullable UUID jobId;

    /** The sweep that the job belongs to. */
    private @Nullable UUID sweepId;

    @Column(nullable = false)
    private int epoch;

    /** Null: none was trained. */
    private @Nullable Integer bestEpoch;

    @Column(nullable = false)
    private int inputs;

    /** The content that holds a {@link dev.chainrule.preprocessing.Preprocessing} in JSON. */
    @Column(nullable = false)
    private UUID preprocessingId;

    /** The epoch's record in JSON. Null: the version was imported, and not measured. */
    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private @Nullable String metrics;

    /** This and the next are in the metrics, too, but queries compare them. Null: not measured, or not finite. */
    private @Nullable Double cost;

    private @Nullable Double validationCost;

    @Column(name = "weights_sha256", nullable = false, length = 64)
    private String weightsSha256;

    @Column(nullable = false)
    private UUID weightsId;

    @Column(nullable = false, length = 63)
    private String createdBy;

    @Column(nullable = false)
    private Instant createdAt;

    /** For JPA. */
    protected ModelVersion() {}

    /** @param metrics JSON; null: not measured */
    ModelVersion(
            UUID modelId,
            int version,
            TrainingResult result,
            @Nullable String metrics,
            Content preprocessing,
            Content weights,
            Instant createdAt) {
        this.modelId = modelId;
        this.version = version;
        this.jobId = result.jobId().orElse(null);
        this.sweepId = result.sweepId().orElse(null);
        this.epoch = result.epoch();
        this.bestEpoch = result.bestEpoch().orElse(null);
        this.inputs = result.network().inputs();
        this.preprocessingId = preprocessing.id();
        this.metrics = metrics;
        this.cost = orNull(result.cost());
        this.validationCost = orNull(result.validationCost());
        this.weightsSha256 = weights.sha256();
        this.weightsId = weights.id();
        this.createdBy = result.createdBy();
        this.createdAt = createdAt;
    }

    private static @Nullable Double orNull(OptionalDouble figure) {
        return figure.isPresent() ? figure.getAsDouble() : null;
    }

    int version() {
        return version;
    }

    UUID modelId() {
        return modelId;
    }

    /** Empty: it was imported. */
    Optional<UUID> jobId() {
        return Optional.ofNullable(jobId);
    }

    Optional<UUID> sweepId() {
        return Optional.ofNullable(sweepId);
    }

    int epoch() {
        return epoch;
    }

    /** The job's epoch with the lowest validation cost, or the lowest cost without validation; empty: none was trained. */
    Optional<Integer> bestEpoch() {
        return Optional.ofNullable(bestEpoch);
    }

    int inputs() {
        return inputs;
    }

    UUID preprocessingId() {
        return preprocessingId;
    }

    Optional<String> metrics() {
        return Optional.ofNullable(metrics);
    }

    Optional<Double> cost() {
        return Optional.ofNullable(cost);
    }

    Optional<Double> validationCost() {
        return Optional.ofNullable(validationCost);
    }

    String weightsSha256() {
        return weightsSha256;
    }

    UUID weightsId() {
        return weightsId;
    }

    String createdBy() {
        return createdBy;
    }

    Instant createdAt() {
        return createdAt;
    }
}
