package dev.chainrule.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.dataset.Table;
import dev.chainrule.dataset.Tables;
import dev.chainrule.dataset.UploadForm;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is fitted to the training rows, calculated by hand. */
class FittingTest {
    /** The last two rows never train: their values would change everything. */
    private static final Table PEOPLE = Tables
            .json("""
                    {"columns": [{"name": "age"}, {"name": "colour", "type": "categorical"}, {"name": "note", "role": "ignored"},
                                 {"name": "score", "role": "target"}],
                     "rows": [[1, "red", "x", 10], [3, "red", "x", 20], [null, "blue", "y", 30], [8, null, "z", 40],
                              [1000, "green", "x", 5000], [-1000, "green", "x", -5000]]}""");

    private static final int[] TRAINING = {0, 1, 2, 3};

    private static PreprocessingSettings settings(Scaling numeric, MissingValues missing, Scaling targets) {
        return new PreprocessingSettings(numeric, CategoricalEncoding.ONEHOT, missing, targets);
    }

    private static Preprocessing fit(Table table, Scaling numeric, MissingValues missing, Scaling targets) {
        var rows = IntStream.range(0, table.rows()).toArray();
        return Fitting.fit(UploadForm.TABLE, table, rows, settings(numeric, missing, targets), 1);
    }

    private static ColumnEncoder.Numeric numeric(ColumnEncoder encoder) {
        return (ColumnEncoder.Numeric) encoder;
    }

    /** One numeric feature with these values, and nothing else but a target. */
    private static Table column(double... values) {
        return Tables.json("{\"columns\": [{\"name\": \"x\"}, {\"name\": \"y\", \"role\": \"target\"}], \"rows\": %s}"
                .formatted(IntStream.range(0, values.length).mapToObj(i -> "[" + values[i] + ", " + i + "]").toList()));
    }

    @Test
    void standardTakesMeanAndPopulationDeviationOfTheTrainingRowsOnly() {
        var fitted = Fitting.fit(
                UploadForm.TABLE, PEOPLE, TRAINING, settings(Scaling.STANDARD, MissingValues.MEAN, Scaling.NONE), 1);

        // 1, 3, 8: mean 4, squares 9 + 1 + 16 = 26.
        var age = numeric(fitted.features().getFirst());
        assertThat(age.column()).isEqualTo("age");
        assertThat(age.shift()).isEqualTo(4);
        assertThat(age.scale()).isCloseTo(Math.sqrt(3.0 / 26), within(1e-15));
        assertThat(age.missing()).isEqualTo(4);
    }

    @Test
    void minmaxTakesTheRangeOfTheTrainingRowsOnly() {
        var fitted = Fitting.fit(
                UploadForm.TABLE, PEOPLE, TRAINING, settings(Scaling.MINMAX, MissingValues.MEAN, Scaling.MINMAX), 1);

        assertThat(fitted.features().getFirst()).isEqualTo(new ColumnEncoder.Numeric("age", 1, 1 / 7.0, 4.0));
        assertThat(fitted.targets()).containsExactly(new ColumnEncoder.Numeric("score", 10, 1 / 30.0, null));
    }

    @Test
    void scalingNoneKeepsNumbers() {
        var fitted = Fitting.fit(
                UploadForm.TABLE, PEOPLE, TRAINING, settings(Scaling.NONE, MissingValues.MEAN, Scaling.NONE), 1);

        assertThat(fitted.features().getFirst()).isEqualTo(new ColumnEncoder.Numeric("age", 0, 1, 4.0));
        assertThat(fitted.targets()).containsExactly(new ColumnEncoder.Numeric("score", 0, 1, null));
    }

    @Test
    void ignoredColumnsAreLeftOut() {
        var fitted = Fitting.fit(
                UploadForm.TABLE, PEOPLE, TRAINING, settings(Scaling.NONE, MissingValues.MEAN, Scaling.NONE), 1);

        assertThat(fitted.features()).extracting(ColumnEncoder::column).containsExactly("age", "colour");
        assertThat(fitted.inputs()).isEqualTo(1 + 3);
        assertThat(fitted.outputs()).isEqualTo(1);
    }

    /** The training rows have red twice and blue once; green is a category of the dataset, but not of them. */
    @Test
    void aMissingCategoryIsTheSharesOfTheTrainingRows() {
        var fitted = Fitting.fit(
                UploadForm.TABLE, PEOPLE, TRAINING, settings(Scaling.NONE, MissingValues.MEAN, Scaling.NONE), 1);

        assertThat(fitted.features().get(1)).isEqualTo(
                new ColumnEncoder.OneHot("colour", List.of("blue", "green", "red"), List.of(1 / 3.0, 0.0, 2 / 3.0),
                        List.of("green")));
    }

    @Test
    void missingValuesCanBeRefused() {
        var fitted = Fitting.fit(
                UploadForm.TABLE, PEOPLE, TRAINING, settings(Scaling.STANDARD, MissingValues.ERROR, Scaling.NONE), 1);

        assertThat(numeric(fitted.features().getFirst()).missing()).isNull();
        assertThat(((ColumnEncoder.OneHot) fitted.features().get(1)).missing()).isNull();
    }

    /** Rows that are predicted later may lack what no training row lacked. */
    @ParameterizedTest
    @EnumSource(Scaling.class)
    void theMeanStandsInEvenIfNoTrainingRowLacksAnything(Scaling scaling) {
        var table = Tables.json("""
                {"columns": [{"name": "x"}, {"name": "c", "type": "categorical"}, {"name": "y", "role": "target"}],
                 "rows": [[1, "a", 0], [2, "b", 0], [6, "b", 0], [3, "b", 0]]}""");

        var fitted = fit(table, scaling, MissingValues.MEAN, Scaling.NONE);

        assertThat(numeric(fitted.features().getFirst()).missing()).isEqualTo(3);
        assertThat(((ColumnEncoder.OneHot) fitted.features().get(1)).missing()).containsExactly(0.25, 0.75);
    }

    /** Ten times 0.1 is not 1 in floating point, so that the mean computed naively is not 0.1. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 5, 0.1, -0.1, 1e-300, 12345.6789, 1e300})
    void constantFeatureHasScaleZero(double value) {
        var table = column(value, value, value, value, value, value, value, value, value, value);

        for (var scaling : List.of(Scaling.STANDARD, Scaling.MINMAX)) {
            var x = numeric(fit(table, scaling, MissingValues.MEAN, Scaling.NONE).features().getFirst());

            assertThat(x.shift()).isEqualTo(value);
            assertThat(x.scale()).isZero();
        }
    }

    @Test
    void featureThatVariesByRoundingOnlyHasScaleZero() {
        var table = column(0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2, 0.3, 0.3);

        for (var scaling : List.of(Scaling.STANDARD, Scaling.MINMAX)) {
            assertThat(numeric(fit(table, scaling, MissingValues.MEAN, Scaling.NONE).features().getFirst()).scale())
                    .isZero();
        }
    }

    /** The mean of four numbers next to 1 has an error of at most 4ε; half of the range is compared with it. */
    @Test
    void rangeOfUpToTwiceTheRoundingOfTheMeanHasScaleZero() {
        double epsilon = Math.ulp(1.0);

        var within = fit(column(1, 1, 1, 1 + 8 * epsilon), Scaling.MINMAX, MissingValues.MEAN, Scaling.NONE);
        var beyond = fit(column(1, 1, 1, 1 + 9 * epsilon), Scaling.MINMAX, MissingValues.MEAN, Scaling.NONE);

        assertThat(numeric(within.features().getFirst()).scale()).isZero();
        assertThat(numeric(beyond.features().getFirst()).scale()).isEqualTo(1 / (9 * epsilon));
    }

    @Test
    void fittingOfAllRowsIsThatOfEachOfThem() {
        var settings = settings(Scaling.STANDARD, MissingValues.MEAN, Scaling.MINMAX);

        assertThat(Fitting.fitAll(UploadForm.TABLE, PEOPLE, settings, 1))
                .isEqualTo(fit(PEOPLE, Scaling.STANDARD, MissingValues.MEAN, Scaling.MINMAX));
    }

    /** Nothing is measured for these settings. */
    @Test
    void withoutScalingAndMeansNumbersStayAsTheyAre() {
        var fitted = fit(PEOPLE, Scaling.NONE, MissingValues.ERROR, Scaling.NONE);

        assertThat(fitted.features().getFirst()).isEqualTo(new ColumnEncoder.Numeric("age", 0, 1, null));
        assertThat(fitted.targets()).containsExactly(new ColumnEncoder.Numeric("score", 0, 1, null));
    }

    /** Seconds since 1970: the last row comes ten microseconds later. */
    @Test
    void smallChangesOfLargeNumbersAreScaled() {
        var table = column(1.7e9, 1.7e9, 1.7e9 + 1e-5);

        assertThat(numeric(fit(table, Scaling.STANDARD, MissingValues.MEAN, Scaling.NONE).features().getFirst())
                .scale()).isCloseTo(2.1e5, within(1e4));
        assertThat(numeric(fit(table, Scaling.MINMAX, MissingValues.MEAN, Scaling.NONE).features().getFirst())
                .scale()).isCloseTo(1e5, within(5e3));
    }

    /** Their squares are below the smallest double. */
    @Test
    void rangeOfTinyNumbersIsScaled() {
        var x = numeric(
                fit(column(1e-200, 2e-200), Scaling.MINMAX, MissingValues.MEAN, Scaling.NONE).features().getFirst());

        assertThat(x.scale()).isEqualTo(1 / 1e-200);
    }

    @Test
    void featureWithoutAnyValueHasScaleZero() {
        var table = Tables
                .json("""
                        {"columns": [{"name": "x", "type": "numeric"}, {"name": "y", "role": "target"}], "rows": [[null, 0], [null, 1]]}""");

        for (var scaling : Scaling.values()) {
            assertThat(fit(table, scaling, MissingValues.MEAN, Scaling.NONE).features())
                    .containsExactly(new ColumnEncoder.Numeric("x", 0, 0, 0.0));
        }
    }

    /** Outputs are divided by the scale, and errors of other rows are measured in it. */
    @Test
    void constantTargetIsOnlyShifted() {
        var table = Tables.json("""
                {"columns": [{"name": "x"}, {"name": "y", "role": "target"}],
                 "rows": [[1, 0.3], [2, 0.30000000000000004], [3, 0.3]]}""");

        for (var scaling : List.of(Scaling.STANDARD, Scaling.MINMAX)) {
            var y = numeric(fit(table, Scaling.NONE, MissingValues.MEAN, scaling).targets().getFirst());

            assertThat(y.shift()).isCloseTo(0.3, within(1e-15));
            assertThat(y.scale()).isEqualTo(1);
        }
    }

    /** The range is more than a double holds: nothing sensible can be done, but no scale may be 0. */
    @Test
    void rangeBeyondADoubleHasScaleOne() {
        var table = column(-1.7e308, 1.7e308);

        for (var scaling : List.of(Scaling.STANDARD, Scaling.MINMAX)) {
            var x = numeric(fit(table, scaling, MissingValues.MEAN, Scaling.NONE).features().getFirst());

            assertThat(x.scale()).isEqualTo(1);
        }
    }

    @Test
    void pixelsAreDividedBy255WhateverTheirMaximum() {
        var rows = new int[] {0, 1};
        var images = column(10, 20);

        var fitted = Fitting.fit(
                UploadForm.IMAGES, images, rows, settings(Scaling.MINMAX, MissingValues.MEAN, Scaling.NONE), 1);

        assertThat(fitted.features()).containsExactly(new ColumnEncoder.Numeric("x", 0, 1 / 255.0, 15.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 17})
    void pixelThatIsConstantInTheTrainingRowsHasNoEffect(double value) {
        var fitted = Fitting.fit(
                UploadForm.IMAGES,
                column(value, value, 255),
                new int[] {0, 1},
                settings(Scaling.MINMAX, MissingValues.MEAN, Scaling.NONE),
                1);

        assertThat(fitted.features()).containsExactly(new ColumnEncoder.Numeric("x", value, 0, value));
    }

    @Test
    void standardisedPixelsAreStandardised() {
        var fitted = Fitting.fit(
                UploadForm.IMAGES,
                column(10, 20),
                new int[] {0, 1},
                settings(Scaling.STANDARD, MissingValues.MEAN, Scaling.NONE),
                1);

        assertThat(fitted.features()).containsExactly(new ColumnEncoder.Numeric("x", 15, 0.2, 15.0));
    }

    @Test
    void targetsAreScaledAndOutputsDecoded() {
        var fitted = Fitting.fit(
                UploadForm.TABLE, PEOPLE, TRAINING, settings(Scaling.NONE, MissingValues.MEAN, Scaling.STANDARD), 1);

        // 10, 20, 30, 40: mean 25, deviation √125.
        double deviation = Math.sqrt(125);
        var outputs = new double[] {-1};
        fitted.decode(outputs);
        assertThat(outputs[0]).isCloseTo(25 - deviation, within(1e-12));
        assertThat(fitted.outputScale()).containsExactly(new double[] {deviation}, within(1e-12));
    }

    @Test
    void classOutputsAreNotDecoded() {
        var fitted = fit(classes("a", "b", "c"), Scaling.NONE, MissingValues.MEAN, Scaling.STANDARD);

        var outputs = new double[] {0.25, 0.5, 0.25};
        fitted.decode(outputs);
        assertThat(outputs).containsExactly(0.25, 0.5, 0.25);
        assertThat(fitted.outputScale()).containsExactly(1, 1, 1);
    }

    private static Table classes(String... names) {
        return Tables.json("{\"columns\": [{\"name\": \"x\"}, {\"name\": \"y\", \"role\": \"target\"}], \"rows\": %s}"
                .formatted(
                        IntStream.range(0, names.length).mapToObj(i -> "[" + i + ", \"" + names[i] + "\"]").toList()));
    }

    @Test
    void twoClassesWithOneOutputAreZeroAndOne() {
        var fitted = fit(classes("no", "yes"), Scaling.NONE, MissingValues.MEAN, Scaling.NONE);

        assertThat(fitted.targets()).containsExactly(new ColumnEncoder.Binary("y", List.of("no", "yes")));
        assertThat(fitted.outputs()).isEqualTo(1);
    }

    @Test
    void twoClassesWithTwoOutputsAreOneHot() {
        var fitted = Fitting.fit(
                UploadForm.TABLE,
                classes("no", "yes"),
                new int[] {0, 1},
                settings(Scaling.NONE, MissingValues.MEAN, Scaling.NONE),
                2);

        assertThat(fitted.targets())
                .containsExactly(new ColumnEncoder.OneHot("y", List.of("no", "yes"), null, List.of()));
        assertThat(fitted.outputs()).isEqualTo(2);
    }
}
