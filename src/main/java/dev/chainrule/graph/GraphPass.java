package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.network.Optimizer;
import dev.chainrule.network.Pass;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.Samples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A batch on its way through a graph and back. */
final class GraphPass implements Pass {
    private final Graph graph;
    private final MatrixOperations operations;
    private final Matrix gradient;
    private final boolean weighted;

    private final Matrix x;
    private final Matrix y;
    /** rows × 1; null where all rows count alike. */
    private final Matrix weights;

    private final List<Input> features;
    private final List<Input> targets;
    private final Map<String, Matrix> inputs = new HashMap<>();
    private final GraphRun run;
    private final Matrix outputs;

    /**
     * @param gradient 1 × all parameters, filled by the pass back; null: it only goes forward
     * @param weighted whether rows count by the samples' weights
     */
    GraphPass(Graph graph, int rows, Matrix gradient, boolean weighted, MatrixOperations operations) {
        this.graph = graph;
        this.operations = operations;
        this.gradient = gradient;
        this.weighted = weighted;
        var definition = graph.definition();
        x = Matrix.zeros(graph.precision(), rows, graph.inputs());
        y = Matrix.zeros(graph.precision(), rows, graph.outputs());
        weights = weighted ? Matrix.zeros(graph.precision(), rows, 1) : null;
        features = definition.inputs(false);
        targets = definition.inputs(true);
        addInputs(features, x);
        addInputs(targets, y);
        run = GraphRun.of(definition, rows, new Leaves(), weights, operations);
        outputs = run.node(definition.output().orElseThrow()).value();
    }

    /** What is a whole row is not copied. */
    private void addInputs(List<Input> those, Matrix whole) {
        for (var input : those) {
            inputs.put(input.name(), graph.columns().isWholeRow(input) ? whole
                    : Matrix.zeros(whole.precision(), whole.rows(), input.size()));
        }
    }

    private final class Leaves implements GraphRun.Leaves {
        @Override
        public Matrix input(Input input) {
            return inputs.get(input.name());
        }

        @Override
        public Matrix parameter(Parameter parameter) {
            return graph.parameter(parameter.name());
        }

        @Override
        public Matrix gradient(NodeDefinition leaf) {
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
        if (weighted) {
            samples.weights().gather(order, from, 0, x.rows(), weights);
        }
        distribute(features, x);
        distribute(targets, y);
    }

    private void distribute(List<Input> those, Matrix whole) {
        for (int i = 0; i < those.size(); i++) {
            var into = inputs.get(those.get(i).name());
            if (!into.equals(whole)) {
                Graph.copy(whole, graph.columns().of(those.get(i)), into);
            }
        }
    }

    @Override
    public void forward(RandomStream random) {
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
    public void backward(Optimizer optimizer) {
        if (optimizer != null) {
            throw new IllegalArgumentException("parameters of a graph may not move while its gradient is computed");
        }
        run.backward();
    }

    /** A parameter may go into several nodes. */
    @Override
    public boolean canStepDuringBackward() {
        return false;
    }
}
