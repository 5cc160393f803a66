package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withClipNorm;
import static dev.chainrule.network.TrainingPlans.withEarlyStopping;
import static dev.chainrule.network.TrainingPlans.withShuffle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an epoch is, on the smallest network there is: a = w·x. */
class TrainingTest {
    private static final double[][] X = {{1}, {2}, {-1}, {0.5}, {3}};
    private static final double[][] Y = {{2}, {3}, {-1}, {2}, {5}};
    private static final double RATE = 0.02;

    @Test
    void epochZeroIsTheUntrainedNetwork() {
        var network = line(0.3);
        var untrained = Engine.scores(network, samples(X, Y), new Metric.Regression(new double[] {1}), Engine.FLOAT64);

        var run = Engine.train(network, samples(X, Y), plan(2, 2));

        var first = run.records().getFirst();
        assertThat(first.epoch()).isZero();
        assertThat(first.training()).isEqualTo(untrained);
        assertThat(first.validation()).isNull();
        assertThat(first.learningRate()).isNaN();
        assertThat(first.gradientNorm()).isNaN();
    }

    /** Against the loop that anyone would write. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, TrainingPlan.FULL})
    void epochsCostIsTheMeanOfItsBatchesEachBeforeItsStep(int batchSize) {
        double w = 0.3;
        var costs = new ArrayList<Double>();
        double gradient = 0;
        for (int epoch = 1; epoch <= 3; epoch++) {
            double squares = 0;
            for (int from = 0; from < X.length; from += Math.min(batchSize, X.length)) {
                int to = (int) Math.min(X.length, (long) from + batchSize);
                gradient = 0;
                for (int i = from; i < to; i++) {
                    double error = w * X[i][0] - Y[i][0];
                    squares += error * error;
                    gradient += 2 * error * X[i][0] / (to - from);
                }
                w -= RATE * gradient;
            }
            costs.add(squares / X.length);
        }
        var network = line(0.3);

        var run = Engine.train(network, samples(X, Y), withShuffle(plan(3, batchSize), false));

        assertThat(network.weights(0).get(0, 0)).isCloseTo(w, within(1e-14));
        for (int epoch = 1; epoch <= 3; epoch++) {
            var record = run.records().get(epoch);
            assertThat(record.epoch()).isEqualTo(epoch);
            assertThat(record.training().cost()).isCloseTo(costs.get(epoch - 1), within(1e-14));
            assertThat(record.learningRate()).isEqualTo(RATE);
        }
        assertThat(run.records().getLast().gradientNorm()).isCloseTo(Math.abs(gradient), within(1e-13));
        assertThat(run.outcome()).isEqualTo(new Outcome.Completed(3, run.costs().getLast(), 3));
    }

    @Test
    void theGradientNormIsThatBeforeClippingWithPenalties() {
        var layer = new LayerDefinition(1, Activation.IDENTITY, false, 0, 0.5, 0.25, new double[][] {{2}}, null);
        var network = network(layer);

        var run = Engine.train(
                network, samples(new double[][] {{1}}, new double[][] {{0}}),
                withClipNorm(plan(1, TrainingPlan.FULL), 1));

        // 2·w + 0.5·sign w + 0.25·w at w = 2, then a step of η·1.
        assertThat(run.records().getLast().gradientNorm()).isCloseTo(5, within(1e-15));
        assertThat(network.weights(0).get(0, 0)).isCloseTo(2 - RATE, within(1e-7));
        assertThat(run.records().getLast().training().cost()).isEqualTo(4);
    }

    @Test
    void everyEpochHasEveryRowOnceInAnOrderOfItsOwn() {
        var orders = new OrderRecorder(10);

        Engine.train(line(0), orders,
                TrainingPlan.of(3, 4, new OptimizerDefinition.Sgd(1e-9), 5, new Metric.Multiclass()));

        var epochs = orders.epochs(10);
        assertThat(epochs).hasSize(4).allSatisfy(epoch -> assertThat(epoch).containsExactlyInAnyOrder(range(10)));
        assertThat(epochs.get(0)).as("evaluation").containsExactly(range(10));
        assertThat(epochs).doesNotHaveDuplicates();
    }

    @Test
    void withoutShufflingRowsKeepTheirOrder() {
        var orders = new OrderRecorder(10);

        Engine.train(line(0), orders, withShuffle(plan(3, 4), false));

        assertThat(orders.epochs(10)).hasSize(4).allSatisfy(epoch -> assertThat(epoch).containsExactly(range(10)));
    }

    @Test
    void aSingleBatchIsGatheredOnceInItsGivenOrder() {
        var orders = new OrderRecorder(10);

        Engine.train(line(0), orders, plan(3, TrainingPlan.FULL));

        assertThat(orders.epochs(10)).hasSize(2).allSatisfy(epoch -> assertThat(epoch).containsExactly(range(10)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1500, 2047, 2048, TrainingPlan.FULL})
    void batchesOfSeveralBlocksHaveEveryRowOnce(int batchSize) {
        int rows = 2 * MicroBatchedGradient.BLOCK_ROWS + 99;
        var orders = new OrderRecorder(rows);

        Engine.train(line(0), orders, plan(2, batchSize));

        assertThat(orders.epochs(rows)).hasSize(3).allSatisfy(
                epoch -> assertThat(epoch).containsExactlyInAnyOrder(range(rows)));
    }

    @Test
    void validationIsMeasuredAtTheEndOfEveryEpoch() {
        var network = line(0.3);
        var validation = samples(new double[][] {{1}, {4}}, new double[][] {{1}, {2}});
        var before = Engine.scores(network, validation, plan(1, 2).metric(), Engine.FLOAT64);

        var run = Engine.train(network, samples(X, Y), validation, plan(2, 2));

        var after = Engine.scores(network, validation, plan(1, 2).metric(), Engine.FLOAT64);
        assertThat(run.records()).extracting(EpochRecord::validation).hasSize(3).startsWith(before).endsWith(after);
    }

    @Test
    void planOfZeroEpochsOnlyMeasuresTheUntrainedNetwork() {
        var network = line(0.3);

        var run = Engine.train(network, samples(X, Y), plan(0, 2));

        assertThat(run.records()).hasSize(1);
        assertThat(run.outcome()).isEqualTo(new Outcome.Completed(0, run.costs().getFirst(), 0));
        assertThat(network.weights(0).get(0, 0)).isEqualTo(0.3);
    }

    @Test
    void samplesThatDoNotFitTheNetworkAreRejected() {
        var network = line(0.3);
        var monitorsValidation =
                withEarlyStopping(plan(1, 2), new EarlyStopping(EarlyStopping.Monitor.VALIDATION_COST, 1, 0, true));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.train(network, samples(X, new double[5][2]), plan(1, 2)))
                .withMessageContaining("1 inputs and 1 outputs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.train(network, samples(X, Y), monitorsValidation))
                .withMessageContaining("without validation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Training(
                        network, samples(X, Y), null, plan(1, 2), new Engine.Records(), Engine.FLOAT32,
                        System::nanoTime))
                .withMessageContainingAll("FLOAT64", "FLOAT32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> samples(X, new double[4][1]))
                .withMessageContaining("the same number of rows");
    }

    private static TrainingPlan plan(int epochs, int batchSize) {
        return TrainingPlan.of(
                epochs, batchSize, new OptimizerDefinition.Sgd(RATE), 1, new Metric.Regression(new double[] {1}));
    }

    private static Network line(double weight) {
        return network(
                new LayerDefinition(1, Activation.IDENTITY, false, 0, 0, 0, new double[][] {{weight}}, null));
    }

    private static Network network(LayerDefinition layer) {
        return Network.initialize(
                new NetworkDefinition(Precision.FLOAT64, 1, List.of(layer), Loss.MEAN_SQUARED_ERROR), 0);
    }

    private static Samples samples(double[][] x, double[][] y) {
        return Engine.samples(Precision.FLOAT64, x, y);
    }

    private static Integer[] range(int rows) {
        return IntStream.range(0, rows).boxed().toArray(Integer[]::new);
    }

    /** Notes which rows were asked for. */
    private static final class OrderRecorder implements Samples {
        private final int rows;
        private final List<Integer> asked = new ArrayList<>();

        OrderRecorder(int rows) {
            this.rows = rows;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int inputs() {
            return 1;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void gather(int[] order, int from, int row, int count, Matrix x, Matrix y,
                MatrixOperations operations) {
            assertThat(x.rows()).isEqualTo(row + count);
            for (int i = from + row; i < from + row + count; i++) {
                asked.add(order[i]);
            }
        }

        List<List<Integer>> epochs(int rows) {
            return IntStream.range(0, asked.size() / rows)
                    .mapToObj(epoch -> asked.subList(epoch * rows, (epoch + 1) * rows))
                    .toList();
        }
    }
}
