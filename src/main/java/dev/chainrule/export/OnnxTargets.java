package dev.chainrule.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.chainrule.matrix.Precision;
import dev.chainrule.preprocessing.ColumnEncoder.Numeric;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a file gives: {@code outputs}, rows × outputs in the targets' own units, and where the task decides one class {@code classes}, its
 * number for each row, and {@code label}, its name, if it has one. An output whose name an input has gets underscores at its end.
 */
final class OnnxTargets {
    /** Stands for no class: the last of the labels, which is empty. */
    private static final long NONE = -1;

    private final Preprocessing preprocessing;
    private final Task task;
    private final Precision precision;
    private final String outputs;
    private final String classes;
    private final String label;

    /** @param inputs the names of all inputs */
    OnnxTargets(Preprocessing preprocessing, Task task, Precision precision, Collection<String> inputs) {
        this.preprocessing = preprocessing;
        this.task = task;
        this.precision = precision;
        var taken = Set.copyOf(inputs);
        outputs = free("outputs", taken);
        classes = free("classes", taken);
        label = free("label", taken);
    }

    private static String free(String name, Set<String> taken) {
        var free = name;
        while (taken.contains(free)) {
            free += "_";
        }
        return free;
    }

    /** The outputs' names, with those that the task does not have. */
    Set<String> names() {
        return new HashSet<>(List.of(outputs, classes, label));
    }

    String outputs() {
        return outputs;
    }

    String classes() {
        return classes;
    }

    String label() {
        return label;
    }

    /** The classes by number; none if they have no names. */
    List<String> labels() {
        return preprocessing.targets().getFirst().categories();
    }

    boolean decidesOneClass() {
        return task.decidesOneClass();
    }

    /**
     * Declares the outputs.
     *
     * @param encoded the network's own outputs, in the precision
     */
    void add(OnnxNodes nodes, String encoded) {
        nodes.output(outputs, OnnxNodes.type(precision), preprocessing.outputs(), decoded(nodes, encoded));
        if (decidesOneClass()) {
            var chosen = chosen(nodes, encoded);
            nodes.output(classes, DataType.INT64, chosen);
            if (!labels().isEmpty()) {
                var names = new ArrayList<>(labels());
                names.add("");
                nodes.output(label, DataType.STRING, nodes.node("Gather", nodes.texts(names), chosen));
            }
        }
    }

    /** y / scale + shift for numbers, in float64; classes stay as they are. */
    private String decoded(OnnxNodes nodes, String encoded) {
        int width = preprocessing.outputs();
        var scale = new double[width];
        var shift = new double[width];
        boolean changes = false;
        int at = 0;
        for (var target : preprocessing.targets()) {
            for (int i = 0; i < target.width(); i++) {
                scale[at + i] = target instanceof Numeric numeric ? numeric.scale() : 1;
                shift[at + i] = target instanceof Numeric numeric ? numeric.shift() : 0;
                changes |= scale[at + i] != 1 || shift[at + i] != 0;
            }
            at += target.width();
        }
        if (!changes) {
            return encoded;
        }
        var exact = nodes.cast(encoded, Precision.FLOAT64);
        var unscaled = nodes.node("Div", exact, nodes.row(Precision.FLOAT64, scale));
        return nodes.cast(nodes.node("Add", unscaled, nodes.row(Precision.FLOAT64, shift)), precision);
    }

    /** The class of each row, or {@link #NONE} if an output is NaN. */
    private String chosen(OnnxNodes nodes, String encoded) {
        var unknown = nodes.node("ReduceMax", List.of(nodes.cast(nodes.node("IsNaN", encoded), Precision.FLOAT32)),
                OnnxNodes.numbers("axes", 1), OnnxNodes.number("keepdims", 0));
        var isUnknown = nodes.node("Greater", unknown, nodes.scalar(Precision.FLOAT32, 0.5));
        return nodes.node("Where", isUnknown, nodes.integer(NONE), decided(nodes, encoded));
    }

    private String decided(OnnxNodes nodes, String encoded) {
        return switch (task) {
            case MULTICLASS -> nodes.node("ArgMax", List.of(encoded), OnnxNodes.number("axis", 1),
                    OnnxNodes.number("keepdims", 0));
            case BINARY -> {
                var isSecond = nodes.node("Not", nodes.node("Less", encoded, nodes.scalar(precision, 0.5)));
                yield nodes.node("Squeeze", List.of(nodes.cast(isSecond, DataType.INT64)),
                        OnnxNodes.numbers("axes", 1));
            }
            case MULTILABEL, REGRESSION -> throw new IllegalStateException(task + " decides no class");
        };
    }
}
