package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoresTest {
    @Test
    void multiclassRowIsCorrectIfTheLargestOutputIsTheTargets() {
        var scores = scores(
                Loss.CATEGORICAL_CROSS_ENTROPY,
                new Metric.Multiclass(),
                new double[][] {{0.2, 0.5, 0.3}, {0.4, 0.35, 0.25}, {0.4, 0.4, 0.2}, {0.1, 0.1, 0.8}},
                new double[][] {{0, 1, 0}, {0, 1, 0}, {1, 0, 0}, {0, 0, 1}});

        assertThat(scores.accuracy()).isEqualTo(0.75);
        assertThat(scores.mae()).isNaN();
        assertThat(scores.r2()).isNaN();
    }

    @Test
    void labelIsCorrectOnItsTargetsSideOfOneHalf() {
        var scores = scores(
                Loss.MEAN_SQUARED_ERROR,
                new Metric.Multilabel(),
                new double[][] {{0.5}, {0.49}, {0.9}, {-3}},
                new double[][] {{1}, {1}, {1}, {0}});

        assertThat(scores.accuracy()).isEqualTo(0.75);
    }

    @Test
    void multilabelRowIsCorrectIfAllLabelsAre() {
        var scores = scores(
                Loss.BINARY_CROSS_ENTROPY,
                new Metric.Multilabel(),
                new double[][] {{0.9, 0.8}, {0.9, 0.2}},
                new double[][] {{1, 1}, {1, 1}});

        assertThat(scores.accuracy()).isEqualTo(0.5);
    }

    @Test
    void maeIsInTheDatasUnitsAndR2IsTheMeanOverTheOutputs() {
        var scores = scores(
                Loss.MEAN_SQUARED_ERROR,
                new Metric.Regression(new double[] {10, 1}),
                new double[][] {{1, 5}, {2, 5}, {3, 5}},
                new double[][] {{1, 4}, {2, 5}, {6, 9}});

        // First output: errors 0, 0, 3 and Σ(y − 3)² = 14. Second: errors 1, 0, 4 and Σ(y − 6)² = 14.
        assertThat(scores.mae()).isCloseTo((10 * 1 + 5.0 / 3) / 2, within(1e-12));
        assertThat(scores.r2()).isCloseTo((1 - 9.0 / 14 + 1 - 17.0 / 14) / 2, within(1e-12));
        assertThat(scores.accuracy()).isNaN();
    }

    @Test
    void r2OfConstantTargetsIsNaN() {
        var scores = scores(
                Loss.MEAN_SQUARED_ERROR,
                new Metric.Regression(new double[] {1}),
                new double[][] {{1}, {2}},
                new double[][] {{0.1}, {0.1}});

        assertThat(scores.r2()).isNaN();
        assertThat(scores.mae()).isCloseTo(1.4, within(1e-12));
    }

    @Test
    void r2LeavesOutAnOutputWhoseTargetsAreAllEqual() {
        var scores = scores(
                Loss.MEAN_SQUARED_ERROR,
                new Metric.Regression(new double[] {1, 1}),
                new double[][] {{1, 5}, {2, 5}, {3, 5}},
                new double[][] {{1, 7}, {2, 7}, {6, 7}});

        assertThat(scores.r2()).isCloseTo(1 - 9.0 / 14, within(1e-12));
        assertThat(scores.mae()).isCloseTo((1 + 2) / 2.0, within(1e-12));
    }

    @Test
    void r2OfTargetsFarFromZeroKeepsItsDigits() {
        var scores = scores(
                Loss.MEAN_SQUARED_ERROR,
                new Metric.Regression(new double[] {1}),
                new double[][] {{1e9 + 1}, {1e9 + 2}, {1e9 + 3}},
                new double[][] {{1e9 + 1}, {1e9 + 2}, {1e9 + 4}});

        assertThat(scores.r2()).isCloseTo(1 - 1 / (14.0 / 3), within(1e-7));
    }

    @Test
    void outputScaleOfAnotherLengthThanTheOutputsIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores(
                        Loss.MEAN_SQUARED_ERROR,
                        new Metric.Regression(new double[] {1, 1}),
                        new double[][] {{1}},
                        new double[][] {{1}}))
                .withMessageContainingAll("1 numbers", "2");
    }

    @Test
    void costsOfBlocksAreWeightedByTheirRows() {
        int rows = 2 * Evaluator.BLOCK_ROWS + 1;
        var outputs = new double[rows][1];
        var targets = new double[rows][1];
        outputs[rows - 1][0] = rows;

        var scores = scores(Loss.MEAN_ABSOLUTE_ERROR, new Metric.Regression(new double[] {1}), outputs, targets);

        assertThat(scores.cost()).isCloseTo(1, within(1e-12));
    }

    @Test
    void predictionGoesOverAllRowsInTheirOrder() {
        int rows = Evaluator.BLOCK_ROWS + 3;
        var x = new double[rows][1];
        for (int i = 0; i < rows; i++) {
            x[i][0] = i;
        }
        var network = passThrough(1, Loss.MEAN_SQUARED_ERROR);

        var blocks = new ArrayList<List<Integer>>();
        Prediction.over(network, Engine.samples(Precision.FLOAT64, x, x), Engine.FLOAT64, (from, outputs, targets) -> {
            blocks.add(List.of(from, outputs.rows()));
            assertThat(outputs.toArray()).isDeepEqualTo(targets.toArray());
        }, () -> false);

        assertThat(blocks).containsExactly(List.of(0, Evaluator.BLOCK_ROWS), List.of(Evaluator.BLOCK_ROWS, 3));
        assertThat(Prediction.of(network, Matrix.of(Precision.FLOAT64, x), Engine.FLOAT64, () -> false).toArray())
                .isDeepEqualTo(x);
        assertThat(Prediction.of(network, Matrix.zeros(Precision.FLOAT64, 0, 1), Engine.FLOAT64, () -> false).rows())
                .isZero();
        assertThatThrownBy(() -> Prediction.of(network, Matrix.of(Precision.FLOAT64, x), Engine.FLOAT64, () -> true))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void evaluationPassesOnEveryBlockWithoutChangingTheScores() {
        var x = IntStream.range(0, 2 * Evaluator.BLOCK_ROWS).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
        var y = IntStream.range(0, x.length).mapToObj(i -> new double[] {i % 7}).toArray(double[][]::new);
        var network = passThrough(1, Loss.MEAN_SQUARED_ERROR);
        var samples = Engine.samples(Precision.FLOAT64, x, y);
        var metric = new Metric.Regression(new double[] {1});

        var blocks = new ArrayList<Integer>();
        var scores = Evaluation.of(
                network, samples, metric, Engine.FLOAT64, (from, _, _) -> blocks.add(from), () -> false);

        assertThat(blocks).containsExactly(0, Evaluator.BLOCK_ROWS);
        assertThat(scores).contains(Engine.scores(network, samples, metric, Engine.FLOAT64));
    }

    @Test
    void anInterruptedEvaluationStopsBeforeTheNextBlock() {
        var x = new double[3 * Evaluator.BLOCK_ROWS][1];
        var network = passThrough(1, Loss.MEAN_SQUARED_ERROR);
        var samples = Engine.samples(Precision.FLOAT64, x, x);
        var blocks = new ArrayList<Integer>();

        var scores = Evaluation.of(
                network, samples, new Metric.Regression(new double[] {1}), Engine.FLOAT64,
                (from, _, _) -> blocks.add(from), () -> blocks.size() == 2);
        boolean complete = Prediction.over(
                network, samples, Engine.FLOAT64, (from, _, _) -> blocks.add(from), () -> blocks.size() == 3);

        assertThat(scores).isEmpty();
        assertThat(complete).isFalse();
        assertThat(blocks).containsExactly(0, Evaluator.BLOCK_ROWS, 0);
    }

    @Test
    void samplesMustFitTheNetwork() {
        var network = passThrough(2, Loss.MEAN_SQUARED_ERROR);
        var samples = Engine.samples(Precision.FLOAT64, new double[][] {{1, 2, 3}}, new double[][] {{1, 2}});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.scores(network, samples, new Metric.Multiclass(), Engine.FLOAT64))
                .withMessageContainingAll("2 inputs and 2 outputs", "3 and 2");
    }

    /** The scores of a network whose outputs are its inputs. */
    private static Scores scores(Loss loss, Metric metric, double[][] outputs, double[][] targets) {
        var network = passThrough(outputs[0].length, loss);
        return Engine.scores(network, Engine.samples(Precision.FLOAT64, outputs, targets), metric, Engine.FLOAT64);
    }

    private static Network passThrough(int width, Loss loss) {
        var identity = new double[width][width];
        for (int i = 0; i < width; i++) {
            identity[i][i] = 1;
        }
        var layer = new LayerDefinition(width, Activation.IDENTITY, false, 0, 0, 0, identity, null);
        return Network.initialize(new NetworkDefinition(Precision.FLOAT64, width, List.of(layer), loss), 0);
    }
}
