package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withEarlyStopping;
import static dev.chainrule.network.TrainingPlans.withShuffle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.matrix.ComputeThreads;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that count more or less than others. */
class WeightedTrainingTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    private static Samples weighted(Precision precision, double[][] x, double[][] y, double... weights) {
        return new MatrixSamples(Matrix.of(precision, x), Matrix.of(precision, y), RowWeights.inPlace(weights));
    }

    private static TrainingPlan sgd(int epochs, int batchSize, double learningRate) {
        return withShuffle(TrainingPlan.of(epochs, batchSize, new OptimizerDefinition.Sgd(learningRate), 1, numbers(1)),
                false);
    }

    private static Metric numbers(int outputs) {
        return new Metric.Regression(IntStream.range(0, outputs).mapToDouble(_ -> 1).toArray());
    }

    /** a = w·x. */
    private static Network line(double weight) {
        var layer = new LayerDefinition(1, Activation.IDENTITY, false, 0, 0, 0, new double[][] {{weight}}, null);
        return Network.initialize(
                new NetworkDefinition(Precision.FLOAT64, 1, List.of(layer), Loss.MEAN_SQUARED_ERROR), 0);
    }

    /** Weights 1 and 3 count ½ and 1½; errors of 1 and −2 cost (½·1 + 1½·4)/2; the gradient is (½·2·1·1 + 1½·2·(−2)·2)/2. */
    @Test
    void aStepIsAsCalculatedByHand() {
        var network = line(2);
        var samples = weighted(Precision.FLOAT64, new double[][] {{1}, {2}}, new double[][] {{1}, {6}}, 1, 3);

        var run = Engine.train(network, samples, sgd(1, 2, 0.25));

        assertThat(run.costs()).containsExactly(3.25, 3.25);
        assertThat(run.records().getLast().gradientNorm()).isEqualTo(5.5);
        assertThat(network.weights(0).get(0, 0)).isEqualTo(2 + 0.25 * 5.5);
    }

    /** Each batch is divided by its rows, not by its weights: the steps are 0.25·(½·2) and then 0.25·(1½·2·(1.75·2 − 6)·2). */
    @Test
    void weightsKeepTheirMeanOverAllRowsInEveryBatch() {
        var network = line(2);
        var samples = weighted(Precision.FLOAT64, new double[][] {{1}, {2}}, new double[][] {{1}, {6}}, 1, 3);

        var run = Engine.train(network, samples, sgd(1, 1, 0.25));

        assertThat(network.weights(0).get(0, 0)).isEqualTo(1.75 + 0.25 * 15);
        assertThat(run.costs().getLast()).isEqualTo((0.5 * 1 + 1.5 * 6.25) / 2);
    }

    @Test
    void metricsIgnoreRowWeights() {
        var x = new double[][] {{1}, {2}, {3}};
        var y = new double[][] {{1}, {6}, {6}};

        var scores = Engine.scores(
                line(2), weighted(Precision.FLOAT64, x, y, 1, 3, 0), numbers(1), Engine.FLOAT64);
        var alike = Engine.scores(line(2), Engine.samples(Precision.FLOAT64, x, y), numbers(1), Engine.FLOAT64);

        assertThat(scores.mae()).isEqualTo(alike.mae()).isEqualTo(1);
        assertThat(scores.r2()).isEqualTo(alike.r2());
        assertThat(scores.cost()).as("(1·1 + 3·4)/4").isCloseTo(3.25, ROUNDING);
        assertThat(alike.cost()).isCloseTo(5 / 3.0, ROUNDING);
    }

    /** The weighted mean of the validation's own weights, whatever the training rows' are; early stopping goes by it. */
    @Test
    void validationRowsCountByTheirOwnWeights() {
        var training = Engine.samples(Precision.FLOAT64, new double[][] {{1}}, new double[][] {{0}});
        var x = new double[][] {{1}, {2}};
        var y = new double[][] {{2}, {1}};
        var plan = withEarlyStopping(sgd(3, 1, 0.25),
                new EarlyStopping(EarlyStopping.Monitor.VALIDATION_COST, 1, 0, true));

        // The line turns from 2 to 1 to ½: the first row wants it back, the second one wants it there.
        var first = Engine.train(line(2), training, weighted(Precision.FLOAT64, x, y, 9, 1), plan);
        var second = Engine.train(line(2), training, weighted(Precision.FLOAT64, x, y, 1, 9), plan);

        assertThat(first.records().get(1).validation().cost()).isCloseTo((9 * 1 + 1 * 1) / 10.0, ROUNDING);
        assertThat(first.records().get(2).validation().cost()).isCloseTo((9 * 2.25 + 1 * 0) / 10, ROUNDING);
        assertThat(first.outcome()).isEqualTo(new Outcome.EarlyStopped(2, 1, 1));
        assertThat(second.records().get(2).validation().cost()).isCloseTo((1 * 2.25 + 9 * 0) / 10, ROUNDING);
        assertThat(second.records().get(2).training()).isEqualTo(first.records().get(2).training());
    }

    // What follows is about networks of several layers and rows that are drawn.

    private static final int INPUTS = 3;
    private static final int OUTPUTS = 3;

    private static double[][] rows(int rows, int columns, long index) {
        var random = RandomStream.of(7, Purpose.SPLIT, index);
        var all = new double[rows][columns];
        for (var row : all) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        return all;
    }

    private static double[][] classes(int rows) {
        var all = new double[rows][OUTPUTS];
        for (int i = 0; i < rows; i++) {
            all[i][i * 5 % 7 % OUTPUTS] = 1;
        }
        return all;
    }

    private static double[] weights(int rows) {
        var random = RandomStream.of(7, Purpose.SPLIT, 3);
        return IntStream.range(0, rows).mapToDouble(i -> i % 5 == 2 ? 0 : 4 * random.nextDouble()).toArray();
    }

    private static Network network(Precision precision, int inputs, Loss loss, Activation last) {
        return Network.initialize(
                new NetworkDefinition(
                        precision,
                        inputs,
                        List.of(
                                new LayerDefinition(40, Activation.TANH, true, 0, 0.001, 0.01, null, null),
                                LayerDefinition.of(OUTPUTS, last)),
                        loss),
                11);
    }

    /** C(p ± h) is added up here, row by row through a network that knows no weights. */
    @ParameterizedTest
    @EnumSource
    void gradientsAreThoseOfTheWeightedCost(Loss loss) {
        boolean probabilities = loss == Loss.BINARY_CROSS_ENTROPY || loss == Loss.CATEGORICAL_CROSS_ENTROPY;
        for (var last : probabilities ? List.of(Activation.SIGMOID, Activation.SOFTMAX)
                : List.of(Activation.TANH, Activation.SOFTMAX)) {
            int rows = 7;
            var x = rows(rows, INPUTS, 0);
            var y = probabilities ? classes(rows) : rows(rows, OUTPUTS, 1);
            var weights = RowWeights.inPlace(weights(rows));
            var samples = new MatrixSamples(
                    Matrix.of(Precision.FLOAT64, x), Matrix.of(Precision.FLOAT64, y), weights);
            var network = network(Precision.FLOAT64, INPUTS, loss, last);
            var tally = new MetricAccumulator(numbers(OUTPUTS), network.outputs());
            var gradient = BatchGradient.of(network, samples, rows, tally, Engine.FLOAT64);

            gradient.compute(IntStream.range(0, rows).toArray(), 0, rows, null, () -> false, null);

            assertThat(tally.scores().cost()).isCloseTo(cost(network, x, y, weights), ROUNDING);
            var parameters = network.parameters();
            double step = 1e-5;
            for (int p = 0; p < parameters.columns(); p++) {
                double start = parameters.get(0, p);
                parameters.set(0, p, start + step);
                double above = cost(network, x, y, weights) + penalty(network);
                parameters.set(0, p, start - step);
                double below = cost(network, x, y, weights) + penalty(network);
                parameters.set(0, p, start);
                assertThat(gradient.gradient().get(0, p)).as("%s after %s, parameter %d", loss, last, p)
                        .isCloseTo((above - below) / (2 * step), within(1e-8));
            }
        }
    }

    private static double cost(Network network, double[][] x, double[][] y, RowWeights weights) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            var row = Engine.samples(Precision.FLOAT64, new double[][] {x[i]}, new double[][] {y[i]});
            sum += weights.of(i) * Engine.scores(network, row, numbers(OUTPUTS), Engine.FLOAT64).cost();
        }
        return sum / x.length;
    }

    private static double penalty(Network network) {
        return Arrays.stream(network.weights(0).toArray())
                .flatMapToDouble(Arrays::stream)
                .map(w -> 0.001 * Math.abs(w) + 0.01 / 2 * w * w)
                .sum();
    }

    private static Network trained(Samples samples, int batchSize) {
        var network = network(Precision.FLOAT64, INPUTS, Loss.CATEGORICAL_CROSS_ENTROPY, Activation.SOFTMAX);
        var momentum = new OptimizerDefinition.Momentum(0.1, 0.9);
        var plan = TrainingPlan.of(8, batchSize, momentum, 1, new Metric.Multiclass());
        assertThat(Engine.train(network, samples, plan).outcome()).isInstanceOf(Outcome.Completed.class);
        return network;
    }

    private static void assertSameParameters(Network actual, Network expected) {
        for (int p = 0; p < expected.parameters().columns(); p++) {
            assertThat(actual.parameters().get(0, p))
                    .isCloseTo(expected.parameters().get(0, p), ROUNDING);
        }
    }

    /** In one block, and in several. */
    @ParameterizedTest
    @ValueSource(ints = {9, MicroBatchedGradient.BLOCK_ROWS + 200})
    void aRowOfWeightTwoIsTheRowTwice(int rows) {
        var x = rows(rows, INPUTS, 0);
        var y = classes(rows);
        var once = IntStream.range(0, rows).mapToDouble(i -> i % 3 == 0 ? 2 : 1).toArray();
        int[] order = IntStream.range(0, rows)
                .flatMap(i -> i % 3 == 0 ? IntStream.of(i, i) : IntStream.of(i))
                .toArray();

        var weighted = trained(weighted(Precision.FLOAT64, x, y, once), TrainingPlan.FULL);

        assertSameParameters(weighted, trained(chosen(x, y, order), TrainingPlan.FULL));
    }

    private static Samples chosen(double[][] x, double[][] y, int... rows) {
        return Engine.samples(
                Precision.FLOAT64,
                Arrays.stream(rows).mapToObj(i -> x[i]).toArray(double[][]::new),
                Arrays.stream(rows).mapToObj(i -> y[i]).toArray(double[][]::new));
    }

    /** Not even where its cost is infinite. */
    @Test
    void rowOfWeightZeroHasNoEffect() {
        var x = rows(9, INPUTS, 0);
        var y = classes(9);
        y[4] = new double[] {1e308, 1e308, 1e308};
        var weights = new double[] {1, 1, 1, 1, 0, 1, 1, 0, 1};

        var weighted = trained(weighted(Precision.FLOAT64, x, y, weights), TrainingPlan.FULL);

        assertSameParameters(weighted, trained(chosen(x, y, 0, 1, 2, 3, 5, 6, 8), TrainingPlan.FULL));
    }

    @Test
    void valuesOfARowOfWeightZeroChangeNoBit() {
        var x = rows(20, INPUTS, 0);
        var y = classes(20);
        var before = trained(weighted(Precision.FLOAT64, x, y, weights(20)), 6).parameterBytes();
        x[2] = new double[] {-3, 100, 0.5};
        y[2] = new double[] {0.1, 5, -7};

        assertThat(trained(weighted(Precision.FLOAT64, x, y, weights(20)), 6).parameterBytes()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void equalWeightsChangeNoBit(Precision precision) {
        var x = rows(50, INPUTS, 0);
        var y = classes(50);
        var equal = new double[50];
        Arrays.fill(equal, 0.3);

        assertThat(bits(weighted(precision, x, y, equal), precision, Requested.AUTO, 1))
                .isEqualTo(bits(Engine.samples(precision, x, y), precision, Requested.AUTO, 1));
    }

    /** Blocks that threads share, and ragged ones behind them. */
    @ParameterizedTest
    @EnumSource
    void kernelsAndThreadsChangeNoBit(Precision precision) {
        var samples = weighted(precision, rows(2500, 24, 0), classes(2500), weights(2500));
        var scalarAlone = bits(samples, precision, Requested.SCALAR, 1);

        for (int threads = 1; threads <= 3; threads++) {
            assertThat(bits(samples, precision, Requested.VECTOR, threads)).as("%d threads", threads)
                    .isEqualTo(scalarAlone);
        }
        assertThat(scalarAlone).isNotEqualTo(
                bits(
                        Engine.samples(precision, rows(2500, 24, 0), classes(2500)), precision, Requested.SCALAR,
                        1));
    }

    /** Parameters and costs. */
    private static String bits(Samples samples, Precision precision, Requested kernels, int count) {
        var network = network(precision, samples.inputs(), Loss.CATEGORICAL_CROSS_ENTROPY, Activation.SOFTMAX);
        var adam = new OptimizerDefinition.Adam(0.01, 0.9, 0.999, 1e-8);
        var plan = TrainingPlan.of(3, 1100, adam, 5, new Metric.Multiclass());
        var records = new Engine.Records();
        try (var threads = ComputeThreads.of(count); var team = threads.team()) {
            var operations = MatrixOperations.of(precision, KernelSelection.choose(kernels), team);
            new Training(network, samples, samples, plan, records, operations, System::nanoTime).run();
        }
        return HexFormat.of().formatHex(network.parameterBytes())
                + records.list.stream().map(record -> record.training() + " " + record.validation()).toList();
    }
}
