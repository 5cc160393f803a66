package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Engine;
import dev.chainrule.network.Initializer;
import dev.chainrule.network.Loss;
import dev.chainrule.network.MatrixSamples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Graphs small enough to be calculated by hand. */
class GraphTest {
    private static Parameter parameter(String name, double[][] value) {
        return new Parameter(name, value.length, value[0].length, null, value, 0, 0);
    }

    private static GraphDefinition definition(NodeDefinition... nodes) {
        return GraphDefinition.of(Precision.FLOAT64, List.of(nodes), Optional.empty());
    }

    private static Matrix gradient(Graph graph, double[][] x, double[][] y) {
        var gradient = Matrix.zeros(Precision.FLOAT64, 1, graph.parameters().size());
        var pass = graph.forTraining(x.length, gradient, false, Engine.FLOAT64);
        var samples = new MatrixSamples(Matrix.of(Precision.FLOAT64, x), Matrix.of(Precision.FLOAT64, y));
        pass.gather(samples, java.util.stream.IntStream.range(0, x.length).toArray(), 0);
        pass.forward();
        pass.backward(null);
        return gradient;
    }

    @Test
    void gradientOfAChainIsTheProductOfItsFactors() {
        double w1 = 0.6;
        double w2 = -1.5;
        double x = 2;
        double y = 0.25;
        var graph = Graph.initialize(
                definition(
                        new Operation("C", new LossOf(Loss.MEAN_SQUARED_ERROR), "y", "l2"),
                        new Operation("l2", Product.LINEAR, "s", "w2"),
                        new Operation("s", new ActivationOf(Activation.SIGMOID), "l1"),
                        new Operation("l1", Product.LINEAR, "x", "w1"),
                        parameter("w1", new double[][] {{w1}}),
                        parameter("w2", new double[][] {{w2}}),
                        new Input("x", false, 1),
                        new Input("y", true, 1)),
                0);

        var gradient = gradient(graph, new double[][] {{x}}, new double[][] {{y}});

        double s = 1 / (1 + Math.exp(-w1 * x));
        double costByL2 = 2 * (w2 * s - y);
        assertThat(gradient.get(0, 1)).isCloseTo(costByL2 * s, org.assertj.core.data.Percentage.withPercentage(1e-12));
        assertThat(gradient.get(0, 0)).isCloseTo(costByL2 * w2 * (s * (1 - s) * x),
                org.assertj.core.data.Percentage.withPercentage(1e-12));
    }

    @Test
    void gradientOfANodeThatSeveralUseIsTheSumOfTheirs() {
        // C = mean((w·x + w·x·w)) over rows 1, 3: dC/dw = mean(x + 2·w·x) = 2·(1 + 2·0.5) = 4.
        var graph = Graph.initialize(
                definition(
                        new Input("x", false, 1),
                        new Input("y", true, 1),
                        parameter("w", new double[][] {{0.5}}),
                        new Operation("wx", Broadcast.MULTIPLY, "w", "x"),
                        new Operation("wxw", Product.MATMUL, "wx", "w"),
                        new Operation("sum", Broadcast.ADD, "wx", "wxw"),
                        new Operation("zero", Broadcast.MULTIPLY, "y", "y"),
                        new Operation("all", Broadcast.ADD, "sum", "zero"),
                        new Operation("C", Reduction.MEAN, "all")),
                0);

        var run = gradientOf(graph);

        assertThat(run).isEqualTo(4);
    }

    private static double gradientOf(Graph graph) {
        var gradient = Matrix.zeros(Precision.FLOAT64, 1, 1);
        var x = Matrix.of(Precision.FLOAT64, new double[][] {{1}, {3}});
        var run = GraphRun.of(graph.definition(), 2, new GraphRun.Leaves() {
            @Override
            public Matrix input(Input input) {
                return x;
            }

            @Override
            public Matrix parameter(Parameter parameter) {
                return graph.parameter(parameter.name());
            }

            @Override
            public Matrix gradient(NodeDefinition leaf) {
                return leaf instanceof Parameter ? gradient : null;
            }
        }, null, Engine.FLOAT64);
        run.forward();
        run.backward();
        run.backward();
        return gradient.get(0, 0);
    }

    @Test
    void stackOfLayersHasTheInitialWeightsOfANetwork() {
        var stream = Graph.initialize(
                definition(
                        new Input("x", false, 2),
                        new Input("y", true, 1),
                        new Parameter("w1", 2, 3, new Initializer.Normal(1), null, 0, 0),
                        new Parameter("b1", 1, 3, null, null, 0, 0),
                        new Operation("z1", Product.LINEAR, "x", "w1", "b1"),
                        new Parameter("w2", 3, 1, new Initializer.Normal(1), null, 0, 0),
                        new Operation("z2", Product.LINEAR, "z1", "w2"),
                        new Operation("C", new LossOf(Loss.HUBER), "y", "z2")),
                42);
        var layers = List.of(
                new dev.chainrule.network.LayerDefinition(
                        3, Activation.IDENTITY, new Initializer.Normal(1), true, 0, 0, 0, null, null),
                new dev.chainrule.network.LayerDefinition(
                        1, Activation.IDENTITY, new Initializer.Normal(1), false, 0, 0, 0, null, null));
        var network = dev.chainrule.network.Network.initialize(
                new dev.chainrule.network.NetworkDefinition(Precision.FLOAT64, 2, layers, Loss.HUBER), 42);

        assertThat(stream.parameters().toLittleEndianBytes()).isEqualTo(network.parameterBytes());
        assertThat(stream.decayedSpans()).isEqualTo(network.decayedSpans());
    }
}
