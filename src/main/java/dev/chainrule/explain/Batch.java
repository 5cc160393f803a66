package dev.chainrule.explain;

import dev.chainrule.graph.Graph;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.InputRows;
import dev.chainrule.model.RawLayout;
import dev.chainrule.model.RawRows;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.problem.Excerpt;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Rows as inputs of a graph, and their targets.
 *
 * @param x rows × inputs
 * @param y rows × outputs
 * @param unknown values of features that training did not know
 */
public record Batch(Matrix x, Matrix y, List<UnknownValues> unknown) {
    /** Characters of a value that a fault shows. */
    private static final int SHOWN = 40;

    /**
     * Reads raw rows and targets of a version, classes by name. For a model with initial parameters they are numbers, which are not scaled.
     *
     * @param faults collects what is wrong; then the result is meaningless
     */
    public static Batch read(
            @Nullable JsonNode rows, @Nullable JsonNode targets, ExplainedModel explained, int maxRows, Faults faults) {
        int before = faults.count();
        boolean initial = explained.preprocessing().isEmpty();
        var preprocessing = explained.preprocessing().orElseGet(() -> unscaled(explained));
        var atRows = faults.at("rows");
        var atTargets = faults.at("targets");
        var x = initial && !areNumbers(rows, "goes into the model", atRows)
                ? none(RawLayout.features(preprocessing))
                : RawRows.read(rows, RawLayout.features(preprocessing), Precision.FLOAT64, maxRows, atRows);
        var y = initial && !areNumbers(targets, "should come out of the model", atTargets)
                ? none(RawLayout.targets(preprocessing))
                : RawRows.read(targets, RawLayout.targets(preprocessing), Precision.FLOAT64, maxRows, atTargets);
        faults.require(
                faults.count() > before || x.count() == y.count(), "targets",
                "must have one element for each of the " + x.count() + " rows, but has " + y.count());
        return new Batch(x.inputs(), y.inputs(), x.unknown());
    }

    private static InputRows none(RawLayout layout) {
        return layout.rows(Precision.FLOAT64, 0);
    }

    /** Notes a fault of the first text or null: a model with initial parameters has no preprocessing that would make a number of it. */
    private static boolean areNumbers(@Nullable JsonNode rows, String what, Faults at) {
        for (int i = 0; rows != null && rows.isArray() && i < rows.size(); i++) {
            if (rows.get(i).isString()) {
                at.add(i, noNumber(rows.get(i), what));
                return false;
            }
            for (var entry : entries(rows.get(i))) {
                if (entry.getValue().isString() || entry.getValue().isNull()) {
                    at.at(i).add(entry.getKey(), noNumber(entry.getValue(), what));
                    return false;
                }
            }
        }
        return true;
    }

    /** The values of a row by their places. */
    private static List<Map.Entry<Object, JsonNode>> entries(JsonNode row) {
        return row.isObject()
                ? row.properties().stream().map(entry -> Map.<Object, JsonNode>entry(entry.getKey(), entry.getValue()))
                        .toList()
                : IntStream.range(0, row.size()).mapToObj(i -> Map.<Object, JsonNode>entry(i, row.get(i))).toList();
    }

    private static String noNumber(JsonNode given, String what) {
        return "must be a number, as it " + what + ", but is " + Excerpt.of(given.toString(), SHOWN)
                + ": with its initial parameters a model has no preprocessing; train it, or name a version, to send raw values"
                + " and names of classes";
    }

    /**
     * Notes a fault for each target that is not a probability, but goes into a cross-entropy: jobs refuse the same.
     *
     * @param at the targets
     */
    public void requireProbabilities(Graph graph, Faults at) {
        graph.crossEntropies().forEach((column, loss) -> {
            for (int row = 0; row < y.rows(); row++) {
                double target = y.get(row, column);
                at.at(row).require(
                        target >= 0 && target <= 1, column,
                        "must be between 0 and 1 for " + JsonName.of(loss) + ", but is " + target);
            }
        });
    }

    /** How many numbers the first row has: a model that leaves its number of inputs open takes as many. Empty if there is no such row. */
    public static OptionalInt inputs(@Nullable JsonNode rows) {
        if (rows == null || !rows.isArray() || rows.isEmpty()) {
            return OptionalInt.empty();
        }
        var first = rows.get(0);
        int size = first.isContainer() ? first.size() : 1;
        return size == 0 ? OptionalInt.empty() : OptionalInt.of(size);
    }

    private static Preprocessing unscaled(ExplainedModel explained) {
        return new Preprocessing(
                columns(explained.features(), "x", explained.graph().inputs()),
                columns(explained.targets(), "y", explained.graph().outputs()));
    }

    private static List<ColumnEncoder> columns(List<String> names, String prefix, int count) {
        return IntStream.range(0, count)
                .<ColumnEncoder>mapToObj(i -> new ColumnEncoder.Numeric(
                        i < names.size() ? names.get(i) : prefix + (i + 1), 0, 1, null))
                .toList();
    }

    public int rows() {
        return x.rows();
    }
}
