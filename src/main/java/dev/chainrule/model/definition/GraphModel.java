package dev.chainrule.model.definition;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.Operator;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Footprint;
import dev.chainrule.network.Loss;
import dev.chainrule.preprocessing.EncodedColumn;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.Faults;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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
        return Graph.initialize(graph, binding().of(preprocessing), seed);
    }

    @Override
    public Graph of(Preprocessing preprocessing, Iterator<byte[]> parameters) {
        return Graph.of(graph, binding().of(preprocessing), parameters);
    }

    /**
     * The graph with initial parameters, for rows of these columns.
     *
     * @param faults collects what does not fit, at the model; then the result is meaningless
     */
    public Optional<Graph> initialize(
            List<EncodedColumn> features, List<EncodedColumn> targets, long seed, Faults faults) {
        return faults.attempt(() -> Optional.of(binding().of(features, targets, faults)))
                .map(found -> Graph.initialize(graph, found, seed));
    }

    /**
     * The graph with initial parameters, for rows that are its inputs without preprocessing.
     *
     * @param features the names of the inputs
     * @param targets the names of the targets
     */
    public record Start(Graph graph, List<String> features, List<String> targets) {}

    /** Empty if only a dataset tells which numbers go into which input. */
    public Optional<Start> start(long seed) {
        var features = binding().features();
        var targets = binding().targets();
        if (features.isEmpty() || targets.isEmpty()) {
            return Optional.empty();
        }
        return initialize(features.get(), targets.get(), seed, new Faults())
                .map(found -> new Start(found, ColumnBinding.numbers(features.get()),
                        ColumnBinding.numbers(targets.get())));
    }

    /**
     * Notes a fault where a dataset's columns do not fit the inputs.
     *
     * @param faults at the model
     */
    public void check(List<EncodedColumn> features, List<EncodedColumn> targets, Faults faults) {
        var _ = binding().of(features, targets, faults);
    }

    private ColumnBinding binding() {
        return new ColumnBinding(graph, columns);
    }

    @Override
    public long parameterCount(int inputs) {
        return graph.parameterCount();
    }

    @Override
    public Footprint footprint(int inputs) {
        return graph.footprint(inputs, outputs(), input -> !columns.containsKey(input.name()));
    }

    /** 2 a weight in the forward pass, 4 in the backward pass. */
    @Override
    public long flopsPerSample(int inputs) {
        return FLOPS_PER_WEIGHT * graph.parameterCount();
    }
}
