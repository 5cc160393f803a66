package dev.chainrule.model;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.InputColumns;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.Operator;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import dev.chainrule.preprocessing.EncodedColumn;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

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
        return graph.losses().stream()
                .filter(loss -> loss.inputs().get(1).equals(output()))
                .map(loss -> ((Operator.Costed) loss.operator()).loss())
                .findFirst()
                .orElse(Loss.MEAN_SQUARED_ERROR);
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
    public Graph of(Preprocessing preprocessing, byte[] parameters) {
        return Graph.of(graph, columns(preprocessing), parameters);
    }

    /**
     * The graph as training starts it, for rows of these columns.
     *
     * @param faults takes what does not fit, at the model; then the result means nothing
     */
    public Optional<Graph> initialize(
            List<EncodedColumn> features, List<EncodedColumn> targets, long seed, Faults faults) {
        int before = faults.count();
        var found = columns(features, targets, faults);
        return faults.count() > before ? Optional.empty() : Optional.of(Graph.initialize(graph, found, seed));
    }

    /** The graph with numbers as they are: each input that names columns takes one number for each of them. */
    public Graph initialize(long seed) {
        var features = named(graph.inputs(false), inputs().orElse(0), "x");
        var targets = named(graph.inputs(true), outputs(), "y");
        return Graph.initialize(graph, columns(features, targets, new Faults()), seed);
    }

    private List<EncodedColumn> named(List<Input> those, int all, String prefix) {
        var names = new ArrayList<String>();
        for (var input : those) {
            columns.getOrDefault(input.name(), List.of()).stream()
                    .filter(name -> !names.contains(name))
                    .forEach(names::add);
        }
        for (int i = names.size(); i < all; i++) {
            names.add(prefix + (i + 1));
        }
        return names.stream().map(name -> new EncodedColumn(name, 1)).toList();
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

    /** 2 a weight forwards and 4 backwards. */
    @Override
    public long flopsPerSample(int inputs) {
        return FLOPS_PER_WEIGHT * graph.parameterCount();
    }
}
