package dev.chainrule.job;

import dev.chainrule.job.history.Epoch;
import dev.chainrule.problem.JsonBinder;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/**
 * How far a job is; written only by the worker that holds the job. Its row is the fence between workers: it is locked by every
 * write, and only the newest claim's writes are taken.
 */
@Entity
class JobProgress implements Persistable<UUID> {
    /** The epoch before the first. */
    static final int NONE = -1;

    @Id
    private UUID jobId;

    private int claim;
    private int epoch = NONE;
    private Double samplesPerSecond;
    private Double etaSeconds;

    /** An {@link Epoch}; null before the first. */
    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private String latest;

    /** An {@link Epoch}. */
    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private String best;

    @Transient
    private boolean stored;

    /** For JPA. */
    protected JobProgress() {}

    JobProgress(UUID jobId) {
        this.jobId = jobId;
    }

    @PostLoad
    @PostPersist
    void stored() {
        stored = true;
    }

    @Override
    public UUID getId() {
        return jobId;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    /** As {@link #advance(int, OptionalDouble, OptionalDouble, String, String)}, where nothing was timed. */
    void advance(int to, String newest, String lowest) {
        advance(to, OptionalDouble.empty(), OptionalDouble.empty(), newest, lowest);
    }

    /**
     * @param latest the newest epoch's record as JSON
     * @param best that of the epoch with the lowest monitored cost, as JSON
     */
    void advance(int epoch, OptionalDouble samplesPerSecond, OptionalDouble etaSeconds, String latest, String best) {
        this.epoch = epoch;
        this.samplesPerSecond = samplesPerSecond.isPresent() ? samplesPerSecond.getAsDouble() : null;
        this.etaSeconds = etaSeconds.isPresent() ? etaSeconds.getAsDouble() : null;
        this.latest = latest;
        this.best = best;
    }

    /** From now on this claim's writes are taken, and no earlier one's. */
    void fence(int number) {
        claim = number;
    }

    int claim() {
        return claim;
    }

    /** The newest epoch whose record is stored; {@link #NONE} before the first. */
    int epoch() {
        return epoch;
    }

    Double samplesPerSecond() {
        return samplesPerSecond;
    }

    Double etaSeconds() {
        return etaSeconds;
    }

    Optional<String> latest() {
        return Optional.ofNullable(latest);
    }

    Optional<String> best() {
        return Optional.ofNullable(best);
    }
}
