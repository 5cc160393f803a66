package dev.chainrule.explain.boundary;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Table;
import dev.chainrule.explain.boundary.DecisionBoundary.DataPoint;
import dev.chainrule.explain.boundary.DecisionBoundary.Feature;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.model.TrainedModel;
import dev.chainrule.model.VersionReference;
import dev.chainrule.model.Versions;
import dev.chainrule.network.Prediction;
import dev.chainrule.preprocessing.ColumnEncoder.Numeric;
import dev.chainrule.preprocessing.DatasetCheck;
import dev.chainrule.preprocessing.EncodedSamples;
import dev.chainrule.preprocessing.InputEncoder;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.springframework.stereotype.Service;

/** Predicts classes over a grid of two features. */
@Service
class DecisionBoundaries {
    /** More classes have no distinguishable colours. */
    static final int MAX_CLASSES = 10;

    /** Rows of a dataset that are drawn: more would hide the boundary. */
    private static final int MAX_POINTS = 2000;

    /** Side of the grid for small models. */
    private static final int LARGEST_SIDE = 300;

    private static final int SMALLEST_SIDE = 60;

    /** Multiplications for one grid: some seconds. */
    private static final double MAX_WORK = 1e10;

    /** On both sides of the dataset's values, in parts of their range. */
    private static final double MARGIN = 0.08;

    private final Versions versions;
    private final Datasets datasets;
    private final Compute compute;
    private final MemoryBudget memory;

    DecisionBoundaries(Versions versions, Datasets datasets, Compute compute, MemoryBudget memory) {
        this.versions = versions;
        this.datasets = datasets;
        this.compute = compute;
        this.memory = memory;
    }

    /**
     * @param dataset gives the range of the features and the points
     * @throws ProblemException (404) if there is no such version or dataset; (422) if the version is not a classifier with two numeric
     *     features and few classes, or the dataset does not fit it
     */
    DecisionBoundary of(String model, VersionReference version, String dataset, Faults faults) {
        var trained = versions.load(model, Optional.of(version)).trained();
        var at = faults.atParameter("dataset");
        var rows = at.locating(() -> datasets.find(dataset));
        var task = Task.of(trained.preprocessing(), trained.loss());
        requireClassifier(trained, task);
        DatasetCheck.encoding(trained.preprocessing(), rows.columns(), trained.loss(), at);
        faults.throwIfAny();
        return new Drawing(trained, task, rows).boundary();
    }

    private static void requireClassifier(TrainedModel trained, Task task) {
        var name = "The version " + trained.version() + " of \"" + trained.name() + "\" ";
        var features = trained.preprocessing().features();
        if (!task.decidesOneClass()) {
            throw refused(name + "does not predict one of several classes, but a decision boundary separates classes");
        }
        if (features.size() != 2 || !features.stream().allMatch(Numeric.class::isInstance)) {
            throw refused(name + "has " + features.size() + " feature columns, but a decision boundary is drawn over"
                    + " exactly two, both numeric: train a model with two of them and ignore the others");
        }
        int classes = task.classes(trained.preprocessing());
        if (classes > MAX_CLASSES) {
            throw refused(name + "has " + classes + " classes, but a picture shows " + MAX_CLASSES + " at most");
        }
        if (work(trained, SMALLEST_SIDE) > MAX_WORK) {
            throw refused(name + "has " + trained.network().parameters().size() + " parameters, more than the "
                    + (long) (MAX_WORK / SMALLEST_SIDE / SMALLEST_SIDE) + " for which a decision boundary is drawn");
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemType.INVALID, why);
    }

    private static double work(TrainedModel trained, int side) {
        return (double) side * side * trained.network().parameters().size();
    }

    /** One request. */
    private final class Drawing {
        private final TrainedModel trained;
        private final Task task;
        private final Dataset dataset;
        private final MatrixOperations operations;

        Drawing(TrainedModel trained, Task task, Dataset dataset) {
            this.trained = trained;
            this.task = task;
            this.dataset = dataset;
            this.operations = compute.operations(trained.network().precision(), ComputeTeam.alone());
        }

        DecisionBoundary boundary() {
            var x = feature(0);
            var y = feature(1);
            int side = (int) Math.clamp(
                    Math.sqrt(MAX_WORK / trained.network().parameters().size()), SMALLEST_SIDE, LARGEST_SIDE);
            var table = datasets.stream(dataset);
            var footprint = trained.network().footprint();
            long places = (long) side * side;
            memory.reserveForRequest(
                    table.bytes() + footprint.evaluator(Math.max(places, dataset.rowCount()), false)
                            + places * (2 + footprint.outputs()) * footprint.precision().bytes()
                            + places * Integer.BYTES,
                    "ask about a smaller model");
            var classes = places(x, y, side);
            var points = new ArrayList<DataPoint>();
            int right = addPoints(table, x, y, points);
            return new DecisionBoundary(
                    trained.name(), trained.version(), dataset.name(), x, y,
                    task.classNames(trained.preprocessing()), classes, points, dataset.rowCount(), right);
        }

        private int column(String name) {
            return dataset.columns().stream().map(Column::name).toList().indexOf(name);
        }

        private Feature feature(int index) {
            var name = trained.preprocessing().features().get(index).column();
            var column = dataset.columns().get(column(name));
            var range = column.range().orElse(new Column.Range(0, 0));
            double spare = range.max() > range.min() ? MARGIN * (range.max() - range.min()) : 1;
            return new Feature(name, range.min() - spare, range.max() + spare);
        }

        private int[][] places(Feature x, Feature y, int side) {
            var inputs = Matrix.zeros(trained.network().precision(), side * side, 2);
            var encoder = new InputEncoder(trained.preprocessing().features());
            var encoded = new double[encoder.width()];
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < side; j++) {
                    encoder.encode(new double[] {x.at(j, side), y.at(i, side)}, encoded);
                    inputs.setRow(i * side + j, encoded);
                }
            }
            var outputs = Prediction.of(trained.network(), inputs, operations, Computation::isInterrupted);
            var output = new double[outputs.columns()];
            var places = new int[side][side];
            for (int i = 0; i < side * side; i++) {
                outputs.getRow(i, output);
                places[i / side][i % side] = task.classOf(output).orElse(DecisionBoundary.NONE);
            }
            return places;
        }

        /** @return how many of all rows have the class that is predicted */
        private int addPoints(Table table, Feature x, Feature y, List<DataPoint> points) {
            int stride = Math.ceilDiv(table.rows(), MAX_POINTS);
            int xColumn = column(x.name());
            int yColumn = column(y.name());
            var output = new double[trained.network().outputs()];
            var target = new double[output.length];
            var right = new int[1];
            boolean complete = Prediction.over(
                    trained.network(), EncodedSamples.all(trained.preprocessing(), table), operations,
                    (from, outputs, targets) -> {
                        for (int i = 0; i < outputs.rows(); i++) {
                            outputs.getRow(i, output);
                            targets.getRow(i, target);
                            int actual = task.classOf(target).orElseThrow();
                            boolean isRight = task.classOf(output).orElse(DecisionBoundary.NONE) == actual;
                            right[0] += isRight ? 1 : 0;
                            if ((from + i) % stride == 0) {
                                points.add(new DataPoint(
                                        table.value(from + i, xColumn), table.value(from + i, yColumn), actual,
                                        isRight));
                            }
                        }
                    },
                    Computation::isInterrupted);
            if (!complete) {
                throw new CancellationException("The decision boundary was interrupted");
            }
            points.removeIf(point -> Double.isNaN(point.x()) || Double.isNaN(point.y()));
            return right[0];
        }
    }
}
