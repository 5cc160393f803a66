package dev.chainrule.job;

import dev.chainrule.content.ContentStore;
import dev.chainrule.network.CorruptStateException;
import dev.chainrule.network.TrainingState;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The last states of jobs' trainings, from which they go on. */
@Component
class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    /** Of each job: the newest, and the one before in case the newest cannot be read. */
    private static final int KEPT = 2;

    private final CheckpointRepository checkpoints;
    private final ContentStore contents;
    private final Clock clock;

    Checkpoints(CheckpointRepository checkpoints, ContentStore contents, Clock clock) {
        this.checkpoints = checkpoints;
        this.contents = contents;
        this.clock = clock;
    }

    /** Keeps a state, and lets go of older ones. One of the same epoch that is there already is the same to the bit, and stays. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(UUID jobId, TrainingState state) {
        var existing = checkpoints.of(jobId);
        if (existing.stream().anyMatch(checkpoint -> checkpoint.epoch() == state.epoch())) {
            return;
        }
        existing.stream().skip(KEPT - 1L).forEach(this::delete);
        var content = contents.write(state.encode());
        checkpoints.save(new Checkpoint(jobId, state.epoch(), content.id(), clock.instant()));
    }

    /** The newest state of a job that can be read, from which it is to go on; those that cannot be read are deleted. */
    @Transactional
    public Optional<TrainingState> newest(UUID jobId) {
        for (var checkpoint : checkpoints.of(jobId)) {
            try {
                return Optional.of(TrainingState.decode(contents.read(checkpoint.contentId())));
            } catch (CorruptStateException damage) {
                log.warn("The checkpoint of epoch {} of job {} is damaged, the one before is used: {}",
                        checkpoint.epoch(), jobId, damage.getMessage());
                delete(checkpoint);
            }
        }
        return Optional.empty();
    }

    /** Newest first. */
    @Transactional(readOnly = true)
    public List<Checkpoint> of(UUID jobId) {
        return checkpoints.of(jobId);
    }

    /** Gives one job's state to another job. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void copy(ResumePoint from, UUID to) {
        var source = checkpoints.of(from.job()).stream()
                .filter(checkpoint -> checkpoint.epoch() == from.epoch())
                .findFirst()
                .orElseThrow();
        var copy = contents.write(contents.read(source.contentId()));
        checkpoints.save(new Checkpoint(to, from.epoch(), copy.id(), clock.instant()));
    }

    /** Lets go of all of a job's states. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deleteAll(UUID jobId) {
        checkpoints.of(jobId).forEach(this::delete);
    }

    /** Lets go of all states of all of a sweep's jobs, which must have ended. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deleteBySweep(UUID sweep) {
        var states = checkpoints.contentsOfSweep(sweep);
        checkpoints.deleteBySweep(sweep);
        contents.deleteAll(states);
    }

    private void delete(Checkpoint checkpoint) {
        checkpoints.delete(checkpoint.getId().jobId(), checkpoint.epoch());
        contents.delete(checkpoint.contentId());
    }
}
