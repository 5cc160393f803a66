package dev.chainrule.explain;

import dev.chainrule.explain.backprop.ParameterSelection;
import dev.chainrule.explain.backprop.Trace;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Engine;
import dev.chainrule.network.Initializer;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.List;
import java.util.Optional;

/** Models and rows to be explained. */
public final class Specimens {
    private Specimens() {}

    public static LayerDefinition layer(int units, Activation activation) {
        return layer(units, activation, 0, 0);
    }

    public static LayerDefinition layer(int units, Activation activation, double l1, double l2) {
        return new LayerDefinition(units, activation, new Initializer.Normal(1), true, 0, l1, l2, null, null);
    }

    public static ExplainedModel layers(Precision precision, Loss loss, int inputs, LayerDefinition... layers) {
        var definition = new NetworkDefinition(precision, inputs, List.of(layers), loss);
        var graph = LayerGraph.of(Network.initialize(definition, 3), Precision.FLOAT64);
        return new ExplainedModel("specimen", Optional.empty(), true, graph, Optional.empty());
    }

    public static ExplainedModel graph(NodeDefinition... nodes) {
        var definition = GraphDefinition.of(Precision.FLOAT64, List.of(nodes), Optional.empty());
        return new ExplainedModel("specimen", Optional.empty(), false, Graph.initialize(definition, 3),
                Optional.empty());
    }

    /** Random features, and targets that are probabilities. */
    public static Batch rows(ExplainedModel model, int rows, long seed) {
        var random = RandomStream.of(seed, Purpose.DATA, 0);
        var x = Matrix.zeros(Precision.FLOAT64, rows, model.graph().inputs());
        var y = Matrix.zeros(Precision.FLOAT64, rows, model.graph().outputs());
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < x.columns(); j++) {
                x.set(i, j, random.nextGaussian());
            }
            double sum = 0;
            for (int j = 0; j < y.columns(); j++) {
                y.set(i, j, random.nextDouble());
                sum += y.get(i, j);
            }
            for (int j = 0; j < y.columns() && y.columns() > 1; j++) {
                y.set(i, j, y.get(i, j) / sum);
            }
        }
        return new Batch(x, y, List.of());
    }

    public static Batch batch(double[][] x, double[][] y) {
        return new Batch(Matrix.of(Precision.FLOAT64, x), Matrix.of(Precision.FLOAT64, y), List.of());
    }

    public static Trace trace(ExplainedModel model, Batch batch) {
        return Trace.of(model, batch, 0.1, true, ParameterSelection.all(model.graph()), 100_000, Engine.FLOAT64);
    }

    /** The activations that may come before a loss of these targets. */
    public static List<Activation> outputs(Loss loss) {
        return switch (loss) {
            case BINARY_CROSS_ENTROPY -> List.of(Activation.SIGMOID, Activation.SOFTMAX);
            case CATEGORICAL_CROSS_ENTROPY -> List.of(Activation.SOFTMAX, Activation.SIGMOID);
            case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER ->
                List.of(Activation.IDENTITY, Activation.TANH, Activation.SOFTMAX);
        };
    }
}
