package dev.chainrule.explain;

import dev.chainrule.graph.Graph;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.RawRows;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Rows as they go into a graph, and what should come out of it.
 *
 * @param x rows × inputs
 * @param y rows × outputs
 */
record Batch(Matrix x, Matrix y) {
    /**
     * Reads raw rows and targets of a version, classes by name; or, for a model as it starts, numbers as they are.
     *
     * @param faults takes what is wrong; then the result means nothing
     */
    static Batch read(JsonNode rows, JsonNode targets, Subject subject, int maxRows, Faults faults) {
        int before = faults.count();
        var preprocessing = subject.preprocessing().orElseGet(() -> asTheyAre(subject.graph()));
        var x = RawRows.features(rows, preprocessing, Precision.FLOAT64, maxRows, faults.at("rows"));
        var y = RawRows.targets(targets, preprocessing, Precision.FLOAT64, maxRows, faults.at("targets"));
        faults.require(
                faults.count() > before || x.rows() == y.rows(), "targets",
                "must be one for each of the " + x.rows() + " rows, but are " + y.rows());
        return new Batch(x, y);
    }

    private static Preprocessing asTheyAre(Graph graph) {
        return new Preprocessing(columns("x", graph.inputs()), columns("y", graph.outputs()));
    }

    private static List<ColumnEncoder> columns(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .<ColumnEncoder>mapToObj(i -> new ColumnEncoder.Numeric(prefix + i, 0, 1, null))
                .toList();
    }

    int rows() {
        return x.rows();
    }
}
