package dev.chainrule.job.history;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** The state of a job's training at the end of an epoch: a {@link dev.chainrule.network.TrainingState} among the contents. */
@Entity
public class Checkpoint implements Persistable<Checkpoint.CheckpointKey> {
    @EmbeddedId
    private CheckpointKey key;

    private UUID contentId;
    private Instant createdAt;

    /** For JPA. */
    protected Checkpoint() {}

    Checkpoint(UUID jobId, int epoch, UUID contentId, Instant createdAt) {
        this.key = new CheckpointKey(jobId, epoch);
        this.contentId = contentId;
        this.createdAt = createdAt;
    }

    public int epoch() {
        return key.epoch;
    }

    UUID contentId() {
        return contentId;
    }

    public Instant createdAt() {
        return createdAt;
    }

    @Override
    public CheckpointKey getId() {
        return key;
    }

    /** Checkpoints are written once and never changed. */
    @Override
    @Transient
    public boolean isNew() {
        return true;
    }

    /** A checkpoint's job and epoch. */
    @Embeddable
    record CheckpointKey(UUID jobId, int epoch) implements Serializable {}
}
