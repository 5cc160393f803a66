package dev.chainrule.model;

import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.network.Prediction;
import dev.chainrule.preprocessing.Task;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * A version in memory, with what reads its rows and writes its outputs: built once, shared by all requests. Immutable.
 */
public final class LoadedVersion {
    private final TrainedModel trained;
    private final RawLayout features;
    private final Task task;
    private final List<String> outputNames;
    private final List<String> labels;
    private final long bytes;

    LoadedVersion(TrainedModel trained) {
        var preprocessing = trained.preprocessing();
        this.trained = trained;
        this.features = RawLayout.features(preprocessing);
        this.task = Task.of(preprocessing, trained.loss());
        this.outputNames = preprocessing.outputNames();
        this.labels = task.decidesOneClass() ? preprocessing.targets().getFirst().categories() : List.of();
        this.bytes = trained.bytes();
    }

    public String name() {
        return trained.name();
    }

    public int version() {
        return trained.version();
    }

    public TrainedModel trained() {
        return trained;
    }

    /** The features, in the order of a row. */
    public List<InputColumn> columns() {
        return features.columns();
    }

    /** The index of a feature in {@link #columns()}; −1 if there is no such feature. */
    public int position(String column) {
        return features.position(column);
    }

    RawLayout features() {
        return features;
    }

    Task task() {
        return task;
    }

    /** What each output is of: the target, or the class whose probability it is. */
    public List<String> outputNames() {
        return outputNames;
    }

    /** The classes by their numbers; empty where rows are not of one class each, or classes have no names. */
    public List<String> labels() {
        return labels;
    }

    /** Whether every row is of exactly one class. */
    public boolean decidesOneClass() {
        return task.decidesOneClass();
    }

    /** What this takes in memory. */
    long bytes() {
        return bytes;
    }

    /**
     * What predicting up to so many rows takes in memory beside the version: their inputs, twice while there comes to be room for more, their
     * outputs and classes, and the passes.
     */
    public long bytes(long rows) {
        var footprint = trained.network().footprint();
        int inputs = features.encoder().width();
        int number = footprint.precision().bytes();
        return Saturated.sum(
                Saturated.product(rows, (2L * inputs + footprint.outputs()) * number + Integer.BYTES),
                (long) Double.BYTES * (features.columns().size() + inputs + footprint.outputs()),
                footprint.evaluatorUpTo(rows, false));
    }

    /** A buffer of one request, or of one block; not to be shared. */
    public InputRows rows(int capacity) {
        return features.rows(trained.network().precision(), capacity);
    }

    /**
     * The outputs of all rows, with the same bits for every number of rows and of threads.
     *
     * @param interrupted asked before every block
     * @throws CancellationException if interrupted
     */
    public OutputRows predict(InputRows rows, MatrixOperations operations, BooleanSupplier interrupted) {
        return OutputRows.of(this, Prediction.of(trained.network(), rows.inputs(), operations, interrupted));
    }
}
