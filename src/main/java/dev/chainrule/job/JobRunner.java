package dev.chainrule.job;

import dev.chainrule.compute.Compute;
import dev.chainrule.database.StorageRetry;
import dev.chainrule.dataset.ChunkReads;
import dev.chainrule.health.FatalErrors;
import dev.chainrule.health.Vitals;
import dev.chainrule.job.EpochWriteBehind.EpochBatch;
import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.job.RunStore.Held;
import dev.chainrule.job.StopSignal.StopRequest;
import dev.chainrule.job.history.Checkpoints;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.network.Outcome;
import dev.chainrule.network.Training;
import dev.chainrule.network.TrainingState;
import dev.chainrule.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Trains one job, from its first epoch or its newest checkpoint, and stores its result. */
@Component
class JobRunner {
    /** Of one write: a checkpoint may have hundreds of megabytes. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(2);

    private final RunStore store;
    private final Checkpoints checkpoints;
    private final StorageRetry storage;
    private final TrainingSetup setup;
    private final Compute compute;
    private final JobProperties properties;
    private final Vitals vitals;
    private final TrainingMeters meters;

    JobRunner(
            RunStore store,
            Checkpoints checkpoints,
            StorageRetry storage,
            TrainingSetup setup,
            Compute compute,
            JobProperties properties,
            Vitals vitals,
            TrainingMeters meters) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.storage = storage;
        this.setup = setup;
        this.compute = compute;
        this.properties = properties;
        this.vitals = vitals;
        this.meters = meters;
    }

    /**
     * Trains until the run ends or is stopped, and records how it ended.
     *
     * @param receiver gets the run's write-behind once it exists
     * @throws ClaimLostException if another worker holds the job by now
     */
    void run(Claim claim, Held held, StopSignal stop, Consumer<EpochWriteBehind> receiver) throws InterruptedException {
        var job = held.job();
        var begun = storage.retry(stop::isAbandoned, () -> begin(job, read -> storage.retry(stop::isAbandoned, read)));
        var ready = begun.run();
        var spec = ready.spec();
        if (!ready.unknown().isEmpty()) {
            write(stop, () -> store.noteUnknownValues(claim, ready.unknown()));
        }
        int rows = ready.training().rows();
        long flops = rows * ready.definition().flopsPerSample(ready.preprocessing().inputs());
        Consumer<EpochBatch> count = batch -> meters.trained(batch, rows, flops);
        var writeBehind = new EpochWriteBehind(
                new EpochWriteBehind.RunSize(spec.epochs(), rows),
                new EpochWriteBehind.Intervals(properties.recordEvery(), spec.checkpointEvery()),
                held.best(),
                System::nanoTime,
                stop,
                task -> Thread.ofVirtual().name("write-behind-" + job.id()).start(() -> {
                    try (var _ = JobLog.linesOf(job.id())) {
                        task.run();
                    }
                }),
                (batch, state) -> {
                    batch.ifPresent(count);
                    writeBehind(claim, stop, () -> store.record(claim, batch, state));
                });
        receiver.accept(writeBehind);
        Training run;
        Outcome outcome;
        try (var team = compute.team()) {
            var operations = compute.operations(ready.definition().precision(), team);
            run = new Training(
                    ready.network(), ready.training(), ready.validation(), spec.plan(ready.metric()), writeBehind,
                    operations,
                    System::nanoTime);
            run.exemptFromTimeLimit(held.recordedEpoch());
            begun.takeState().ifPresent(run::restore);
            outcome = run.run();
        } catch (RuntimeException | Error failure) {
            FatalErrors.endOn(failure);
            var rest = writeBehind.close().records();
            rest.ifPresent(count);
            throw new RunFailedException(failure, rest);
        }
        var rest = writeBehind.close();
        rest.records().ifPresent(count);
        if (outcome instanceof Outcome.Cancelled && stop.reason() == StopRequest.REQUEUE) {
            write(stop, () -> store.requeue(claim, rest.records(), rest.state(), stop.why()));
        } else {
            var trained = new RunStore.TrainedNetwork(ready.network(), ready.preprocessing());
            var end = end(run, rest);
            write(stop, () -> store.finish(claim, outcome, rest.records(), end, trained));
        }
    }

    /** The state after the last epoch, taken when no other state is being written; after a discarded epoch, that of the write-behind. */
    private static Optional<TrainingState> end(Training run, EpochWriteBehind.Unwritten rest) {
        try {
            return run.stateAtEnd().or(rest::state);
        } catch (RuntimeException | Error failure) {
            throw new RunFailedException(failure, rest.records());
        }
    }

    /** What a run starts with. */
    private static final class Begun {
        private final TrainingInputs run;
        private Optional<TrainingState> state;

        /** @param state to resume from */
        Begun(TrainingInputs run, Optional<TrainingState> state) {
            this.run = run;
            this.state = state;
        }

        TrainingInputs run() {
            return run;
        }

        /** Returns the state and drops it, so that its memory is free during the run. */
        Optional<TrainingState> takeState() {
            var taken = state;
            state = Optional.empty();
            return taken;
        }
    }

    private Begun begin(Job job, ChunkReads reads) {
        var run = setup.prepare(job, reads);
        return new Begun(run, last(job, run.spec()));
    }

    /**
     * The state to resume from. Empty: the run starts with the job's first epoch, which gives the same bits.
     *
     * @throws ProblemException if that would give other bits, because the job's first state came from another job
     */
    private Optional<TrainingState> last(Job job, JobSpec spec) {
        var last = checkpoints.newest(job.id());
        if (last.isEmpty() && spec.resumeFrom().isPresent()) {
            throw ProblemException
                    .conflict("This job cannot continue: all of its checkpoints are damaged. Submit it again if the"
                            + " job that it resumed, " + spec.resumeFrom().get().job() + ", still has a checkpoint");
        }
        return last;
    }

    /** Training waits for this write at its end, so that one that hangs must be detected. Each attempt is a beat. */
    private void writeBehind(Claim claim, StopSignal stop, Runnable write) {
        try (var activity = vitals.begin("Write-behind of job " + claim.job(), LONGEST_WRITE)) {
            write(stop, () -> {
                activity.beat();
                write.run();
            });
        }
    }

    private void write(StopSignal stop, Runnable write) {
        storage.retry(stop::isAbandoned, () -> {
            write.run();
            return null;
        });
    }
}
