package dev.chainrule.job;

import dev.chainrule.job.EpochWriteBehind.EpochBatch;
import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.job.history.Checkpoints;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.EpochHistory;
import dev.chainrule.job.history.Figure;
import dev.chainrule.model.TrainingResult;
import dev.chainrule.model.Versions;
import dev.chainrule.network.Outcome;
import dev.chainrule.network.Trainable;
import dev.chainrule.network.TrainingState;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.problem.JsonBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the worker writes of a job. Each call is one transaction, so that a job is always consistent. A call with an outdated claim writes
 * nothing. Each call may be repeated: what is written already is not written twice.
 */
@Component
class RunStore {
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_RETRY_PAUSES = 60;

    private final JobRepository jobs;
    private final JobLocks locks;
    private final EpochHistory history;
    private final Checkpoints checkpoints;
    private final JobQueue queue;
    private final Versions versions;
    private final JsonBinder json;
    private final Clock clock;

    RunStore(
            JobRepository jobs,
            JobLocks locks,
            EpochHistory history,
            Checkpoints checkpoints,
            JobQueue queue,
            Versions versions,
            JsonBinder json,
            Clock clock) {
        this.jobs = jobs;
        this.locks = locks;
        this.history = history;
        this.checkpoints = checkpoints;
        this.queue = queue;
        this.versions = versions;
        this.json = json;
        this.clock = clock;
    }

    /** A job that a worker holds, and its progress before the run. */
    record Held(Job job, Optional<Epoch> best, int recordedEpoch) {}

    /** The memory of the run of a waiting job, in bytes; empty if the job no longer waits under this claim. */
    @Transactional(readOnly = true)
    Optional<Long> memoryBytes(Claim claim) {
        return jobs.findById(claim.job()).filter(job -> waits(job, claim)).map(Job::memoryBytes);
    }

    /** Whether a job waits for its turn. */
    @Transactional(readOnly = true)
    boolean isQueued(UUID id) {
        return jobs.findById(id).filter(job -> job.state() == JobState.QUEUED).isPresent();
    }

    /** Notes that a job's turn came but memory is lacking, if it still waits under this claim. */
    @Transactional
    void awaitMemory(Claim claim, String why) {
        locks.job(claim.job()).filter(job -> waits(job, claim)).ifPresent(job -> job.awaitMemory(why));
    }

    private static boolean waits(Job job, Claim claim) {
        return job.state() == JobState.QUEUED && job.claim() == claim.number();
    }

    /** Marks a waiting job as running; empty if it no longer waits under this claim. */
    @Transactional
    Optional<Held> start(Claim claim) {
        return locks.job(claim.job())
                .filter(job -> waits(job, claim))
                .map(job -> {
                    var row = locked(job.id());
                    job.start(now(row));
                    jobs.recordHeartbeat(claim, clock.instant(), Optional.empty());
                    row.fence(job.claim());
                    return new Held(job, row.best().map(best -> json.readStored(best, Epoch.class)), row.epoch());
                });
    }

    private JobProgress locked(UUID id) {
        return locks.progress(id).orElseThrow();
    }

    private Stamp now(JobProgress row) {
        return new Stamp(clock.instant(), row.epoch());
    }

    /**
     * Notes the values that rows of the validation have and training rows do not.
     *
     * @throws ClaimLostException if the claim is not the newest
     */
    @Transactional
    void noteUnknownValues(Claim claim, List<UnknownValues> unknown) {
        held(claim).ifPresent(job -> job.noteUnknownValues(json.write(unknown)));
    }

    /**
     * Adds the records of completed epochs, those that are stored already left out, and the state after one of them.
     *
     * @throws ClaimLostException if the claim is not the newest
     */
    @Transactional
    void record(Claim claim, Optional<EpochBatch> batch, Optional<TrainingState> state) {
        recorded(claim, batch, state);
    }

    private JobProgress recorded(Claim claim, Optional<EpochBatch> batch, Optional<TrainingState> state) {
        var row = locks.progress(claim.job())
                .filter(found -> found.claim() == claim.number())
                .orElseThrow(() -> new ClaimLostException(claim));
        batch.ifPresent(some -> append(row, some));
        state.ifPresent(some -> checkpoints.add(claim.job(), some));
        return row;
    }

    private void append(JobProgress row, EpochBatch batch) {
        var fresh = batch.epochs().stream().filter(epoch -> epoch.number() > row.epoch()).toList();
        if (fresh.isEmpty()) {
            return;
        }
        history.append(row.jobId(), fresh);
        row.advance(
                batch.latest().number(),
                batch.samplesPerSecond(),
                batch.etaSeconds(),
                json.write(batch.latest()),
                batch.best().map(json::write));
    }

    /** What the run trained. */
    record TrainedNetwork(Trainable network, Preprocessing preprocessing) {}

    /**
     * Ends a job with the outcome of its run: the last records, the last state, the new version and the job's state become visible
     * together.
     *
     * @throws ClaimLostException if the claim is not the newest
     */
    @Transactional
    void finish(
            Claim claim, Outcome outcome, Optional<EpochBatch> rest, Optional<TrainingState> state,
            TrainedNetwork trained) {
        var held = held(claim);
        if (held.isEmpty()) {
            return;
        }
        var job = held.get();
        var row = recorded(claim, rest, state);
        if (job.state() == JobState.CANCELLING) {
            job.cancelled(now(row));
        } else {
            end(job, row, outcome, trained);
        }
    }

    private void end(Job job, JobProgress row, Outcome outcome, TrainedNetwork trained) {
        switch (outcome) {
            case Outcome.Completed _ -> succeed(job, row, StopReason.MAX_EPOCHS, outcome, trained);
            case Outcome.EarlyStopped _ -> succeed(job, row, StopReason.EARLY_STOPPED, outcome, trained);
            case Outcome.TargetReached _ -> succeed(job, row, StopReason.TARGET_REACHED, outcome, trained);
            case Outcome.TimeLimit _ -> {
                if (row.epoch() >= 0) {
                    succeed(job, row, StopReason.TIME_LIMIT, outcome, trained);
                } else {
                    job.fail(
                            StopReason.TIME_LIMIT,
                            "maxSeconds elapsed before the untrained network was measured: allow more time",
                            now(row));
                }
            }
            case Outcome.Diverged(int epoch, double lastFiniteCost) ->
                job.fail(
                        StopReason.DIVERGED,
                        "The cost was no longer finite in epoch " + epoch
                                + (Double.isNaN(lastFiniteCost) ? "" : "; the last finite one was " + lastFiniteCost)
                                + ": try a smaller learning rate, scaled inputs or clipNorm",
                        now(row));
            case Outcome.Cancelled _ -> release(job, "The run was stopped");
        }
    }

    private void succeed(Job job, JobProgress row, StopReason reason, Outcome outcome, TrainedNetwork trained) {
        int epoch = outcome.parametersEpoch();
        var metrics = history.after(job.id(), epoch - 1, 1).getFirst();
        var best = row.best().map(record -> json.readStored(record, Epoch.class).number());
        var published = versions.publish(
                job.modelId(),
                new TrainingResult(
                        Optional.of(job.id()), job.sweepId(), job.createdBy(), epoch, best, trained.network(),
                        trained.preprocessing(),
                        measured(metrics, Figure.COST), measured(metrics, Figure.VALIDATION_COST),
                        Optional.of(metrics)));
        job.succeed(reason, published.version(), published.weightsSha256(), json.write(metrics), now(row));
    }

    private static OptionalDouble measured(Epoch epoch, Figure figure) {
        return epoch.has(figure) ? OptionalDouble.of(epoch.figure(figure)) : OptionalDouble.empty();
    }

    /**
     * Requeues a job that was stopped; a pending pause or cancellation is carried out instead.
     *
     * @param why for the transitions; null for a pause
     * @throws ClaimLostException if the claim is not the newest
     */
    @Transactional
    void requeue(Claim claim, Optional<EpochBatch> rest, Optional<TrainingState> state, @Nullable String why) {
        var held = held(claim);
        if (held.isPresent()) {
            recorded(claim, rest, state);
            release(held.get(), why);
        }
    }

    private void release(Job job, @Nullable String why) {
        release(job, why, job.createdAt());
    }

    private void release(Job job, @Nullable String why, Instant notBefore) {
        var row = locked(job.id());
        if (job.release(why, now(row))) {
            queue.add(job, notBefore);
        }
        row.fence(job.claim());
    }

    /**
     * Ends a job whose run failed.
     *
     * @throws ClaimLostException if the claim is not the newest
     */
    @Transactional
    void fail(Claim claim, Optional<EpochBatch> rest, String why) {
        held(claim).ifPresent(job -> {
            var row = recorded(claim, rest, Optional.empty());
            if (job.state() == JobState.CANCELLING) {
                job.cancelled(now(row));
            } else {
                job.fail(StopReason.ERROR, why, now(row));
            }
        });
    }

    /**
     * The job, locked.
     *
     * @return empty if it has ended under this claim: an earlier attempt of the same write did it, but its answer was lost
     */
    private Optional<Job> held(Claim claim) {
        var job = locks.job(claim.job()).orElseThrow(() -> new ClaimLostException(claim));
        if (job.claim() == claim.number() && job.state().terminal()) {
            return Optional.empty();
        }
        if (!job.isHeldUnder(claim.number())) {
            throw new ClaimLostException(claim);
        }
        return Optional.of(job);
    }

    /** Requeues a job of a worker that is gone, unless another worker holds it. */
    @Transactional
    void requeueOrphan(Claim claim) {
        untaken(claim).ifPresent(job -> release(job, "The replica that trained it was lost"));
    }

    /**
     * Requeues a job that a worker of this replica could neither train nor fail, unless another worker holds it. The delay before the next
     * attempt grows with the claim's number: the cause may be fixed by then.
     */
    @Transactional
    void requeueWithBackoff(Claim claim) {
        var pause = RETRY_PAUSE.multipliedBy(Math.min(claim.number(), MOST_RETRY_PAUSES));
        untaken(claim)
                .ifPresent(job -> release(job, "The run could not be started or ended", clock.instant().plus(pause)));
    }

    private Optional<Job> untaken(Claim claim) {
        return locks.job(claim.job())
                .filter(job -> job.claim() == claim.number())
                .filter(job -> job.state() == JobState.QUEUED || job.state().held());
    }

    /**
     * Requeues every job that waits or is held, whatever its row says; only for a database that no other replica can use.
     *
     * @return how many jobs wait because of that
     */
    @Transactional
    int requeueAllOrphans() {
        var lost = Stream.concat(Stream.of(JobState.QUEUED), JobState.HELD.stream()).toList();
        queue.clear();
        int queued = 0;
        for (var id : jobs.idsByState(lost)) {
            var job = locks.job(id).orElseThrow();
            if (lost.contains(job.state())) {
                release(job, "The service ended while it trained");
                queued += job.state() == JobState.QUEUED ? 1 : 0;
            }
        }
        return queued;
    }
}
