package dev.chainrule.model.definition;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.InputColumns;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.Operator;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Footprint;
import dev.chainrule.network.Loss;
import dev.chainrule.preprocessing.EncodedColumn;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.Faults;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A computational graph.
 *
 * @param columns for inputs by name the dataset's columns that they take, in this order; those without take all features, or all targets
 */
public record GraphModel(GraphDefinition graph, Map<String, List<String>> columns, Optional<Long> seed)
        implements
            ModelDefinition {
    private static final int FLOPS_PER_WEIGHT = 6;

    public GraphModel {
        columns = Map.copyOf(columns);
    }

    @Override
    public Precision precision() {
        return graph.precision();
    }

    /** What an input that takes all features has. */
    @Override
    public OptionalInt inputs() {
        return graph.inputs(false).stream()
                .filter(input -> !columns.containsKey(input.name()))
                .mapToInt(Input::size)
                .findFirst();
    }

    @Override
    public int outputs() {
        return graph.shape(output()).columns();
    }

    private String output() {
        return graph.output().orElseThrow();
    }

    /** That of the loss whose prediction is the output; a cost that is computed otherwise is one of numbers. */
    @Override
    public Loss loss() {
        return graph.outputLoss().orElse(Loss.MEAN_SQUARED_ERROR);
    }

    @Override
    public List<String> probabilities(List<String> targets) {
        return graph.losses().stream()
                .filter(loss -> ((Operator.LossOf) loss.operator()).loss().takesProbabilities())
                .map(loss -> loss.inputs().getFirst())
                .filter(target -> graph.node(target) instanceof Input)
                .flatMap(target -> columns.getOrDefault(target, targets).stream())
                .distinct()
                .toList();
    }

    @Override
    public Activation outputActivation() {
        return graph.outputActivation();
    }

    @Override
    public Graph initialize(Preprocessing preprocessing, long seed) {
        return Graph.initialize(graph, columns(preprocessing), seed);
    }

    @Override
    public Graph of(Preprocessing preprocessing, Iterator<byte[]> parameters) {
        return Graph.of(graph, columns(preprocessing), parameters);
    }

    /**
     * The graph as training starts it, for rows of these columns.
     *
     * @param faults takes what does not fit, at the model; then the result means nothing
     */
    public Optional<Graph> initialize(
            List<EncodedColumn> features, List<EncodedColumn> targets, long seed, Faults faults) {
        return faults.attempt(() -> Optional.of(columns(features, targets, faults)))
                .map(found -> Graph.initialize(graph, found, seed));
    }

    /**
     * The graph as training starts it, with rows that are numbers as it takes them.
     *
     * @param features the names of a row's numbers
     * @param targets the names of the numbers that should come out
     */
    public record Start(Graph graph, List<String> features, List<String> targets) {}

    /** Empty if only a dataset tells which numbers go into which input. */
    public Optional<Start> start(long seed) {
        var features = known(graph.inputs(false), "x");
        var targets = known(graph.inputs(true), "y");
        if (features.isEmpty() || targets.isEmpty()) {
            return Optional.empty();
        }
        return initialize(features.get(), targets.get(), seed, new Faults())
                .map(found -> new Start(found, numbers(features.get()), numbers(targets.get())));
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

    private static List<String> numbers(List<EncodedColumn> columns) {
        return columns.stream()
                .flatMap(column -> column.width() == 1
                        ? Stream.of(column.name())
                        : IntStream.range(0, column.width()).mapToObj(i -> column.name() + "[" + i + "]"))
                .toList();
    }

    private InputColumns columns(Preprocessing preprocessing) {
        var faults = new Faults();
        var found = columns(preprocessing.encodedFeatures(), preprocessing.encodedTargets(), faults);
        faults.throwIfAny();
        return found;
    }

    /**
     * Notes a fault where a dataset's columns do not fit the inputs.
     *
     * @param faults at the model
     */
    public InputColumns columns(List<EncodedColumn> features, List<EncodedColumn> targets, Faults faults) {
        var found = new HashMap<String, int[]>();
        for (var input : graph.inputs(false)) {
            found.put(input.name(), columns(input, features, "feature", faults));
        }
        for (var input : graph.inputs(true)) {
            found.put(input.name(), columns(input, targets, "target", faults));
        }
        int width = EncodedColumn.width(targets);
        faults.require(
                outputs() == width, "graph",
                "predicts " + outputs() + " numbers by \"" + output() + "\", but the dataset's targets are " + width
                        + ": name another output");
        return new InputColumns(EncodedColumn.width(features), width, found);
    }

    private int[] columns(Input input, List<EncodedColumn> encoded, String kind, Faults faults) {
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

    @Override
    public long parameterCount(int inputs) {
        return graph.parameterCount();
    }

    @Override
    public Footprint footprint(int inputs) {
        return graph.footprint(inputs, outputs(), input -> !columns.containsKey(input.name()));
    }

    /** 2 a weight forwards and 4 backwards. */
    @Override
    public long flopsPerSample(int inputs) {
        return FLOPS_PER_WEIGHT * graph.parameterCount();
    }
}
