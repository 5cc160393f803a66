package dev.chainrule.job;

import dev.chainrule.compute.Compute;
import dev.chainrule.dataset.ChunkReads;
import dev.chainrule.health.FatalErrors;
import dev.chainrule.health.Vitals;
import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.job.JobRecords.Held;
import dev.chainrule.job.Stop.Reason;
import dev.chainrule.network.Outcome;
import dev.chainrule.network.Training;
import dev.chainrule.network.TrainingState;
import dev.chainrule.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Trains one job, from its first row or from its last state on, to its version. */
@Component
class JobRunner {
    /** Of one write: a checkpoint may have hundreds of megabytes. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(2);

    private final JobRecords records;
    private final Checkpoints checkpoints;
    private final PatientStorage storage;
    private final JobWatch watch;
    private final JobPreparation preparation;
    private final Compute compute;
    private final JobProperties properties;
    private final Vitals vitals;

    JobRunner(
            JobRecords records,
            Checkpoints checkpoints,
            PatientStorage storage,
            JobWatch watch,
            JobPreparation preparation,
            Compute compute,
            JobProperties properties,
            Vitals vitals) {
        this.records = records;
        this.checkpoints = checkpoints;
        this.storage = storage;
        this.watch = watch;
        this.preparation = preparation;
        this.compute = compute;
        this.properties = properties;
        this.vitals = vitals;
    }

    /**
     * Trains until the run is over or is told to stop, and writes down how it ended.
     *
     * @param journals is told the run's journal once there is one
     * @throws ClaimLostException if somebody else holds the job by now
     */
    void run(Claim claim, Held held, Stop stop, Consumer<RunJournal> journals) throws InterruptedException {
        var job = held.job();
        var begun = storage.retry(stop, () -> begin(job, read -> storage.retry(stop, read)));
        var ready = begun.run();
        var spec = ready.spec();
        var journal = new RunJournal(
                new RunJournal.Run(spec.epochs(), ready.training().rows()),
                new RunJournal.Rhythm(properties.recordEvery(), spec.checkpointEvery()),
                held.best(),
                System::nanoTime,
                stop,
                task -> Thread.ofVirtual().name("journal-" + job.id()).start(task),
                (bunch, state) -> writeBehind(claim, stop, () -> records.record(claim, bunch, state)));
        journals.accept(journal);
        Outcome outcome;
        Optional<TrainingState> end;
        try (var team = compute.team()) {
            var operations = compute.operations(ready.definition().precision(), team);
            var run = new Training(
                    ready.network(), ready.training(), ready.validation(), spec.plan(ready.metric()), journal,
                    operations,
                    System::nanoTime);
            run.exemptFromTimeLimit(held.recordedEpoch());
            outcome = begun.last().isPresent() ? run.resume(begun.last().get()) : run.run();
            end = run.stateAtEnd();
        } catch (RuntimeException | Error failure) {
            FatalErrors.endOn(failure);
            throw new RunFailedException(failure, journal.close().records());
        }
        var rest = journal.close();
        if (outcome instanceof Outcome.Cancelled && stop.reason() == Reason.HAND_BACK) {
            write(claim, stop, () -> records.handBack(claim, rest.records(), rest.state(), stop.why()));
        } else {
            var trained = new JobRecords.Trained(ready.network(), ready.preprocessing());
            write(claim, stop, () -> records.finish(claim, outcome, rest.records(), end.or(rest::state), trained));
        }
    }

    /** @param last the state to go on from */
    private record Begun(PreparedRun run, Optional<TrainingState> last) {}

    private Begun begin(Job job, ChunkReads reads) {
        var run = preparation.prepare(job, reads);
        return new Begun(run, last(job, run.spec()));
    }

    /**
     * The state to go on from; empty: the run begins with its first epoch, where its job does, and so comes to the same bits.
     *
     * @throws ProblemException if the run would come to other bits from there, for its state came from another job
     */
    private Optional<TrainingState> last(Job job, JobSpec spec) {
        var last = checkpoints.newest(job.id());
        if (last.isEmpty() && spec.resumeFrom().isPresent()) {
            throw ProblemException.conflict("No state is left that this job could go on from, for what was stored is"
                    + " damaged. Submit it again, if the job that it came from, " + spec.resumeFrom().get().job()
                    + ", still has a checkpoint");
        }
        return last;
    }

    /** Training waits for this write at its end: one that hangs must be seen. Each try is a beat. */
    private void writeBehind(Claim claim, Stop stop, Runnable write) {
        try (var activity = vitals.begin("Write-behind of job " + claim.job(), LONGEST_WRITE)) {
            write(claim, stop, () -> {
                activity.beat();
                write.run();
            });
        }
    }

    private void write(Claim claim, Stop stop, Runnable write) {
        storage.retry(stop, () -> {
            write.run();
            return null;
        });
        watch.changed(claim.job());
    }
}
