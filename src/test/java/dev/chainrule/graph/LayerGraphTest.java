package dev.chainrule.graph;

import static dev.chainrule.network.TrainingPlans.withClipNorm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Engine;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.network.MatrixSamples;
import dev.chainrule.network.Metric;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import dev.chainrule.network.OptimizerDefinition;
import dev.chainrule.network.Reference;
import dev.chainrule.network.RowWeights;
import dev.chainrule.network.TrainingPlan;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Every PyTorch reference case, rebuilt as a graph, has the bits of the layers, which another test compares with PyTorch. */
class LayerGraphTest {
    static final List<String> NAMES = Reference.NAMES;

    private static final TrainingPlan PLAN = TrainingPlan.of(
            5, TrainingPlan.FULL, new OptimizerDefinition.Sgd(0.1), 0, new Metric.Multiclass());

    private static final MatrixSamples SAMPLES = new MatrixSamples(
            Matrix.of(Precision.FLOAT64, new double[][] {{0, 1}, {0.5, -2}, {3, 0.25}}),
            Matrix.of(Precision.FLOAT64, new double[][] {{0, 1, 0}, {1, 0, 0}, {0.5, 0.25, 0.25}}));

    private static MatrixSamples samples(Reference reference, Precision precision, boolean weighted) {
        var x = reference.x(precision);
        double[] weights = IntStream.range(0, x.rows()).mapToDouble(row -> row % 4).toArray();
        return new MatrixSamples(
                x, reference.y(precision), weighted ? RowWeights.inPlace(weights) : RowWeights.ALIKE);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void graphOfLayersTrainsToTheBitsOfTheLayers(String name) {
        var reference = Reference.named(name);
        for (var precision : Precision.values()) {
            for (var training : reference.trainings()) {
                for (int batchSize : new int[] {TrainingPlan.FULL, 3}) {
                    var layers = reference.network(precision);
                    var graph = LayerGraph.of(layers, precision);
                    var samples = samples(reference, precision, batchSize == 3);
                    var plan = withClipNorm(TrainingPlan.of(
                            training.steps(), batchSize, training.optimizer(), 0, new Metric.Multiclass()),
                            training.clipNorm());

                    var expected = Engine.train(layers, samples, plan);
                    var actual = Engine.train(graph, samples, plan);

                    var what = precision + " " + training.optimizer() + " " + batchSize;
                    assertThat(actual.costs()).as(what).isEqualTo(expected.costs());
                    assertThat(graph.parameters().toLittleEndianBytes()).as(what).isEqualTo(layers.parameterBytes());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void anotherLossOfTheSamePredictionHasTheBitsOfLayersWithThatLoss(Loss loss) {
        for (var output : List.of(Activation.SIGMOID, Activation.SOFTMAX)) {
            var layers = List.of(LayerDefinition.of(4, Activation.TANH), LayerDefinition.of(3, output));
            var squares = network(layers, Loss.MEAN_SQUARED_ERROR);
            var expected = Engine.train(network(layers, loss), SAMPLES, PLAN);

            var graph = LayerGraph.of(squares, Precision.FLOAT64).withLoss(loss);
            var actual = Engine.train(graph, SAMPLES, PLAN);

            assertThat(graph.definition().loss()).contains(loss);
            assertThat(graph.definition().outputActivation()).isEqualTo(output);
            assertThat(actual.costs()).as("%s", output).isEqualTo(expected.costs());
        }
    }

    private static Network network(List<LayerDefinition> layers, Loss loss) {
        return Network.initialize(new NetworkDefinition(Precision.FLOAT64, 2, layers, loss), 3);
    }
}
