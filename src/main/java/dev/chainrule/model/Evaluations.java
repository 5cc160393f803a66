package dev.chainrule.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.budget.Computation;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.DatasetWarning;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.network.Evaluation;
import dev.chainrule.network.Prediction;
import dev.chainrule.network.Samples;
import dev.chainrule.preprocessing.DatasetCheck;
import dev.chainrule.preprocessing.EncodedSamples;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.preprocessing.UnusedColumns;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonExample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Measures trained versions by datasets, whose rows pass through memory block by block. */
@Service
class Evaluations {
    /** Confusion matrices of more classes are left out: one of all allowed classes would fill the memory. */
    private static final int MAX_CONFUSED = 1000;

    /** Memory of the largest confusion matrix, and of its JSON. */
    private static final long ANSWER = (long) Integer.BYTES * MAX_CONFUSED * MAX_CONFUSED;

    private final Versions versions;
    private final Datasets datasets;
    private final Compute compute;
    private final MemoryBudget memory;
    private final JsonBinder json;

    Evaluations(Versions versions, Datasets datasets, Compute compute, MemoryBudget memory, JsonBinder json) {
        this.versions = versions;
        this.datasets = datasets;
        this.compute = compute;
        this.memory = memory;
        this.json = json;
    }

    /** A request to evaluate: {@code {"dataset": name or id}}. */
    @JsonExample("{\"dataset\": \"xor\"}")
    private record EvaluationRequest(@Nullable JsonNode dataset) {}

    /**
     * The metrics of a version on a dataset.
     *
     * @param servedBecause why this version answers, as a sentence
     * @param cost the model's loss, in the unit that it was trained in, without penalties
     * @param accuracy share of the rows whose class is predicted correctly; for classifications
     * @param confusionMatrix rows by their true class, columns by the predicted one; where each row is of one class, of at most 1000. Rows
     *     whose outputs are not numbers are left out
     * @param labels the classes by name, in the matrix's order, where they have names
     * @param mae mean absolute error, in the target's own unit; for regressions, like the next two; for several outputs, the mean over them
     * @param rmse root of the mean squared error, likewise
     * @param r2 coefficient of determination, outputs left out whose targets are all equal; not a number if that leaves none
     * @param unknownValues of features, by column; none where training knew all of them
     * @param warnings of columns that are not used
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EvaluationView(
            String model,
            int version,
            String servedBecause,
            String dataset,
            @JsonInclude double cost,
            int rows,
            @Nullable Double accuracy,
            int @Nullable [][] confusionMatrix,
            @Nullable List<String> labels,
            @Nullable Double mae,
            @Nullable Double rmse,
            @Nullable Double r2,
            List<UnknownValues> unknownValues,
            List<DatasetWarning> warnings) {}

    /** @param named by the request; empty: the version that the model serves */
    EvaluationView evaluate(String nameOrId, Optional<VersionReference> named, JsonNode body) {
        var faults = new Faults();
        var request = json.bindReadable(body, EvaluationRequest.class, faults);
        var served = versions.load(nameOrId, named);
        var trained = served.trained();
        var at = faults.at("dataset");
        var name = Optional.ofNullable(request.dataset()).filter(JsonNode::isString).map(JsonNode::stringValue);
        if (name.isEmpty()) {
            at.add("must be the name or the id of a dataset");
            faults.throwIfAny();
        }
        var dataset = at.locating(() -> datasets.find(name.orElseThrow()));
        var loss = trained.loss();
        DatasetCheck.encoding(trained.preprocessing(), dataset.columns(), loss, at);
        if (!loss.takesProbabilities()) {
            DatasetCheck.probabilities(dataset.columns(), trained.probabilities(), at);
        }
        faults.throwIfAny();
        var table = datasets.stream(dataset);
        memory.reserveForRequest(
                trained.network().footprint().evaluator(dataset.rowCount(), false) + table.bytes() + ANSWER,
                "evaluate a smaller model");
        var samples = EncodedSamples.all(trained.preprocessing(), table);
        try (var team = compute.team()) {
            var operations = compute.operations(trained.network().precision(), team);
            var unknown = UnknownValues.of(trained.preprocessing(), table);
            return evaluate(served, dataset, samples, Task.of(trained.preprocessing(), loss), operations, unknown);
        }
    }

    private EvaluationView evaluate(
            ServedVersion served, Dataset dataset, Samples samples, Task task, MatrixOperations operations,
            List<UnknownValues> unknown) {
        var trained = served.trained();
        var preprocessing = trained.preprocessing();
        var confusion = task.decidesOneClass() && task.classes(preprocessing) <= MAX_CONFUSED
                ? new int[task.classes(preprocessing)][task.classes(preprocessing)]
                : null;
        var squares = new SquaredErrors(preprocessing);
        var output = new double[samples.outputs()];
        var target = new double[samples.outputs()];
        Prediction.OutputConsumer each = (_, outputs, targets) -> {
            for (int row = 0; row < outputs.rows(); row++) {
                outputs.getRow(row, output);
                targets.getRow(row, target);
                if (confusion != null) {
                    task.classOf(output)
                            .ifPresent(predicted -> confusion[task.classOf(target).orElseThrow()][predicted]++);
                }
                squares.add(output, target);
            }
        };
        var scores = Evaluation
                .of(trained.network(), samples, task.metric(preprocessing), operations, each,
                        Computation::isInterrupted)
                .orElseThrow(() -> new CancellationException("The evaluation was interrupted"));
        var labels = preprocessing.targets().getFirst().categories();
        boolean numbers = task == Task.REGRESSION;
        return new EvaluationView(
                trained.name(),
                trained.version(),
                served.because(),
                dataset.name(),
                scores.cost(),
                dataset.rowCount(),
                numbers ? null : (Double) scores.accuracy(),
                confusion,
                labels.isEmpty() ? null : labels,
                numbers ? (Double) scores.mae() : null,
                numbers ? (Double) squares.rootMean() : null,
                numbers ? (Double) scores.r2() : null,
                unknown,
                UnusedColumns.ofEvaluation(preprocessing, dataset));
    }

    /** Of each output Σ(output − target)², in the targets' own units. */
    private static final class SquaredErrors {
        private final double[] scale;
        private final double[] sums;
        private long rows;

        SquaredErrors(Preprocessing preprocessing) {
            this.scale = preprocessing.outputScale();
            this.sums = new double[scale.length];
        }

        void add(double[] output, double[] target) {
            for (int i = 0; i < output.length; i++) {
                double error = (output[i] - target[i]) * scale[i];
                sums[i] += error * error;
            }
            rows++;
        }

        /** The mean over the outputs. */
        double rootMean() {
            return Arrays.stream(sums).map(sum -> StrictMath.sqrt(sum / rows)).average().orElseThrow();
        }
    }
}
