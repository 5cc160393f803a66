package dev.chainrule.job;

import dev.chainrule.compute.Compute;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Table;
import dev.chainrule.job.JobSpec.Validation;
import dev.chainrule.model.ModelDefinition;
import dev.chainrule.model.Models;
import dev.chainrule.network.Network;
import dev.chainrule.network.Outcome;
import dev.chainrule.network.Samples;
import dev.chainrule.network.Training;
import dev.chainrule.preprocessing.EncodedSamples;
import dev.chainrule.preprocessing.Fitting;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.preprocessing.Split;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Trains one job from its rows to its version. */
@Component
class JobRunner {
    private final JobRecords records;
    private final Models models;
    private final Datasets datasets;
    private final JobSpecReader specs;
    private final JsonBinder json;
    private final Compute compute;
    private final JobProperties properties;

    JobRunner(
            JobRecords records,
            Models models,
            Datasets datasets,
            JobSpecReader specs,
            JsonBinder json,
            Compute compute,
            JobProperties properties) {
        this.records = records;
        this.models = models;
        this.datasets = datasets;
        this.specs = specs;
        this.json = json;
        this.compute = compute;
        this.properties = properties;
    }

    /** @param stop once true, training ends before its next batch */
    void run(Job job, AtomicBoolean stop) {
        var spec = spec(job);
        var definition = models.definition(models.find(job.modelId().toString()));
        var dataset = datasets.find(job.datasetId());
        var table = datasets.load(dataset);
        var split = split(spec, table, definition);
        var preprocessing =
                Fitting.fit(dataset.source(), table, split.training(), spec.preprocessing(), definition.outputs());
        var training = new EncodedSamples(preprocessing, table, split.training());
        var validation = validation(job, preprocessing, table, split);

        var network = Network.initialize(definition.network(preprocessing.inputs()), spec.seed());
        var log = new TrainingLog(
                spec.epochs(),
                training.rows(),
                validation != null,
                properties.recordEvery().toNanos(),
                System::nanoTime,
                stop,
                bunch -> records.record(job.id(), bunch));
        var metric = Task.of(preprocessing, definition.loss()).metric(preprocessing);
        Outcome outcome;
        try (var team = compute.team()) {
            var operations = compute.operations(definition.precision(), team);
            outcome = new Training(
                    network, training, validation, spec.plan(metric), log, operations, System::nanoTime).run();
        } catch (RuntimeException | Error failure) {
            // The epochs up to here stand, whatever happened then.
            log.unwritten().ifPresent(bunch -> records.record(job.id(), bunch));
            throw failure;
        }
        records.finish(job.id(), outcome, log.unwritten(), new JobRecords.Trained(network, preprocessing));
    }

    private JobSpec spec(Job job) {
        var faults = new Faults();
        var spec = specs.read(json.readOwn(job.spec(), JobDocument.class), new JobSpecReader.Defaults(null, null, 0),
                faults);
        faults.throwIfAny();
        return spec;
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
            return new EncodedSamples(preprocessing, datasets.load(other), rows);
        }
        return split.validation().length == 0 ? null : new EncodedSamples(preprocessing, table, split.validation());
    }
}
