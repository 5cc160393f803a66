package dev.chainrule.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.chainrule.dataset.Table;
import dev.chainrule.dataset.Tables;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.Loss;
import dev.chainrule.network.RowWeights;
import dev.chainrule.problem.ProblemException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Raw rows in, a network's numbers out, calculated by hand. */
class EncodedSamplesTest {
    /** (age − 4)/2; colour in two columns, a quarter blue if unknown; score in tens above 100. */
    private static final Preprocessing PREPROCESSING = new Preprocessing(
            List.of(
                    new ColumnEncoder.Numeric("age", 4, 0.5, 6.0),
                    new ColumnEncoder.OneHot("colour", List.of("blue", "red"), List.of(0.25, 0.75), List.of())),
            List.of(new ColumnEncoder.Numeric("score", 100, 0.1, null)));

    private static final Table TABLE = Tables
            .json("""
                    {"columns": [{"name": "colour", "type": "categorical"}, {"name": "score", "role": "target"}, {"name": "age"}],
                     "rows": [["red", 110, 8], ["blue", 90, 4], [null, 100, null], ["red", 105, 0.5]]}""");

    private static MatrixOperations operations(Matrix x) {
        return MatrixOperations.of(x.precision(), KernelSelection.choose(Requested.AUTO), ComputeTeam.alone());
    }

    private static double[][] inputs(EncodedSamples samples, int... order) {
        return gather(samples, order)[0].toArray();
    }

    private static double[][] targets(EncodedSamples samples, int... order) {
        return gather(samples, order)[1].toArray();
    }

    private static Matrix[] gather(EncodedSamples samples, int... order) {
        var x = Matrix.zeros(Precision.FLOAT64, order.length, samples.inputs());
        var y = Matrix.zeros(Precision.FLOAT64, order.length, samples.outputs());
        samples.gather(order, 0, 0, order.length, x, y, operations(x));
        return new Matrix[] {x, y};
    }

    @Test
    void columnsAreFoundByNameWhereverTheyStand() {
        var samples = new EncodedSamples(PREPROCESSING, TABLE, new int[] {0, 1, 2, 3});

        assertThat(samples.rows()).isEqualTo(4);
        assertThat(samples.inputs()).isEqualTo(3);
        assertThat(samples.outputs()).isEqualTo(1);
        assertThat(inputs(samples, 0, 1, 2, 3)).isDeepEqualTo(new double[][] {
            {2, 0, 1}, {0, 1, 0}, {1, 0.25, 0.75}, {-1.75, 0, 1}
        });
        assertThat(targets(samples, 0, 1, 2, 3)).isDeepEqualTo(new double[][] {{1}, {-1}, {0}, {0.5}});
    }

    @Test
    void categoryWithoutATrainingRowIsAllZeros() {
        var preprocessing = new Preprocessing(
                List.of(new ColumnEncoder.OneHot("colour", List.of("blue", "red"), List.of(1.0, 0.0), List.of("red"))),
                PREPROCESSING.targets());

        var samples = new EncodedSamples(preprocessing, TABLE, new int[] {0, 1, 2});

        assertThat(inputs(samples, 0, 1, 2)).isDeepEqualTo(new double[][] {{0, 0}, {1, 0}, {1, 0}});
        assertThat(UnknownValues.of(preprocessing, TABLE))
                .containsExactly(new UnknownValues("colour", 2, List.of("red")));
        assertThat(UnknownValues.of(preprocessing, TABLE, new int[] {1, 2})).isEmpty();
        assertThat(UnknownValues.of(PREPROCESSING, TABLE)).isEmpty();
    }

    @Test
    void onlyTheChosenRowsAreThere() {
        var samples = new EncodedSamples(PREPROCESSING, TABLE, new int[] {1, 3});

        assertThat(samples.rows()).isEqualTo(2);
        assertThat(targets(samples, 1, 0)).isDeepEqualTo(new double[][] {{0.5}, {-1}});
    }

    @Test
    void aBatchIsAPartOfTheOrder() {
        var samples = new EncodedSamples(PREPROCESSING, TABLE, new int[] {0, 1, 2, 3});
        var x = Matrix.zeros(Precision.FLOAT64, 2, 3);
        var y = Matrix.zeros(Precision.FLOAT64, 2, 1);

        samples.gather(new int[] {3, 2, 1, 0}, 1, 0, 2, x, y, operations(x));

        assertThat(y.toArray()).isDeepEqualTo(new double[][] {{0}, {-1}});
    }

    @Test
    void gatheringAllocatesNothing() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var samples = new EncodedSamples(PREPROCESSING, TABLE, new int[] {0, 1, 2, 3});
        var order = new int[] {3, 2, 1, 0};
        var x = Matrix.zeros(Precision.FLOAT32, 4, 3);
        var y = Matrix.zeros(Precision.FLOAT32, 4, 1);
        var operations = operations(x);
        samples.gather(order, 0, 0, 4, x, y, operations); // makes this thread's rows

        long least = Long.MAX_VALUE;
        for (int round = 0; round < 300 && least >= 1000; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < 1000; call++) {
                samples.gather(order, 0, 0, 4, x, y, operations);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes of 1000 batches").isLessThan(1000);
    }

    /** Images: bytes that are all scaled alike have a code path of their own. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void bytesOfOneScaleAreEncodedLikeOtherNumbers(Precision precision) {
        var table = Tables
                .json("""
                        {"columns": [{"name": "digit", "role": "target", "type": "categorical"}, {"name": "p1"}, {"name": "p2"}, {"name": "p3"}],
                         "rows": [["a", 0, 255, 7], ["b", 200, 1, 128]]}""");
        var alike = List.<ColumnEncoder>of(
                new ColumnEncoder.Numeric("p1", 0.5, 1 / 255.0, null),
                new ColumnEncoder.Numeric("p2", 0.5, 1 / 255.0, null),
                new ColumnEncoder.Numeric("p3", 0.5, 1 / 255.0, null));
        var digit = List.<ColumnEncoder>of(new ColumnEncoder.OneHot("digit", List.of("a", "b"), null, List.of()));
        var x = Matrix.zeros(precision, 2, 3);
        var y = Matrix.zeros(precision, 2, 2);

        new EncodedSamples(new Preprocessing(alike, digit), table, new int[] {1, 0})
                .gather(new int[] {0, 1}, 0, 0, 2, x, y, operations(x));

        var expected = Matrix.of(precision, new double[][] {
            {(200 - 0.5) * (1 / 255.0), (1 - 0.5) * (1 / 255.0), (128 - 0.5) * (1 / 255.0)},
            {(0 - 0.5) * (1 / 255.0), (255 - 0.5) * (1 / 255.0), (7 - 0.5) * (1 / 255.0)}
        });
        assertThat(x.toArray()).isDeepEqualTo(expected.toArray());
        assertThat(y.toArray()).isDeepEqualTo(new double[][] {{0, 1}, {1, 0}});
    }

    private static final Table NEIGHBOURS = Tables
            .json("""
                    {"columns": [{"name": "c", "type": "categorical"}, {"name": "a"}, {"name": "b"}, {"name": "skip"},
                                 {"name": "d"}, {"name": "e"}, {"name": "f"}, {"name": "y", "role": "target"}],
                     "rows": [["p", 1, 20, 0, 300, 4000, null, 1], ["q", 2, 30, 0, 400, null, 60000, 2]]}""");

    /** a and b are neighbours without missing values, e and f neighbours with some; d stands alone, and b moves in front of a. */
    @Test
    void neighbouringNumbersAreEachEncodedByTheirOwnShiftScaleAndStandIn() {
        var targets = List.<ColumnEncoder>of(new ColumnEncoder.Numeric("y", 0, 1, null));
        var c = new ColumnEncoder.OneHot("c", List.of("p", "q"), null, List.of());
        var a = new ColumnEncoder.Numeric("a", 1, 2, null);
        var b = new ColumnEncoder.Numeric("b", 10, 3, null);
        var d = new ColumnEncoder.Numeric("d", 100, 5, -1.0);
        var e = new ColumnEncoder.Numeric("e", 1000, 7, 1001.0);
        var f = new ColumnEncoder.Numeric("f", 10_000, 11, 10_002.0);

        var inOrder = new EncodedSamples(new Preprocessing(List.of(c, a, b, d, e, f), targets), NEIGHBOURS,
                new int[] {0, 1});
        var turned = new EncodedSamples(new Preprocessing(List.of(b, a, f, e, c), targets), NEIGHBOURS,
                new int[] {0, 1});

        assertThat(inputs(inOrder, 0, 1)).isDeepEqualTo(new double[][] {
            {1, 0, 0, 30, 1000, 21_000, 22}, {0, 1, 2, 60, 1500, 7, 550_000}
        });
        assertThat(inputs(turned, 0, 1)).isDeepEqualTo(new double[][] {
            {30, 0, 22, 21_000, 1, 0}, {60, 2, 550_000, 7, 0, 1}
        });
    }

    private static final Table PIXELS = Tables
            .json("""
                    {"columns": [{"name": "p1"}, {"name": "p2"}, {"name": "c", "type": "categorical"}, {"name": "half"}, {"name": "gap"},
                                 {"name": "y", "role": "target"}],
                     "rows": [[0, 255, "a", 0.5, 9, 1], [200, 1, "b", 1.5, null, 2]]}""");

    private static double[][] pixels(ColumnEncoder... features) {
        return inputs(new EncodedSamples(
                new Preprocessing(List.of(features), List.of(new ColumnEncoder.Numeric("y", 0, 1, null))), PIXELS,
                new int[] {0, 1}), 0, 1);
    }

    private static ColumnEncoder number(String column, double shift, double scale) {
        return new ColumnEncoder.Numeric(column, shift, scale, 7.0);
    }

    @Test
    void bytesWithDifferentScalesOrBesideOtherColumnsAreEncodedByTheirOwn() {
        assertThat(pixels(number("p1", 1, 2), number("p2", 1, 3)))
                .isDeepEqualTo(new double[][] {{-2, 762}, {398, 0}});
        assertThat(pixels(number("p1", 1, 2), number("p2", 0, 2)))
                .isDeepEqualTo(new double[][] {{-2, 510}, {398, 2}});
        assertThat(pixels(number("p1", 1, 2), new ColumnEncoder.OneHot("c", List.of("a", "b"), null, List.of())))
                .isDeepEqualTo(new double[][] {{-2, 1, 0}, {398, 0, 1}});
        assertThat(pixels(number("p1", 1, 2), number("half", 1, 2)))
                .isDeepEqualTo(new double[][] {{-2, -1}, {398, 1}});
    }

    @Test
    void fractionsAndMissingValuesAreNotReadAsBytes() {
        assertThat(pixels(number("half", 1, 2))).isDeepEqualTo(new double[][] {{-1}, {1}});
        assertThat(pixels(number("gap", 1, 2))).isDeepEqualTo(new double[][] {{16}, {12}});
    }

    @Test
    void allRowsOfATableAreThoseInItsOrder() {
        var samples = EncodedSamples.all(PREPROCESSING, TABLE);

        assertThat(samples.rows()).isEqualTo(4);
        assertThat(targets(samples, 0, 1, 2, 3)).isDeepEqualTo(new double[][] {{1}, {-1}, {0}, {0.5}});
    }

    @Test
    void missingOrUnknownClassOfTwoIsNotANumber() {
        var table = Tables.json("""
                {"columns": [{"name": "x"}, {"name": "y", "role": "target", "type": "categorical"}],
                 "rows": [[1, null], [2, "fox"], [3, "cat"], [4, "emu"]]}""");
        var preprocessing = new Preprocessing(
                List.of(new ColumnEncoder.Numeric("x", 0, 1, null)),
                List.of(new ColumnEncoder.Binary("y", List.of("cat", "emu"))));

        var targets = targets(new EncodedSamples(preprocessing, table, new int[] {0, 1, 2, 3}), 0, 1, 2, 3);

        assertThat(Stream.of(targets).mapToDouble(row -> row[0])).containsExactly(Double.NaN, Double.NaN, 0.0, 1.0);
    }

    @Test
    void samplesWithoutAnyWeightsAreTheSameToTrainAndToValidateWith() {
        var samples = new EncodedSamples(PREPROCESSING, TABLE, new int[] {0, 1});

        assertThat(samples.weightedForTraining(new ClassWeights.None(), Loss.MEAN_SQUARED_ERROR)).isSameAs(samples);
        assertThat(samples.weightedForValidation()).isSameAs(samples);
    }

    @Test
    void aBatchCanBeFilledRowsAtATime() {
        var samples = new EncodedSamples(PREPROCESSING, TABLE, new int[] {0, 1, 2, 3});
        var order = new int[] {3, 2, 1, 0};
        var x = Matrix.zeros(Precision.FLOAT64, 3, 3);
        var y = Matrix.zeros(Precision.FLOAT64, 3, 1);

        samples.gather(order, 1, 2, 1, x, y, operations(x));
        assertThat(y.toArray()).isDeepEqualTo(new double[][] {{0}, {0}, {1}});
        samples.gather(order, 1, 0, 2, x, y, operations(x));

        assertThat(y.toArray()).isDeepEqualTo(new double[][] {{0}, {-1}, {1}});
        assertThat(x.toArray()).isDeepEqualTo(new double[][] {{1, 0.25, 0.75}, {0, 1, 0}, {2, 0, 1}});
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void numbersAreRoundedToThePrecisionOnceAtTheEnd(Precision precision) {
        var samples = new EncodedSamples(
                new Preprocessing(
                        List.of(new ColumnEncoder.Numeric("age", 0.1, 1 / 3.0, 6.0)),
                        List.of(new ColumnEncoder.Numeric("score", 0, 1, null))),
                TABLE,
                new int[] {0});
        var x = Matrix.zeros(precision, 1, 1);

        samples.gather(new int[] {0}, 0, 0, 1, x, Matrix.zeros(precision, 1, 1), operations(x));

        double exact = (8 - 0.1) * (1 / 3.0);
        assertThat(x.get(0, 0)).isEqualTo(precision == Precision.FLOAT64 ? exact : (float) exact);
    }

    /** The codes of a dataset are its own: red is 1 in one and 0 in the other. */
    @Test
    void anotherDatasetMayHaveOtherCategoriesInAnotherOrder() {
        var other = Tables.json("""
                {"columns": [{"name": "score", "role": "target"}, {"name": "age"}, {"name": "extra"},
                             {"name": "colour", "type": "categorical"}],
                 "rows": [[100, 4, 1, "amber"], [100, 4, 1, "red"], [100, 4, 1, "blue"]]}""");

        var samples = new EncodedSamples(PREPROCESSING, other, new int[] {0, 1, 2});

        assertThat(inputs(samples, 0, 1, 2)).isDeepEqualTo(new double[][] {{0, 0, 0}, {0, 0, 1}, {0, 1, 0}});
    }

    @Test
    void classesInAnotherOrderStayTheSameClasses() {
        var preprocessing = new Preprocessing(
                List.of(new ColumnEncoder.Numeric("x", 0, 1, null)),
                List.of(new ColumnEncoder.OneHot("y", List.of("cat", "dog", "emu"), null, List.of())));
        var binary = new Preprocessing(
                preprocessing.features(), List.of(new ColumnEncoder.Binary("y", List.of("cat", "emu"))));
        var table = Tables.json("""
                {"columns": [{"name": "x"}, {"name": "y", "role": "target"}], "rows": [[1, "emu"], [2, "cat"]]}""");
        var rows = new int[] {0, 1};

        assertThat(targets(new EncodedSamples(preprocessing, table, rows), 0, 1))
                .isDeepEqualTo(new double[][] {{0, 0, 1}, {1, 0, 0}});
        assertThat(targets(new EncodedSamples(binary, table, rows), 0, 1)).isDeepEqualTo(new double[][] {{1}, {0}});
    }

    @Test
    void aMissingValueWithoutAStandInIsNotANumber() {
        var strict = new Preprocessing(
                List.of(
                        new ColumnEncoder.Numeric("age", 4, 0.5, null),
                        new ColumnEncoder.OneHot("colour", List.of("blue", "red"), null, List.of())),
                PREPROCESSING.targets());

        assertThat(inputs(new EncodedSamples(strict, TABLE, new int[] {2}), 0)[0])
                .containsExactly(Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void aMissingColumnIsRefused() {
        var table = Tables.json("{\"features\": [[1]], \"targets\": [[1]]}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncodedSamples(PREPROCESSING, table, new int[] {0}))
                .withMessage("There is no column age");
    }

    @Test
    void aColumnOfAnotherTypeIsRefused() {
        var table = Tables.json("""
                {"columns": [{"name": "age"}, {"name": "colour"}, {"name": "score"}], "rows": [[1, 2, 3]]}""");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncodedSamples(PREPROCESSING, table, new int[] {0}))
                .withMessage("Column colour is of another type");
    }

    /** Two cats, an emu and a dog. */
    private static final Table ANIMALS = Tables
            .json("""
                    {"columns": [{"name": "x"}, {"name": "w", "role": "weight"}, {"name": "animal", "role": "target"}],
                     "rows": [[1, 1, "cat"], [2, 3, "emu"], [3, 4, "cat"], [4, 0, "dog"]]}""");

    private static final Preprocessing OF_ANIMALS = new Preprocessing(
            List.of(new ColumnEncoder.Numeric("x", 0, 1, null)),
            List.of(new ColumnEncoder.OneHot("animal", List.of("cat", "dog", "emu"), null, List.of())));

    private static double[] weights(ClassWeights classWeights, int... rows) {
        return weights(new EncodedSamples(OF_ANIMALS, ANIMALS, rows)
                .weightedForTraining(classWeights, Loss.CATEGORICAL_CROSS_ENTROPY));
    }

    private static double[] weights(EncodedSamples samples) {
        return IntStream.range(0, samples.rows()).mapToDouble(samples.weights()::of).toArray();
    }

    @Test
    void rowsCountByTheWeightColumnRelativeToTheMeanOfTheTrainingRows() {
        assertThat(weights(new ClassWeights.None(), 0, 1, 2, 3)).containsExactly(0.5, 1.5, 2, 0);
        assertThat(weights(new ClassWeights.None(), 1, 0)).containsExactly(1.5, 0.5);
        assertThat(new EncodedSamples(OF_ANIMALS, ANIMALS, new int[] {0, 1}).weights()).isSameAs(RowWeights.ALIKE);
    }

    /** Weights 2·1, 1·3, 2·4 of mean 13/3; the dog, unnamed, counts 1·0 beside them. */
    @Test
    void weightsOfClassesMultiplyThoseOfRows() {
        var given = new ClassWeights.Given(Map.of("cat", 2.0));

        assertThat(weights(given, 0, 1, 2)).containsExactly(new double[] {6 / 13.0, 9 / 13.0, 24 / 13.0},
                within(1e-15));
        assertThat(weights(given, 0, 1, 2, 3))
                .containsExactly(new double[] {8 / 13.0, 12 / 13.0, 32 / 13.0, 0}, within(1e-15));
    }

    /** 4/(3·2) for a cat, 4/(3·1) for the others, of mean 1: ⅔, 4/3, ⅔, 4/3, by which the column is multiplied. */
    @Test
    void balancedClassesWeighTheSameTogether() {
        var unweighted = Tables.json("""
                {"columns": [{"name": "x"}, {"name": "animal", "role": "target"}],
                 "rows": [[1, "cat"], [2, "emu"], [3, "cat"], [4, "dog"]]}""");
        var rows = new int[] {0, 1, 2, 3};
        var balanced = new ClassWeights.Balanced();

        assertThat(weights(new EncodedSamples(OF_ANIMALS, unweighted, rows)
                .weightedForTraining(balanced, Loss.CATEGORICAL_CROSS_ENTROPY)))
                .containsExactly(new double[] {2 / 3.0, 4 / 3.0, 2 / 3.0, 4 / 3.0}, within(1e-15));
        assertThat(weights(balanced, 0, 1, 2, 3))
                .as("1·⅔, 3·4/3, 4·⅔, 0 of mean 22/12")
                .containsExactly(new double[] {4 / 11.0, 24 / 11.0, 16 / 11.0, 0}, within(1e-15));
        assertThat(weights(balanced, 1, 2)).as("two classes are there").containsExactly(
                new double[] {6 / 7.0, 8 / 7.0}, within(1e-15));
    }

    /** As the metric has it: at ½ the second one begins. */
    @Test
    void numbersThatAreClassesHaveTheNamesThatPredictionsGiveThem() {
        var table = Tables.json("{\"features\": [[1], [2], [3]], \"targets\": [[0], [0.5], [1]]}");
        var preprocessing = new Preprocessing(
                List.of(new ColumnEncoder.Numeric("x1", 0, 1, null)),
                List.of(new ColumnEncoder.Numeric("y1", 0, 1, null)));

        var samples = new EncodedSamples(preprocessing, table, new int[] {0, 1, 2})
                .weightedForTraining(new ClassWeights.Given(Map.of("1", 4.0)), Loss.BINARY_CROSS_ENTROPY);

        assertThat(weights(samples)).containsExactly(new double[] {1 / 3.0, 4 / 3.0, 4 / 3.0}, within(1e-15));
        assertThat(Schema.of(table.columns()).classes(Loss.BINARY_CROSS_ENTROPY)).containsExactly("0", "1");
        assertThat(Schema.of(table.columns()).classes(Loss.HUBER)).isEmpty();
    }

    @Test
    void largeWeightsOfBothKindsStayFinite() {
        var table = Tables.json("""
                {"columns": [{"name": "x"}, {"name": "w", "role": "weight"}, {"name": "animal", "role": "target"}],
                 "rows": [[1, 1.5e308, "cat"], [2, 1.5e308, "emu"]]}""");
        var given = new ClassWeights.Given(Map.of("cat", 1.5e308, "emu", 0.5e308));

        assertThat(weights(new EncodedSamples(OF_ANIMALS, table, new int[] {0, 1})
                .weightedForTraining(given, Loss.CATEGORICAL_CROSS_ENTROPY)))
                .containsExactly(new double[] {1.5, 0.5}, within(1e-15));
    }

    /** By their own mean, 7/2, and whatever classes weigh. */
    @Test
    void validationRowsCountByTheWeightColumnAlone() {
        assertThat(weights(new EncodedSamples(OF_ANIMALS, ANIMALS, new int[] {1, 2}).weightedForValidation()))
                .containsExactly(new double[] {6 / 7.0, 8 / 7.0}, within(1e-15));
        assertThat(new EncodedSamples(PREPROCESSING, TABLE, new int[] {0, 1}).weightedForValidation().weights())
                .isSameAs(RowWeights.ALIKE);
    }

    @Test
    void rowsThatAllWeighNothingAreRefused() {
        assertThatThrownBy(() -> weights(new ClassWeights.None(), 3))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("/dataset: gives none of the 1 rows that train a weight above 0");
        assertThatThrownBy(() -> weights(new ClassWeights.Given(Map.of("cat", 0.0)), 0, 2, 3))
                .hasMessageContaining("none of the 3 rows that train");
        assertThatThrownBy(() -> new EncodedSamples(OF_ANIMALS, ANIMALS, new int[] {3}).weightedForValidation())
                .hasMessageContaining("none of the 1 rows that validate");
    }

    @Test
    void rowsThatComeOneByOneAreEncodedAlike() {
        var encoder = new InputEncoder(PREPROCESSING.features());
        var first = new double[encoder.width()];
        var second = new double[encoder.width()];

        encoder.encode(new double[] {8, 1}, first);
        encoder.encode(new double[] {Double.NaN, Double.NaN}, second);

        assertThat(first).containsExactly(2, 0, 1);
        assertThat(second).containsExactly(1, 0.25, 0.75);
    }
}
