package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.network.Optimizer;
import dev.chainrule.network.Pass;
import dev.chainrule.network.Samples;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forward and backward pass of a batch through a graph. */
final class GraphPass implements Pass {
    private final Graph graph;
    private final MatrixOperations operations;
    private final @Nullable Matrix gradient;
    private final boolean weighted;

    private final Matrix x;
    private final Matrix y;
    /** rows × 1; null if rows have no weights. */
    private final @Nullable Matrix weights;

    private final List<Copy> copies = new ArrayList<>();
    private final GraphRun run;
    private final Matrix outputs;

    /**
     * @param gradient 1 × all parameters, filled by the backward pass; null: the pass has no backward pass
     * @param weighted whether rows have weights
     */
    GraphPass(Graph graph, int rows, @Nullable Matrix gradient, boolean weighted, MatrixOperations operations) {
        this.graph = graph;
        this.operations = operations;
        this.gradient = gradient;
        this.weighted = weighted;
        var definition = graph.definition();
        x = Matrix.zeros(graph.precision(), rows, graph.inputs());
        y = Matrix.zeros(graph.precision(), rows, graph.outputs());
        weights = weighted ? Matrix.zeros(graph.precision(), rows, 1) : null;
        run = GraphRun.of(definition, rows, new BatchLeaves(), weights, operations);
        outputs = run.node(definition.output().orElseThrow()).value();
    }

    /** Copies the columns of x or y that an input takes. */
    private record Copy(Matrix whole, int[] columns, Matrix part) {
        void run() {
            Graph.copy(whole, columns, part);
        }
    }

    private final class BatchLeaves implements GraphRun.Leaves {
        /** An input that is a whole row is not copied. */
        @Override
        public Matrix input(Input input) {
            var whole = input.target() ? y : x;
            if (graph.columns().isWholeRow(input)) {
                return whole;
            }
            var part = Matrix.zeros(whole.precision(), whole.rows(), input.size());
            copies.add(new Copy(whole, graph.columns().of(input), part));
            return part;
        }

        @Override
        public Matrix parameter(Parameter parameter) {
            return graph.parameter(parameter.name());
        }

        @Override
        public @Nullable Matrix gradient(NodeDefinition leaf) {
            return gradient != null && leaf instanceof Parameter parameter ? graph.part(gradient, parameter) : null;
        }
    }

    @Override
    public int rows() {
        return x.rows();
    }

    @Override
    public Pass rows(int rows) {
        return new GraphPass(graph, rows, gradient, weighted, operations);
    }

    @Override
    public void gather(Samples samples, int[] order, int from) {
        samples.gather(order, from, 0, x.rows(), x, y, operations);
        if (weights != null) {
            samples.weights().gather(order, from, 0, x.rows(), weights);
        }
        for (int i = 0; i < copies.size(); i++) {
            copies.get(i).run();
        }
    }

    @Override
    public void forward() {
        run.forward();
    }

    @Override
    public Matrix outputs() {
        return outputs;
    }

    @Override
    public Matrix y() {
        return y;
    }

    @Override
    public double cost() {
        return run.cost();
    }

    @Override
    public void backward(@Nullable Optimizer optimizer) {
        if (optimizer != null) {
            throw new IllegalArgumentException("parameters of a graph must not be updated during the backward pass");
        }
        run.backward();
    }

    /** Never: several nodes may use a parameter. */
    @Override
    public boolean canStepDuringBackward() {
        return false;
    }
}
