package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Footprint;
import dev.chainrule.network.Loss;
import dev.chainrule.network.Pass;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.RandomStream.Purpose;
import dev.chainrule.network.Trainable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A graph with its parameters. Training changes them in place; while no training does, any number of threads may read.
 *
 * <p>{@link InputColumns} map the numbers of a row to the inputs.
 */
public final class Graph implements Trainable {
    private final GraphDefinition definition;
    private final InputColumns columns;
    private final Matrix parameters;
    private final Map<String, StoredParameter> stored = new HashMap<>();
    private final List<Span> decayedSpans = new ArrayList<>();

    /** The position of a parameter in {@link #parameters()}, and its view of them. */
    private record StoredParameter(int start, Matrix matrix) {}

    private Graph(GraphDefinition definition, InputColumns columns) {
        this.definition = definition;
        this.columns = columns;
        parameters = Matrix.zeros(definition.precision(), 1, Math.toIntExact(definition.parameterCount()));
        var biases = biases(definition);
        int offset = 0;
        for (var parameter : definition.parameters()) {
            int count = parameter.rows() * parameter.columns();
            var matrix = parameters.view(offset, parameter.rows(), parameter.columns());
            stored.put(parameter.name(), new StoredParameter(offset, matrix));
            if (!biases.contains(parameter.name())) {
                decayedSpans.add(new Span(offset, count));
            }
            offset += count;
        }
    }

    /** Parameters that are only added to products, as b in X·W + b. */
    private static Set<String> biases(GraphDefinition definition) {
        var biases = new HashSet<String>();
        var others = new HashSet<String>();
        for (var node : definition.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                boolean bias =
                        i == 2 && node instanceof Operation operation && operation.operator() == Product.LINEAR;
                (bias ? biases : others).add(node.inputs().get(i));
            }
        }
        biases.removeAll(others);
        return biases;
    }

    /** {@link #initialize(GraphDefinition, InputColumns, long)} with inputs side by side. */
    public static Graph initialize(GraphDefinition definition, long seed) {
        return initialize(definition, InputColumns.sideBySide(definition), seed);
    }

    /**
     * An untrained graph: parameters as the definition gives them, else by their initializer, and biases 0.
     *
     * @param seed determines random parameters; each parameter that is not a bias has its own stream, numbered in their order, so that the
     *     weights of a plain stack of layers start as those of the layers
     */
    public static Graph initialize(GraphDefinition definition, InputColumns columns, long seed) {
        var graph = new Graph(definition, columns);
        var biases = biases(definition);
        int stream = 0;
        for (var parameter : definition.parameters()) {
            var matrix = graph.parameter(parameter.name());
            boolean bias = biases.contains(parameter.name());
            double[][] value = parameter.value();
            var initializer = parameter.initializer();
            if (value != null) {
                matrix.copyFrom(Matrix.of(definition.precision(), value));
            } else if (initializer != null) {
                initializer.fill(matrix, RandomStream.of(seed, Purpose.INITIALISATION, stream));
            }
            stream += bias ? 0 : 1;
        }
        return graph;
    }

    /**
     * A graph with parameters from {@link #parameters()}.
     *
     * @param littleEndianParameters in chunks of any lengths
     * @throws IllegalArgumentException if there are more or fewer bytes than the definition's parameters take
     */
    public static Graph of(
            GraphDefinition definition, InputColumns columns, Iterator<byte[]> littleEndianParameters) {
        var graph = new Graph(definition, columns);
        graph.parameters.setLittleEndianBytes(littleEndianParameters);
        return graph;
    }

    /** A copy that computes in float64, which holds the numbers of float32 exactly. */
    public Graph inFloat64() {
        return copy(definition.in(Precision.FLOAT64));
    }

    /** A copy with parameters of its own. */
    public Graph copy() {
        return copy(definition);
    }

    /**
     * A copy that ends in another loss.
     *
     * @throws IllegalStateException if the graph does not {@linkplain GraphDefinition#loss() end in a loss}
     */
    public Graph withLoss(Loss loss) {
        return copy(definition.withLoss(loss));
    }

    private Graph copy(GraphDefinition definition) {
        var copy = new Graph(definition, columns);
        for (int i = 0; i < parameters.size(); i++) {
            copy.parameters.set(0, i, parameters.get(0, i));
        }
        return copy;
    }

    public GraphDefinition definition() {
        return definition;
    }

    /** The numbers of a row that each input takes. */
    public InputColumns columns() {
        return columns;
    }

    /**
     * For each number of a row of targets that a cross-entropy takes unchanged, by index, that cross-entropy: the number must be a
     * probability.
     */
    public Map<Integer, Loss> crossEntropies() {
        var losses = new TreeMap<Integer, Loss>();
        for (var node : definition.losses()) {
            if (node.operator() instanceof LossOf(var loss) && loss.takesProbabilities()
                    && definition.node(node.inputs().getFirst()) instanceof Input target) {
                for (int index : columns.of(target)) {
                    losses.put(index, loss);
                }
            }
        }
        return losses;
    }

    /** A parameter: the graph's own, not a copy. */
    public Matrix parameter(String name) {
        return stored(name).matrix;
    }

    private StoredParameter stored(String name) {
        var found = stored.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the graph has no parameter \"" + name + "\"");
        }
        return found;
    }

    @Override
    public Precision precision() {
        return definition.precision();
    }

    @Override
    public int inputs() {
        return columns.inputs();
    }

    /** Numbers per row of targets, and so per row of output. */
    @Override
    public int outputs() {
        return columns.outputs();
    }

    @Override
    public Matrix parameters() {
        return parameters;
    }

    @Override
    public List<Span> decayedSpans() {
        return decayedSpans;
    }

    @Override
    public Pass forEvaluation(int rows, boolean weighted, MatrixOperations operations) {
        return new GraphPass(this, rows, null, weighted, operations);
    }

    @Override
    public Pass forTraining(int rows, Matrix gradient, boolean weighted, MatrixOperations operations) {
        return new GraphPass(this, rows, gradient, weighted, operations);
    }

    @Override
    public Footprint footprint() {
        return definition.footprint(inputs(), outputs(), columns::isWholeRow);
    }

    /**
     * A run over some rows with the graph's own parameters, as they are at each forward pass. It computes gradients of all parameters and
     * of the features.
     *
     * @param x rows × {@link #inputs()}; not modified
     * @param y rows × {@link #outputs()}; not modified
     */
    public GraphRun run(Matrix x, Matrix y, MatrixOperations operations) {
        return GraphRun.of(definition, x.rows(), new GraphRun.Leaves() {
            @Override
            public Matrix input(Input input) {
                return part(input.target() ? y : x, columns.of(input));
            }

            @Override
            public Matrix parameter(Parameter parameter) {
                return Graph.this.parameter(parameter.name());
            }

            @Override
            public @Nullable Matrix gradient(NodeDefinition leaf) {
                return leaf instanceof Input input && input.target()
                        ? null
                        : Matrix.zeros(precision(), definition.shape(leaf.name()).rows(x.rows()),
                                definition.shape(leaf.name()).columns());
            }
        }, null, operations);
    }

    private static Matrix part(Matrix whole, int[] columns) {
        var part = Matrix.zeros(whole.precision(), whole.rows(), columns.length);
        copy(whole, columns, part);
        return part;
    }

    /** part_ij = whole_i,columns[j]. */
    static void copy(Matrix whole, int[] columns, Matrix part) {
        for (int i = 0; i < part.rows(); i++) {
            for (int j = 0; j < part.columns(); j++) {
                part.set(i, j, whole.get(i, columns[j]));
            }
        }
    }

    /**
     * The position of an element of a parameter in {@link #parameters()}.
     *
     * @throws IndexOutOfBoundsException if it has no such row or column
     */
    public int position(String name, int row, int column) {
        var found = stored(name);
        return found.start + Objects.checkIndex(row, found.matrix.rows()) * found.matrix.columns()
                + Objects.checkIndex(column, found.matrix.columns());
    }

    /** This parameter's part of a row that has one number for each parameter of the graph. */
    Matrix part(Matrix row, Parameter parameter) {
        return row.view(stored(parameter.name()).start, parameter.rows(), parameter.columns());
    }
}
