package dev.chainrule.job;

import dev.chainrule.compute.Compute;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Table;
import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.job.JobRecords.Held;
import dev.chainrule.job.JobSpec.Validation;
import dev.chainrule.job.Stop.Reason;
import dev.chainrule.model.ModelDefinition;
import dev.chainrule.model.Models;
import dev.chainrule.network.Metric;
import dev.chainrule.network.Outcome;
import dev.chainrule.network.Samples;
import dev.chainrule.network.Trainable;
import dev.chainrule.network.Training;
import dev.chainrule.network.TrainingState;
import dev.chainrule.preprocessing.EncodedSamples;
import dev.chainrule.preprocessing.Fitting;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.preprocessing.Split;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Trains one job, from its first row or from its last state on, to its version. */
@Component
class JobRunner {
    private final JobRecords records;
    private final Checkpoints checkpoints;
    private final PatientStorage storage;
    private final JobWatch watch;
    private final Models models;
    private final Datasets datasets;
    private final JobSpecReader specs;
    private final JsonBinder json;
    private final Compute compute;
    private final JobProperties properties;

    JobRunner(
            JobRecords records,
            Checkpoints checkpoints,
            PatientStorage storage,
            JobWatch watch,
            Models models,
            Datasets datasets,
            JobSpecReader specs,
            JsonBinder json,
            Compute compute,
            JobProperties properties) {
        this.records = records;
        this.checkpoints = checkpoints;
        this.storage = storage;
        this.watch = watch;
        this.models = models;
        this.datasets = datasets;
        this.specs = specs;
        this.json = json;
        this.compute = compute;
        this.properties = properties;
    }

    /**
     * Trains until the run is over or is told to stop, and writes down how it ended.
     *
     * @param journals is told the run's journal once there is one
     * @throws ClaimLostException if somebody else holds the job by now
     */
    void run(Claim claim, Held held, Stop stop, Consumer<RunJournal> journals) throws InterruptedException {
        var job = held.job();
        var ready = storage.retry(stop, () -> prepare(job));
        var spec = ready.spec();
        var journal = new RunJournal(
                new RunJournal.Run(spec.epochs(), ready.training().rows()),
                new RunJournal.Rhythm(properties.recordEvery(), spec.checkpointEvery()),
                held.best(),
                System::nanoTime,
                stop,
                task -> Thread.ofVirtual().name("journal-" + job.id()).start(task),
                (bunch, state) -> write(claim, stop, () -> records.record(claim, bunch, state)));
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
            outcome = ready.last().isPresent() ? run.resume(ready.last().get()) : run.run();
            end = run.stateAtEnd();
        } catch (RuntimeException | Error failure) {
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

    /**
     * What a run begins with.
     *
     * @param network untrained
     * @param validation null: none
     * @param last the state to go on from
     */
    private record Prepared(
            JobSpec spec,
            ModelDefinition definition,
            Preprocessing preprocessing,
            Trainable network,
            Samples training,
            Samples validation,
            Metric metric,
            Optional<TrainingState> last) {}

    private Prepared prepare(Job job) {
        var spec = specs.readOwn(json.readOwn(job.spec(), JobDocument.class));
        var definition = models.definition(models.find(job.modelId().toString()));
        var dataset = datasets.find(job.datasetId());
        var table = datasets.load(dataset);
        var split = split(spec, table, definition);
        var preprocessing =
                Fitting.fit(dataset.source(), table, split.training(), spec.preprocessing(), definition.outputs());
        var training = new EncodedSamples(preprocessing, table, split.training())
                .weightedForTraining(spec.classWeights(), definition.loss());
        return new Prepared(
                spec,
                definition,
                preprocessing,
                definition.initialize(preprocessing, spec.seed()),
                training,
                validation(job, preprocessing, table, split),
                Task.of(preprocessing, definition.loss()).metric(preprocessing),
                last(job, spec));
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

    private void write(Claim claim, Stop stop, Runnable write) {
        storage.retry(stop, () -> {
            write.run();
            return null;
        });
        watch.changed(claim.job());
    }

    private static Split split(JobSpec spec, Table table, ModelDefinition definition) {
        return switch (spec.validation()) {
            case Validation.Fraction(double fraction) ->
                Split.byFraction(table, fraction, classColumns(table, definition), spec.seed());
            case Validation.None(),Validation.Other(String _) -> Split.none(table.rows());
        };
    }

    /** The columns that tell a row's class; none where targets are numbers. */
    private static List<Integer> classColumns(Table table, ModelDefinition definition) {
        var columns = table.columns();
        var schema = Schema.of(columns);
        return schema.decidesClasses(definition.loss())
                ? schema.targets().stream().map(columns::indexOf).toList()
                : List.of();
    }

    /** @return null without validation */
    private Samples validation(Job job, Preprocessing preprocessing, Table table, Split split) {
        if (job.validationId().isPresent()) {
            Dataset other = datasets.find(job.validationId().get());
            var rows = IntStream.range(0, other.rowCount()).toArray();
            return new EncodedSamples(preprocessing, datasets.load(other), rows).weightedForValidation();
        }
        return split.validation().length == 0
                ? null
                : new EncodedSamples(preprocessing, table, split.validation()).weightedForValidation();
    }
}
