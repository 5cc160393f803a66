package dev.chainrule.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.Tables;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Widths, names and units of encoded columns, before and after the fitting. */
class PreprocessingTest {
    private static final ColumnEncoder AGE = new ColumnEncoder.Numeric("age", 4, 0.5, 6.0);
    private static final ColumnEncoder COLOUR = new ColumnEncoder.OneHot("colour", List.of("blue", "green", "red"),
            null, List.of());
    private static final ColumnEncoder ANSWER = new ColumnEncoder.Binary("answer", List.of("no", "yes"));
    private static final ColumnEncoder SCORE = new ColumnEncoder.Numeric("score", 100, 0.25, null);

    @Test
    void numbersTakeOneInputAndCategoriesOneEach() {
        var preprocessing = new Preprocessing(List.of(AGE, COLOUR, ANSWER), List.of(COLOUR));

        assertThat(preprocessing.inputs()).isEqualTo(1 + 3 + 1);
        assertThat(preprocessing.outputs()).isEqualTo(3);
        assertThat(preprocessing.encodedFeatures()).containsExactly(
                new EncodedColumn("age", 1), new EncodedColumn("colour", 3), new EncodedColumn("answer", 1));
        assertThat(preprocessing.encodedTargets()).containsExactly(new EncodedColumn("colour", 3));
    }

    @Test
    void outputsAreNamedAfterTheirTargetOrTheirClass() {
        var preprocessing = new Preprocessing(List.of(AGE), List.of(SCORE, COLOUR, ANSWER));

        assertThat(preprocessing.outputNames()).containsExactly("score", "blue", "green", "red", "yes");
    }

    @Test
    void unitsOfAnOutputAreThoseOfItsTargetAndOneForClasses() {
        assertThat(new Preprocessing(List.of(AGE), List.of(COLOUR, SCORE, ANSWER)).outputScale())
                .containsExactly(1, 1, 1, 4, 1);
    }

    @Test
    void outputsOfNumbersAreDecodedBehindTheClassesBeforeThem() {
        var outputs = new double[] {0.1, 0.2, 0.7, 2, 0.9, -1};

        new Preprocessing(List.of(AGE), List.of(COLOUR, SCORE, ANSWER, AGE)).decode(outputs);

        assertThat(outputs).as("2/0.25 + 100 and −1/0.5 + 4").containsExactly(0.1, 0.2, 0.7, 108, 0.9, 2);
    }

    @Test
    void inputEncoderIsAsWideAsItsColumns() {
        assertThat(new InputEncoder(List.of(AGE, COLOUR)).width()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2"})
    void twoClassesTakeOneOutputIfTheNetworkHasOne(int outputs, int width) {
        var schema = Schema.of(Tables.json("""
                {"columns": [{"name": "x"}, {"name": "c", "type": "categorical"}, {"name": "y", "role": "target"}],
                 "rows": [[1, "a", "no"], [2, "b", "yes"], [3, "c", "no"]]}""").columns());

        assertThat(schema.encodedTargets(outputs)).containsExactly(new EncodedColumn("y", width));
        assertThat(schema.encodedFeatures()).containsExactly(new EncodedColumn("x", 1), new EncodedColumn("c", 3));
        assertThat(schema.inputs()).isEqualTo(4);
    }

    @Test
    void threeClassesTakeThreeOutputsAndANumberOne() {
        var classes = Schema.of(Tables.json("""
                {"columns": [{"name": "x"}, {"name": "y", "role": "target"}],
                 "rows": [[1, "a"], [2, "b"], [3, "c"]]}""").columns());
        var numbers = Schema.of(Tables.json("{\"features\": [[1], [2]], \"targets\": [[1, 5], [2, 6]]}").columns());

        assertThat(classes.encodedTargets(1)).containsExactly(new EncodedColumn("y", 3));
        assertThat(numbers.encodedTargets(1)).extracting(EncodedColumn::width).containsExactly(1, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TABLE     | IDENTITY | MEAN_SQUARED_ERROR        | number | STANDARD | STANDARD
            TABLE     | SIGMOID  | MEAN_SQUARED_ERROR        | number | STANDARD | NONE
            TABLE     | IDENTITY | BINARY_CROSS_ENTROPY      | number | STANDARD | NONE
            TABLE     | IDENTITY | MEAN_SQUARED_ERROR        | class  | STANDARD | NONE
            TABLE     | SOFTMAX  | CATEGORICAL_CROSS_ENTROPY | class  | STANDARD | NONE
            ARRAYS    | IDENTITY | MEAN_SQUARED_ERROR        | number | NONE     | NONE
            GENERATOR | IDENTITY | MEAN_SQUARED_ERROR        | number | NONE     | NONE
            IMAGES    | IDENTITY | MEAN_SQUARED_ERROR        | number | MINMAX   | NONE
            """)
    void defaultScalingsFollowFromTheUploadTheTargetAndTheLastLayer(
            UploadForm form, Activation output, Loss loss, String target, Scaling numeric, Scaling targets) {
        var columns = Tables.json("""
                {"columns": [{"name": "x"}, {"name": "y", "role": "target", "type": "%s"}], "rows": [[1, 0], [2, 1]]}"""
                .formatted(target.equals("class") ? "categorical" : "numeric")).columns();

        assertThat(PreprocessingSettings.defaults(form, columns, output, loss)).isEqualTo(
                new PreprocessingSettings(numeric, CategoricalEncoding.ONEHOT, MissingValues.MEAN, targets));
    }
}
