package dev.chainrule.job;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.job.spec.JobSpec.Validation;
import dev.chainrule.job.spec.JobSpecJson;
import dev.chainrule.model.StartVersions.StartVersion;
import dev.chainrule.model.definition.GraphModel;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.model.definition.ModelRequests;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.DatasetCheck;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.PreprocessingSettings;
import dev.chainrule.preprocessing.Scaling;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether model, datasets and settings of a job fit each other, and which defaults follow from model and dataset. */
@Component
class JobCheck {
    private final ModelRequests modelRequests;
    private final Datasets datasets;

    JobCheck(ModelRequests modelRequests, Datasets datasets) {
        this.modelRequests = modelRequests;
        this.datasets = datasets;
    }

    /** @param drawnSeed for a job and a model without a seed */
    static JobSpecJson.Defaults defaults(ModelDefinition definition, Dataset dataset, long drawnSeed) {
        var usual = PreprocessingSettings.defaults(
                dataset.source(), dataset.columns(), definition.outputActivation(), definition.loss());
        var preprocessing = probabilities(definition, dataset).isEmpty()
                ? usual
                : new PreprocessingSettings(usual.numeric(), usual.categorical(), usual.missing(), Scaling.NONE);
        return new JobSpecJson.Defaults(preprocessing, definition.seed().orElse(drawnSeed));
    }

    private static List<String> probabilities(ModelDefinition definition, Dataset dataset) {
        return definition.probabilities(
                Schema.of(dataset.columns()).targets().stream().map(Column::name).toList());
    }

    /**
     * Notes what does not fit.
     *
     * @param start the version that the job starts from
     */
    void training(
            ModelDefinition definition, Dataset dataset, JobSpec spec, Optional<StartVersion> start, Faults faults) {
        start.map(StartVersion::preprocessing).ifPresentOrElse(
                preprocessing -> further(definition, dataset, spec, preprocessing, faults),
                () -> fitted(definition, dataset, spec, spec.preprocessing().orElseThrow(), faults));
        if (spec.validation() instanceof Validation.Fraction) {
            faults.at("validation").require(dataset.rowCount() > 1, "fraction", "needs a dataset of at least 2 rows");
        }
    }

    private void further(
            ModelDefinition definition, Dataset dataset, JobSpec spec, Preprocessing preprocessing, Faults faults) {
        encoding(definition, preprocessing, dataset, faults.at("dataset"));
        DatasetCheck.classWeights(
                preprocessing, definition.loss(), spec.classWeights(), faults.at("classWeights"));
        modelRequests.requireAtMostMaxParameters(definition, preprocessing.inputs(), faults.at("model"));
    }

    private static void encoding(
            ModelDefinition definition, Preprocessing preprocessing, Dataset dataset, Faults at) {
        DatasetCheck.encoding(preprocessing, dataset.columns(), definition.loss(), at);
        if (!definition.loss().takesProbabilities()) {
            var targets = preprocessing.targets().stream().map(ColumnEncoder::column).toList();
            DatasetCheck.probabilities(dataset.columns(), definition.probabilities(targets), at);
        }
    }

    private void fitted(
            ModelDefinition definition, Dataset dataset, JobSpec spec, PreprocessingSettings preprocessing,
            Faults faults) {
        DatasetCheck.training(
                dataset.columns(),
                definition.inputs(),
                definition.outputs(),
                definition.loss(),
                preprocessing.missing(),
                faults.at("dataset"));
        DatasetCheck.targets(
                dataset.columns(),
                definition.loss(),
                preprocessing.targets(),
                faults.at("preprocessing").at("targets"));
        if (!definition.loss().takesProbabilities()) {
            var names = probabilities(definition, dataset);
            DatasetCheck.probabilities(dataset.columns(), names, faults.at("dataset"));
            DatasetCheck.unscaled(
                    dataset.columns(), names, preprocessing.targets(),
                    faults.at("preprocessing").at("targets"));
        }
        DatasetCheck.classWeights(
                dataset.columns(), definition.loss(), spec.classWeights(), faults.at("classWeights"));
        var schema = Schema.of(dataset.columns());
        modelRequests.requireAtMostMaxParameters(definition, schema.inputs(), faults.at("model"));
        if (definition instanceof GraphModel graph && faults.isEmpty()) {
            graph.check(
                    schema.encodedFeatures(), schema.encodedTargets(definition.outputs()), faults.at("model"));
        }
    }

    /**
     * Finds and locks the dataset that validates, and notes what does not fit.
     *
     * @param start the version that the job starts from
     * @return empty if rows of the training dataset validate, or none do
     */
    Optional<Dataset> validation(
            JobSpec spec, Dataset dataset, ModelDefinition definition, Optional<StartVersion> start, Faults faults) {
        if (!(spec.validation() instanceof Validation.Other(String nameOrId))) {
            return Optional.empty();
        }
        var at = faults.at("validation").at("dataset");
        var other = at.locating(() -> datasets.lock(nameOrId));
        if (start.isPresent()) {
            encoding(definition, start.get().preprocessing(), other, at);
            return Optional.of(other);
        }
        DatasetCheck.validation(
                dataset.columns(),
                other.columns(),
                definition.loss(),
                spec.preprocessing().orElseThrow().missing(),
                at);
        if (!definition.loss().takesProbabilities()) {
            DatasetCheck.probabilities(other.columns(), probabilities(definition, dataset), at);
        }
        return Optional.of(other);
    }
}
