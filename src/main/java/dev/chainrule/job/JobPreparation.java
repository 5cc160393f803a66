package dev.chainrule.job;

import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Table;
import dev.chainrule.job.JobSpec.Validation;
import dev.chainrule.model.ModelDefinition;
import dev.chainrule.model.Models;
import dev.chainrule.network.Samples;
import dev.chainrule.preprocessing.EncodedSamples;
import dev.chainrule.preprocessing.Fitting;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.preprocessing.Split;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Makes of a job what its run begins with: always the same. */
@Component
class JobPreparation {
    private final Models models;
    private final Datasets datasets;
    private final JobSpecReader specs;
    private final JsonBinder json;

    JobPreparation(Models models, Datasets datasets, JobSpecReader specs, JsonBinder json) {
        this.models = models;
        this.datasets = datasets;
        this.specs = specs;
        this.json = json;
    }

    JobSpec spec(Job job) {
        return specs.readOwn(json.readOwn(job.spec(), JobDocument.class));
    }

    /** @throws ProblemException (404) if the model or a dataset is gone */
    PreparedRun prepare(Job job) {
        var spec = spec(job);
        var definition = models.definition(models.find(job.modelId().toString()));
        var dataset = datasets.find(job.datasetId());
        var table = datasets.load(dataset);
        var split = split(spec, table, definition);
        var preprocessing =
                Fitting.fit(dataset.source(), table, split.training(), spec.preprocessing(), definition.outputs());
        var training = new EncodedSamples(preprocessing, table, split.training())
                .weightedForTraining(spec.classWeights(), definition.loss());
        return new PreparedRun(
                spec,
                definition,
                preprocessing,
                definition.initialize(preprocessing, spec.seed()),
                training,
                validation(job, preprocessing, table, split),
                Task.of(preprocessing, definition.loss()).metric(preprocessing));
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
