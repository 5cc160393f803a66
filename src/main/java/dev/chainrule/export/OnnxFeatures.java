package dev.chainrule.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.chainrule.matrix.Precision;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.ColumnEncoder.Binary;
import dev.chainrule.preprocessing.ColumnEncoder.Numeric;
import dev.chainrule.preprocessing.ColumnEncoder.OneHot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The raw values that a file takes, and the network's inputs that its nodes make of them: in float64, by the same operations as the
 * service's own encoder, and rounded once to the model's precision.
 *
 * <p>Each feature is an input of its own, rows × 1, named after its column: float64 with NaN for a missing number, or text with "" for a
 * missing category. Numbers without names of their own, such as the pixels of images, are one input together.
 */
final class OnnxFeatures {
    /** The one input of {@link #isNumbered numbered} features. */
    static final String NUMBERED = "x";

    /** From here on a named input for each would only be a burden. */
    private static final int FEWEST_NUMBERED = 16;

    private final List<ColumnEncoder> features;

    OnnxFeatures(List<ColumnEncoder> features) {
        this.features = features;
    }

    /** Whether the features are many numbers that have the names x1, x2, …, which uploads of images and arrays give them. */
    boolean isNumbered() {
        return features.size() >= FEWEST_NUMBERED
                && IntStream.range(0, features.size())
                        .allMatch(i -> features.get(i) instanceof Numeric numeric
                                && numeric.column().equals(NUMBERED + (i + 1)));
    }

    List<String> inputs() {
        return isNumbered() ? List.of(NUMBERED) : features.stream().map(ColumnEncoder::column).toList();
    }

    /** Declares the inputs, and gives the network's: rows × inputs, in the precision. */
    String encoded(OnnxNodes nodes, Precision precision) {
        if (isNumbered()) {
            nodes.input(NUMBERED, DataType.DOUBLE, features.size());
            return nodes.cast(numbers(NUMBERED, numeric(0, features.size()), nodes), precision);
        }
        for (var feature : features) {
            nodes.input(feature.column(), feature instanceof Numeric ? DataType.DOUBLE : DataType.STRING, 1);
        }
        var parts = new ArrayList<String>();
        int from = 0;
        while (from < features.size()) {
            int to = from;
            while (to < features.size() && features.get(to) instanceof Numeric) {
                to++;
            }
            if (to > from) {
                var names = features.subList(from, to).stream().map(ColumnEncoder::column).toList();
                parts.add(numbers(sideBySide(names, nodes), numeric(from, to), nodes));
                from = to;
            } else if (features.get(from).width() > 0) {
                parts.add(category(features.get(from++), nodes));
            } else {
                from++;
            }
        }
        return nodes.cast(sideBySide(parts, nodes), precision);
    }

    private List<Numeric> numeric(int from, int to) {
        return features.subList(from, to).stream().map(Numeric.class::cast).toList();
    }

    private static String sideBySide(List<String> parts, OnnxNodes nodes) {
        return parts.size() == 1 ? parts.getFirst() : nodes.node("Concat", parts, OnnxNodes.number("axis", 1));
    }

    /** (x − shift)·scale; a missing x is its stand-in, or stays NaN. */
    private static String numbers(String raw, List<Numeric> columns, OnnxNodes nodes) {
        var value = raw;
        if (columns.stream().anyMatch(column -> column.missing() != null)) {
            var stand = row(columns.stream().map(column -> column.missing() == null ? Double.NaN : column.missing())
                    .toList(), nodes);
            value = nodes.node("Where", nodes.node("IsNaN", value), stand, value);
        }
        if (columns.stream().anyMatch(column -> column.shift() != 0)) {
            value = nodes.node("Sub", value, row(columns.stream().map(Numeric::shift).toList(), nodes));
        }
        if (columns.stream().anyMatch(column -> column.scale() != 1)) {
            value = nodes.node("Mul", value, row(columns.stream().map(Numeric::scale).toList(), nodes));
        }
        return value;
    }

    private static String category(ColumnEncoder feature, OnnxNodes nodes) {
        return switch (feature) {
            case OneHot oneHot -> oneHot(oneHot, nodes);
            case Numeric numeric -> throw new IllegalArgumentException(numeric.column() + " has numbers");
            case Binary binary -> throw new IllegalArgumentException(binary.column() + " is a target");
        };
    }

    /** 1 at the category's place; the shares where it is missing, by a place of its own for "" beside the categories'. */
    private static String oneHot(OneHot column, OnnxNodes nodes) {
        int width = column.width();
        var shares = column.missing();
        boolean mayBeMissing = shares != null && !column.categories().contains("");
        var categories = new ArrayList<>(column.categories());
        if (mayBeMissing) {
            categories.add("");
        }
        var places = nodes.cast(
                nodes.node("Squeeze", List.of(nodes.oneHot(column.column(), categories)),
                        OnnxNodes.numbers("axes", 1)),
                Precision.FLOAT64);
        var value = mayBeMissing ? part(places, 0, width, nodes) : places;
        if (!column.untrained().isEmpty()) {
            var known = column.codes(column.categories());
            value = nodes.node("Mul", value,
                    row(Arrays.stream(known).mapToObj(code -> code < 0 ? 0.0 : 1.0).toList(), nodes));
        }
        return mayBeMissing && shares != null
                ? nodes.node("Add", value, nodes.node("Mul", part(places, width, width + 1, nodes), row(shares, nodes)))
                : value;
    }

    /** Some columns. */
    private static String part(String value, int from, int to, OnnxNodes nodes) {
        return nodes.node("Slice", value, nodes.integers(from), nodes.integers(to), nodes.integers(1));
    }

    private static String row(List<Double> numbers, OnnxNodes nodes) {
        return nodes.row(Precision.FLOAT64, numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
