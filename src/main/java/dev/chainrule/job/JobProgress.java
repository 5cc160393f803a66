package dev.chainrule.job;

import dev.chainrule.job.history.Epoch;
import dev.chainrule.problem.JsonBinder;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a job; inserted with the job, and then written by the worker that holds it. Its row is the fence between workers: every
 * write locks it, and a write of another claim than the fence's is refused. Who requeues an orphan sets the fence, too.
 */
@Entity
class JobProgress {
    /** The epoch before the first. */
    static final int NONE = -1;

    @Id
    private UUID jobId;

    private int claim;
    private int epoch = NONE;
    private @Nullable Double samplesPerSecond;
    private @Nullable Double etaSeconds;

    /** An {@link Epoch}; null before the first. */
    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private @Nullable String latest;

    /** An {@link Epoch}. */
    @Column(length = JsonBinder.MAX_COLUMN_LENGTH)
    private @Nullable String best;

    /** For JPA. */
    protected JobProgress() {}

    JobProgress(UUID jobId) {
        this.jobId = jobId;
    }

    UUID jobId() {
        return jobId;
    }

    /** As {@link #advance(int, OptionalDouble, OptionalDouble, String, Optional)}, where nothing was timed. */
    void advance(int to, String newest, Optional<String> lowest) {
        advance(to, OptionalDouble.empty(), OptionalDouble.empty(), newest, lowest);
    }

    /**
     * @param latest the newest epoch's record as JSON
     * @param best that of the best epoch, see {@link Epoch#isBetterThan}, as JSON
     */
    void advance(
            int epoch, OptionalDouble samplesPerSecond, OptionalDouble etaSeconds, String latest,
            Optional<String> best) {
        this.epoch = epoch;
        this.samplesPerSecond = samplesPerSecond.isPresent() ? samplesPerSecond.getAsDouble() : null;
        this.etaSeconds = etaSeconds.isPresent() ? etaSeconds.getAsDouble() : null;
        this.latest = latest;
        this.best = best.orElse(null);
    }

    /** From now on writes of this claim are accepted, and those of earlier claims are refused. */
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

    @Nullable
    Double samplesPerSecond() {
        return samplesPerSecond;
    }

    @Nullable
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
