package dev.chainrule.explain.surface;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.DatasetWarning;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.explain.Batch;
import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.explain.ExplainedModels;
import dev.chainrule.explain.surface.CostSurfaceView.Surface;
import dev.chainrule.graph.Graph;
import dev.chainrule.job.Replay;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.network.Loss;
import dev.chainrule.network.MatrixSamples;
import dev.chainrule.network.SampledCost;
import dev.chainrule.network.Samples;
import dev.chainrule.preprocessing.ClassWeights;
import dev.chainrule.preprocessing.DatasetCheck;
import dev.chainrule.preprocessing.EncodedColumn;
import dev.chainrule.preprocessing.EncodedSamples;
import dev.chainrule.preprocessing.Fitting;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.PreprocessingSettings;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.preprocessing.UnusedColumns;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Measures the cost of a model over a grid of two of its parameters; a dataset's rows pass through memory block by block. */
@Service
class CostSurfaces {
    private final JsonBinder json;
    private final Models models;
    private final ExplainedModels explainedModels;
    private final Datasets datasets;
    private final Replay replay;
    private final Compute compute;
    private final MemoryBudget memory;
    private final CostSurfaceProperties limits;

    CostSurfaces(
            JsonBinder json, Models models, ExplainedModels explainedModels, Datasets datasets, Replay replay,
            Compute compute,
            MemoryBudget memory, CostSurfaceProperties limits) {
        this.json = json;
        this.models = models;
        this.explainedModels = explainedModels;
        this.datasets = datasets;
        this.replay = replay;
        this.compute = compute;
        this.memory = memory;
        this.limits = limits;
    }

    CostSurfaceView measure(JsonNode body) {
        var faults = new Faults();
        var request = json.bindReadable(body, CostSurfaceDocument.class, faults).read(faults);
        return new Measurement(request, faults).view();
    }

    /** One request. */
    private final class Measurement {
        private final CostSurfaceRequest request;
        private final Faults faults;
        private final Optional<Dataset> dataset;
        private final Model model;
        private final ExplainedModel explained;
        private final Graph graph;
        /** Empty: the graph's own cost. */
        private final List<Loss> losses;
        private final boolean lossesGiven;
        private List<UnknownValues> unknown = List.of();
        private final List<DatasetWarning> warnings = new ArrayList<>();
        /** Empty: rows are taken as they are. */
        private Optional<Preprocessing> scaling = Optional.empty();

        Measurement(CostSurfaceRequest request, Faults faults) {
            this.request = request;
            this.faults = faults;
            dataset = request.dataset()
                    .map(name -> faults.at("dataset").locating(() -> datasets.find(name)));
            model = faults.at("model").locating(() -> models.find(request.model()));
            var schema = dataset.map(found -> Schema.of(found.columns()));
            var found =
                    explainedModels.find(request.model(), version(), request.seed(), inputs(), schema, faults);
            if (found.isEmpty()) {
                faults.throwIfAny();
            }
            explained = found.orElseThrow();
            graph = explained.graph();
            lossesGiven = !request.losses().isEmpty();
            losses = lossesGiven ? request.losses() : graph.definition().loss().stream().toList();
        }

        /** The one that the request names, or else the one that the job trained. */
        private @Nullable JsonNode version() {
            return request.version() != null && !request.version().isNull()
                    ? request.version()
                    : request.job().flatMap(id -> replay.version(id, model))
                            .<JsonNode>map(JsonNodeFactory.instance::numberNode)
                            .orElse(null);
        }

        /** For a model that leaves open how many inputs it has. */
        private OptionalInt inputs() {
            if (dataset.isPresent()) {
                int inputs = Schema.of(dataset.get().columns()).inputs();
                return inputs == 0 ? OptionalInt.empty() : OptionalInt.of(inputs);
            }
            return Batch.inputs(request.rows());
        }

        CostSurfaceView view() {
            var x = request.x().flatMap(axis -> GridAxis.of(axis, request.points(), graph, faults.at("x")));
            var y = request.y().flatMap(axis -> GridAxis.of(axis, request.points(), graph, faults.at("y")));
            if (x.isPresent() && y.isPresent()) {
                faults.at("y").require(
                        x.get().position() != y.get().position(), "parameter", "must differ from the parameter of x");
            }
            if (lossesGiven && graph.definition().loss().isEmpty()) {
                faults.add("losses", "must be left out: the model ends in \"" + graph.definition().cost()
                        + "\", which is not a loss and cannot be replaced by one");
            }
            for (int i = 0; i < losses.size(); i++) {
                LossFit.outputs(losses.get(i), graph.definition(), graph.outputs(), faults.at("losses").at(i));
            }
            if (!request.hasRows()) {
                faults.throwIfAny();
            }
            var samples = samples();
            faults.throwIfAny();
            checkTargets(samples);
            checkLimits(samples);
            faults.throwIfAny();
            reserve(samples);
            var path = path(x.orElseThrow(), y.orElseThrow());
            faults.throwIfAny();
            return new CostSurfaceView(
                    explained.model(),
                    explained.version().<Object>map(Function.identity()).orElse(ExplainedModels.INITIAL),
                    dataset.map(Dataset::name).orElse(null),
                    samples.rows(),
                    x.get(),
                    y.get(),
                    surfaces(samples, x.get(), y.get()),
                    path.orElse(null),
                    path.map(JobPath::points).orElse(null),
                    unknown,
                    warnings);
        }

        /** Empty if the request wants none, or if there are faults. */
        private Optional<JobPath> path(GridAxis x, GridAxis y) {
            return request.job().flatMap(id -> path(id, x, y));
        }

        private Optional<JobPath> path(UUID id, GridAxis x, GridAxis y) {
            var recorder = new JobPath.Recorder(x.position(), y.position(), graph.parameters());
            var replayed = replay.run(
                    id, model, graph.parameters().size(), new Replay.Limits(limits.maxPathWork(), limits.maxPathTime()),
                    recorder, faults.at("job"));
            return replayed.map(job -> {
                var remarks = PathRemarks.of(job, recorder.meets(), explained, dataset, scaling);
                warnings.addAll(remarks.warnings());
                return JobPath.of(id, job, recorder.points(), remarks.inPicture());
            });
        }

        private Samples samples() {
            return dataset.isPresent() ? encoded(dataset.get()) : given();
        }

        private Samples given() {
            var batch = Batch.read(request.rows(), request.targets(), explained, limits.maxRows(), faults);
            if (losses.isEmpty()) {
                batch.requireProbabilities(graph, faults.at("targets"));
            }
            faults.throwIfAny();
            unknown = batch.unknown();
            scaling = explained.preprocessing();
            return new MatrixSamples(batch.x(), batch.y());
        }

        /** Encoded with the version's preprocessing; with initial parameters, with default settings. */
        private Samples encoded(Dataset rows) {
            var at = faults.at("dataset");
            if (rows.rowCount() > limits.maxRows()) {
                at.add("has " + rows.rowCount() + " rows, more than " + limits.maxRows() + ": use a part of them");
            }
            var loss = graph.definition().loss().orElse(Loss.MEAN_SQUARED_ERROR);
            var settings = PreprocessingSettings.defaults(
                    rows.source(), rows.columns(), graph.definition().outputActivation(), loss);
            if (explained.preprocessing().isPresent()) {
                DatasetCheck.encoding(explained.preprocessing().get(), rows.columns(), loss, at);
            } else {
                DatasetCheck.training(
                        rows.columns(), OptionalInt.of(graph.inputs()), graph.outputs(), loss, settings.missing(), at);
            }
            if (losses.isEmpty()) {
                var targets = explained.preprocessing()
                        .map(Preprocessing::encodedTargets)
                        .orElseGet(() -> Schema.of(rows.columns()).encodedTargets(graph.outputs()));
                DatasetCheck.probabilities(
                        rows.columns(), EncodedColumn.names(targets, graph.crossEntropies().keySet()), at);
            }
            faults.throwIfAny();
            var table = datasets.stream(rows);
            Preprocessing preprocessing = explained.preprocessing()
                    .orElseGet(() -> Fitting.fitAll(rows.source(), table, settings, graph.outputs()));
            unknown = UnknownValues.of(preprocessing, table);
            scaling = Optional.of(preprocessing);
            warnings.addAll(UnusedColumns.ofWeighted(preprocessing, rows));
            return EncodedSamples.all(preprocessing, table)
                    .weightedForTraining(new ClassWeights.None(), loss);
        }

        private void checkTargets(Samples samples) {
            var operations = compute.operations(Precision.FLOAT64, ComputeTeam.alone());
            for (int i = 0; i < losses.size(); i++) {
                LossFit.targets(losses.get(i), samples, operations, blamed(i));
            }
        }

        /** What is to be changed where a loss does not fit the targets. */
        private Faults blamed(int loss) {
            if (lossesGiven) {
                return faults.at("losses").at(loss);
            }
            return faults.at(dataset.isPresent() ? "dataset" : "targets");
        }

        private void checkLimits(Samples samples) {
            int rows = samples.rows();
            var where = dataset.isPresent() ? "dataset" : "rows";
            long ofParameters = (long) graph.parameters().size() * graph.precision().bytes();
            double bytes = ofParameters + CostGrid.bytes(graph, rows);
            long most = limits.maxMemory().toBytes();
            if (ofParameters > most) {
                faults.add("model", "has parameters of " + ofParameters + " bytes, more than the " + most
                        + " that each thread may take");
            } else if (bytes > most) {
                faults.add("model",
                        "takes " + (long) bytes + " bytes for its parameters and "
                                + SampledCost.blockRows(rows) + " rows at a time, more than the " + most
                                + " that each thread may take: use a model of fewer or smaller layers");
            }
            double perPoint = graph.definition().work(rows) * Math.max(1, losses.size());
            double points = (double) request.points() * request.points();
            if (points * perPoint > limits.maxWork()) {
                int possible = (int) Math.sqrt(limits.maxWork() / perPoint);
                faults.add(possible < 2 ? where : "steps", "asks for too much: " + (long) points + " points of " + rows
                        + " rows each, for a model of " + graph.parameters().size() + " parameters; "
                        + (possible < 2 ? "use fewer rows" : "at most " + possible + " steps can be measured"));
            }
        }

        /** Reserves what all threads take, and the costs twice: as numbers and in the answer. */
        private void reserve(Samples samples) {
            double ofThread = (double) graph.parameters().size() * graph.precision().bytes()
                    + CostGrid.bytes(graph, samples.rows());
            long points = (long) request.points() * request.points() * Math.max(1, losses.size());
            memory.reserveForRequest(
                    (long) (compute.threadCount() * ofThread) + 2 * points * Double.BYTES,
                    "ask for fewer steps, or about a smaller model");
        }

        private List<Surface> surfaces(Samples samples, GridAxis x, GridAxis y) {
            var grid = new CostGrid(x, y, samples, compute);
            if (losses.isEmpty()) {
                return List.of(Surface.of("cost", grid.costs(graph::copy, Computation::isInterrupted), x, y));
            }
            var surfaces = new ArrayList<Surface>();
            for (var loss : losses) {
                surfaces.add(Surface.of(JsonName.of(loss),
                        grid.costs(() -> graph.withLoss(loss), Computation::isInterrupted), x, y));
            }
            return surfaces;
        }
    }
}
