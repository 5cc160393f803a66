package dev.chainrule.job.history;

import dev.chainrule.content.ContentStore;
import dev.chainrule.content.IncompleteContentException;
import dev.chainrule.job.spec.ResumePoint;
import dev.chainrule.network.CorruptStateException;
import dev.chainrule.network.StateSummary;
import dev.chainrule.network.TrainingState;
import dev.chainrule.network.UnknownVersionException;
import dev.chainrule.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The last training states of jobs, from which they resume. */
@Component
public class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    /** Checkpoints of a job: the newest, and the one before in case the newest cannot be read. */
    private static final int KEPT = 2;

    /** The number of parameters of a statement is limited. */
    private static final int DELETED_AT_ONCE = 1000;

    private final CheckpointRepository checkpoints;
    private final ContentStore contents;
    private final Clock clock;
    private final Timer writes;
    private final Counter bytes;

    Checkpoints(CheckpointRepository checkpoints, ContentStore contents, Clock clock, MeterRegistry meters) {
        this.checkpoints = checkpoints;
        this.contents = contents;
        this.clock = clock;
        this.writes = Timer.builder("chainrule.checkpoint.write")
                .description("Time to write a checkpoint, without the commit")
                .register(meters);
        this.bytes = Counter.builder("chainrule.checkpoint.bytes")
                .description("Bytes of the checkpoints that were written")
                .baseUnit("bytes")
                .register(meters);
    }

    /** Stores a state, and deletes older ones. A stored one of the same epoch has the same bits, and stays. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(UUID jobId, TrainingState state) {
        var existing = checkpoints.of(jobId);
        if (existing.stream().anyMatch(checkpoint -> checkpoint.epoch() == state.epoch())) {
            return;
        }
        existing.stream().skip(KEPT - 1L).forEach(this::delete);
        writes.record(() -> write(jobId, state));
    }

    private void write(UUID jobId, TrainingState state) {
        var writer = contents.begin();
        state.write(ContentStore.CHUNK_BYTES, writer::write);
        var content = writer.close();
        checkpoints.save(new Checkpoint(jobId, state.epoch(), content.id(), clock.instant()));
        bytes.increment((double) content.bytes());
    }

    /**
     * The newest undamaged state of a job, to resume from; damaged ones are deleted.
     *
     * @throws ProblemException if it was written by another version of the service, which can resume from it
     */
    @Transactional
    public Optional<TrainingState> newest(UUID jobId) {
        for (var checkpoint : checkpoints.of(jobId)) {
            try {
                var reader = contents.open(checkpoint.contentId());
                return Optional.of(TrainingState.read(reader.bytes(), reader));
            } catch (CorruptStateException | IncompleteContentException damage) {
                log.warn("The checkpoint of epoch {} of job {} is damaged and dropped: {}",
                        checkpoint.epoch(), jobId, damage.getMessage());
                delete(checkpoint);
            } catch (UnknownVersionException other) {
                throw ofOtherVersion(checkpoint, other);
            }
        }
        return Optional.empty();
    }

    /**
     * The summary of the newest state of a job that this version can read. Checkpoints that it cannot read stay.
     *
     * @throws ProblemException (409) if there is none
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public StateSummary newestReadable(UUID jobId) {
        ProblemException obstacle = ProblemException.conflict("The job " + jobId + " has no checkpoint to resume from");
        for (var checkpoint : checkpoints.of(jobId)) {
            try {
                return read(checkpoint);
            } catch (ProblemException unreadable) {
                obstacle = unreadable;
            }
        }
        throw obstacle;
    }

    /**
     * The summary of the state of an epoch that has a checkpoint.
     *
     * @throws ProblemException (409) if it is damaged, or of another version of the service
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public StateSummary read(ResumePoint point) {
        return read(find(point));
    }

    private Checkpoint find(ResumePoint point) {
        return checkpoints.of(point.job()).stream()
                .filter(checkpoint -> checkpoint.epoch() == point.epoch())
                .findFirst()
                .orElseThrow();
    }

    private StateSummary read(Checkpoint checkpoint) {
        try {
            var reader = contents.open(checkpoint.contentId());
            return StateSummary.read(reader.bytes(), reader);
        } catch (CorruptStateException | IncompleteContentException damage) {
            log.warn("The checkpoint of epoch {} of job {} is damaged: {}",
                    checkpoint.epoch(), checkpoint.getId().jobId(), damage.getMessage());
            throw ProblemException.conflict("The checkpoint of epoch " + checkpoint.epoch()
                    + " is damaged: resume from another checkpoint, if the job has one");
        } catch (UnknownVersionException other) {
            throw ofOtherVersion(checkpoint, other);
        }
    }

    private static ProblemException ofOtherVersion(Checkpoint checkpoint, UnknownVersionException other) {
        return ProblemException.conflict("The checkpoint of epoch " + checkpoint.epoch()
                + " was written by another version of Chainrule: " + other.getMessage()
                + ". Resume from it with that version, or submit the job again");
    }

    /** Newest first. */
    @Transactional(readOnly = true)
    public List<Checkpoint> of(UUID jobId) {
        return checkpoints.of(jobId);
    }

    /** Copies one job's state to another job. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void copy(ResumePoint from, UUID to) {
        var writer = contents.begin();
        contents.open(find(from).contentId()).forEachRemaining(writer::write);
        var copy = writer.close();
        checkpoints.save(new Checkpoint(to, from.epoch(), copy.id(), clock.instant()));
    }

    /** Deletes all checkpoints of a job. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deleteAll(UUID jobId) {
        checkpoints.of(jobId).forEach(this::delete);
    }

    /** Deletes all checkpoints of some jobs. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deleteAll(Collection<UUID> jobIds) {
        for (var some : jobIds.stream().gather(Gatherers.windowFixed(DELETED_AT_ONCE)).toList()) {
            var states = checkpoints.contents(some);
            checkpoints.deleteAll(some);
            contents.deleteAll(states);
        }
    }

    private void delete(Checkpoint checkpoint) {
        checkpoints.delete(checkpoint.getId().jobId(), checkpoint.epoch());
        contents.delete(checkpoint.contentId());
    }
}
