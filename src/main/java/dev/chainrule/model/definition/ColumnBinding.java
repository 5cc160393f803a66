package dev.chainrule.model.definition;

import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.InputColumns;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.preprocessing.EncodedColumn;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.Faults;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Binds a dataset's columns to the inputs of a graph.
 *
 * @param columns for inputs by name the columns that they take, in this order; the others take all features, or all targets
 */
record ColumnBinding(GraphDefinition graph, Map<String, List<String>> columns) {
    /** The features that the graph itself names; empty if only a dataset names them. */
    Optional<List<EncodedColumn>> features() {
        return known(graph.inputs(false), "x");
    }

    /** As {@link #features}. */
    Optional<List<EncodedColumn>> targets() {
        return known(graph.inputs(true), "y");
    }

    /** The columns in the order in which inputs name them; empty if it does not follow how many numbers each takes, or where it stands. */
    private Optional<List<EncodedColumn>> known(List<Input> those, String prefix) {
        long naming = those.stream().filter(input -> columns.containsKey(input.name())).count();
        if (naming == 0) {
            return Optional.of(IntStream.rangeClosed(1, those.isEmpty() ? 0 : those.getFirst().size())
                    .mapToObj(i -> new EncodedColumn(prefix + i, 1))
                    .toList());
        }
        var widths = new LinkedHashMap<String, Integer>();
        for (var input : those) {
            var names = columns.getOrDefault(input.name(), List.of());
            if (names.isEmpty() || (names.size() > 1 && names.size() != input.size())) {
                return Optional.empty();
            }
            for (var name : names) {
                int width = input.size() / names.size();
                if (widths.getOrDefault(name, width) != width) {
                    return Optional.empty();
                }
                widths.put(name, width);
            }
        }
        return Optional.of(
                widths.entrySet().stream().map(entry -> new EncodedColumn(entry.getKey(), entry.getValue())).toList());
    }

    /** A name for each number: that of its column, with an index if the column has several. */
    static List<String> numbers(List<EncodedColumn> columns) {
        return columns.stream()
                .flatMap(column -> column.width() == 1
                        ? Stream.of(column.name())
                        : IntStream.range(0, column.width()).mapToObj(i -> column.name() + "[" + i + "]"))
                .toList();
    }

    /**
     * Notes a fault where the sizes of inputs do not fit the output, each other or the model.
     *
     * @param modelInputs how many features the model has; empty: as the nodes say
     * @param faults at the graph
     */
    void checkSizes(OptionalInt modelInputs, Faults faults) {
        graph.output().ifPresent(output -> targetWidth().ifPresent(width -> faults.require(
                graph.shape(output).columns() == width, "output",
                "must be as wide as the targets together, which are " + width + " numbers, but \"" + output + "\" is "
                        + graph.shape(output))));
        var widths = graph.inputs(false).stream()
                .filter(input -> !columns.containsKey(input.name()))
                .map(Input::size)
                .distinct()
                .toList();
        faults.require(
                widths.size() <= 1, "nodes",
                "have inputs of " + widths + " numbers that take all features: name the columns of each");
        if (modelInputs.isPresent() && !widths.isEmpty()) {
            faults.require(
                    widths.getFirst() == modelInputs.getAsInt(), "nodes",
                    "have an input of " + widths.getFirst() + " numbers, but the model has " + modelInputs.getAsInt()
                            + " inputs");
        }
    }

    /** How many numbers the targets are together; empty where columns go into several targets. */
    private OptionalInt targetWidth() {
        var targets = graph.inputs(true);
        var whole = targets.stream().filter(target -> !columns.containsKey(target.name())).findFirst();
        if (targets.isEmpty() || whole.isPresent()) {
            return whole.map(Input::size).map(OptionalInt::of).orElseGet(OptionalInt::empty);
        }
        var names = targets.stream()
                .flatMap(target -> columns.getOrDefault(target.name(), List.of()).stream())
                .toList();
        return names.stream().distinct().count() == names.size()
                ? OptionalInt.of(targets.stream().mapToInt(Input::size).sum())
                : OptionalInt.empty();
    }

    /** @throws dev.chainrule.problem.ProblemException (422) if the columns do not fit the inputs */
    InputColumns of(Preprocessing preprocessing) {
        var faults = new Faults();
        var found = of(preprocessing.encodedFeatures(), preprocessing.encodedTargets(), faults);
        faults.throwIfAny();
        return found;
    }

    /**
     * Notes a fault where a dataset's columns do not fit the inputs.
     *
     * @param faults at the model
     */
    InputColumns of(List<EncodedColumn> features, List<EncodedColumn> targets, Faults faults) {
        var found = new HashMap<String, int[]>();
        for (var input : graph.inputs(false)) {
            found.put(input.name(), indices(input, features, "feature", faults));
        }
        for (var input : graph.inputs(true)) {
            found.put(input.name(), indices(input, targets, "target", faults));
        }
        int width = EncodedColumn.width(targets);
        var output = graph.output().orElseThrow();
        int outputs = graph.shape(output).columns();
        faults.require(
                outputs == width, "graph",
                "predicts " + outputs + " numbers by \"" + output + "\", but the dataset's targets are " + width
                        + ": name another output");
        return new InputColumns(EncodedColumn.width(features), width, found);
    }

    private int[] indices(Input input, List<EncodedColumn> encoded, String kind, Faults faults) {
        var wanted = columns.getOrDefault(input.name(), encoded.stream().map(EncodedColumn::name).toList());
        var indices = IntStream.builder();
        for (var name : wanted) {
            int from = 0;
            int width = 0;
            for (var column : encoded) {
                if (column.name().equals(name)) {
                    width = column.width();
                    break;
                }
                from += column.width();
            }
            faults.require(
                    width > 0, "graph",
                    "takes the column \"" + name + "\" into \"" + input.name() + "\", but the dataset has no such "
                            + kind);
            IntStream.range(from, from + width).forEach(indices);
        }
        int[] found = indices.build().toArray();
        faults.require(
                found.length == input.size(), "graph",
                "has " + input.size() + " numbers in \"" + input.name() + "\", but the dataset gives " + found.length
                        + ": change the shapes, or the columns");
        return found;
    }
}
