package dev.chainrule.job;

import dev.chainrule.dataset.ChunkReads;
import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Table;
import dev.chainrule.job.spec.JobDocument;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.job.spec.JobSpec.Validation;
import dev.chainrule.job.spec.JobSpecJson;
import dev.chainrule.model.Models;
import dev.chainrule.model.StartVersions;
import dev.chainrule.model.StartVersions.StartVersion;
import dev.chainrule.model.VersionReference.Numbered;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.network.Samples;
import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.EncodedSamples;
import dev.chainrule.preprocessing.Fitting;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.preprocessing.Split;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Prepares the data and the network of a run, with the same result for every run of a job. */
@Component
class TrainingSetup {
    private final Models models;
    private final StartVersions startVersions;
    private final Datasets datasets;
    private final JobSpecJson specs;
    private final JsonBinder json;
    private final JobMemory memory;

    TrainingSetup(
            Models models, StartVersions startVersions, Datasets datasets, JobSpecJson specs, JsonBinder json,
            JobMemory memory) {
        this.models = models;
        this.startVersions = startVersions;
        this.datasets = datasets;
        this.specs = specs;
        this.json = json;
        this.memory = memory;
    }

    JobSpec spec(Job job) {
        return specs.readStored(json.readStored(job.spec(), JobDocument.class));
    }

    /**
     * @param reads how rows are read during the run: those of a validation dataset that is too large to be in memory
     * @throws ProblemException (404) if the model, a dataset, or the version that the job starts from is gone
     */
    TrainingInputs prepare(Job job, ChunkReads reads) {
        var spec = spec(job);
        var model = models.find(job.modelId().toString());
        var definition = models.definition(model);
        var dataset = datasets.find(job.datasetId());
        var other = job.validationId().map(datasets::find);
        var start = spec.startFrom().map(point -> startVersions.find(model, new Numbered(point.version())));
        boolean mayBeResident = memory.bytes(spec, model, definition, dataset, other, start) <= job.memoryBytes();
        var table = datasets.load(dataset);
        var split = split(spec, table, classColumns(table, definition, start));
        var preprocessing = start.map(StartVersion::preprocessing).orElseGet(() -> Fitting.fit(
                dataset.source(), table, split.training(), spec.preprocessing().orElseThrow(), definition.outputs()));
        var training = new EncodedSamples(preprocessing, table, split.training())
                .weightedForTraining(spec.classWeights(), definition.loss());
        var validation = other.map(found -> Validating.of(preprocessing, rows(found, mayBeResident, reads)))
                .or(() -> heldOut(preprocessing, table, split));
        return new TrainingInputs(
                spec,
                definition,
                preprocessing,
                start.<Trainable>map(version -> startVersions.network(model, definition, version))
                        .orElseGet(() -> definition.initialize(preprocessing, spec.seed())),
                training,
                validation.map(Validating::samples).orElse(null),
                UnknownValues.sum(
                        start.isPresent() ? UnknownValues.of(preprocessing, table, split.training()) : List.of(),
                        validation.map(Validating::unknown).orElse(List.of())),
                Task.of(preprocessing, definition.loss()).metric(preprocessing));
    }

    private static Split split(JobSpec spec, Table table, List<Integer> classColumns) {
        return switch (spec.validation()) {
            case Validation.Fraction(double fraction) ->
                Split.byFraction(table, fraction, classColumns, spec.seed());
            case Validation.NoValidation(),Validation.Other(String _) -> Split.none(table.rows());
        };
    }

    /** The columns that tell a row's class; none where targets are numbers. */
    private static List<Integer> classColumns(
            Table table, ModelDefinition definition, Optional<StartVersion> start) {
        var columns = table.columns();
        if (start.isPresent()) {
            var preprocessing = start.get().preprocessing();
            var names = columns.stream().map(Column::name).toList();
            return Task.of(preprocessing, definition.loss()) == Task.REGRESSION
                    ? List.of()
                    : preprocessing.targets().stream().map(target -> names.indexOf(target.column())).toList();
        }
        var schema = Schema.of(columns);
        return schema.decidesClasses(definition.loss())
                ? schema.targets().stream().map(columns::indexOf).toList()
                : List.of();
    }

    /** The rows that validate, and the values of their features that training did not know. */
    private record Validating(Samples samples, List<UnknownValues> unknown) {
        static Validating of(Preprocessing preprocessing, Table rows) {
            return new Validating(
                    EncodedSamples.all(preprocessing, rows).weightedForValidation(),
                    UnknownValues.of(preprocessing, rows));
        }
    }

    /** Empty if all rows train. */
    private static Optional<Validating> heldOut(Preprocessing preprocessing, Table table, Split split) {
        return split.validation().length == 0
                ? Optional.empty()
                : Optional.of(new Validating(
                        new EncodedSamples(preprocessing, table, split.validation()).weightedForValidation(),
                        UnknownValues.of(preprocessing, table, split.validation())));
    }

    /**
     * In memory if they are few: they are read again after every epoch.
     *
     * @param mayBeResident whether the job has reserved memory for that: it has not if it was submitted to a service with a smaller heap
     */
    private Table rows(Dataset validation, boolean mayBeResident, ChunkReads reads) {
        return mayBeResident && memory.isResident(validation)
                ? datasets.load(validation)
                : datasets.stream(validation, reads);
    }
}
