package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Engine;
import dev.chainrule.network.MatrixSamples;
import dev.chainrule.network.Metric;
import dev.chainrule.network.Reference;
import dev.chainrule.network.RowWeights;
import dev.chainrule.network.TrainingPlan;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every PyTorch reference case, rebuilt as a graph, has the bits of the layers, which another test compares with PyTorch. */
class LayerGraphTest {
    static final List<String> NAMES = Reference.NAMES;

    private static MatrixSamples samples(Reference reference, Precision precision, boolean weighted) {
        var x = reference.x(precision);
        double[] weights = IntStream.range(0, x.rows()).mapToDouble(row -> row % 4).toArray();
        return new MatrixSamples(
                x, reference.y(precision), weighted ? RowWeights.of(weights) : RowWeights.ALIKE);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void aGraphThatIsAStackOfLayersTrainsToTheirBits(String name) {
        var reference = Reference.named(name);
        for (var precision : Precision.values()) {
            for (var training : reference.trainings()) {
                for (int batchSize : new int[] {TrainingPlan.FULL, 3}) {
                    var layers = reference.network(precision);
                    var graph = LayerGraph.of(layers, precision);
                    var samples = samples(reference, precision, batchSize == 3);
                    var plan = TrainingPlan.of(
                            training.steps(), batchSize, training.optimizer(), 0, new Metric.Classes())
                            .withClipNorm(training.clipNorm());

                    var expected = Engine.train(layers, samples, plan);
                    var actual = Engine.train(graph, samples, plan);

                    var what = precision + " " + training.optimizer() + " " + batchSize;
                    assertThat(actual.costs()).as(what).isEqualTo(expected.costs());
                    assertThat(graph.flat().toLittleEndianBytes()).as(what).isEqualTo(layers.parameters());
                }
            }
        }
    }
}
