package dev.chainrule.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Tables;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.FieldProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which datasets fit which networks, and the messages for those that do not. */
class DatasetCheckTest {
    private static final OptionalInt ANY = OptionalInt.empty();

    private final Faults faults = new Faults();

    /** A table of these columns and rows, in JSON. */
    private static List<Column> columns(String columns, String rows) {
        return Tables.json("{\"columns\": [%s], \"rows\": [%s]}".formatted(columns, rows)).columns();
    }

    private static List<Column> flowers() {
        return columns(
                "{\"name\": \"length\"}, {\"name\": \"colour\"}, {\"name\": \"species\", \"role\": \"target\"}",
                "[1, \"red\", \"rose\"], [2, \"blue\", \"iris\"], [3, \"white\", \"lily\"]");
    }

    private static List<Column> numbers(String targets) {
        return columns("{\"name\": \"x\"}, {\"name\": \"y\", \"role\": \"target\"}", targets);
    }

    private void training(List<Column> columns, OptionalInt inputs, int outputs, Loss loss, MissingValues missing) {
        DatasetCheck.training(columns, inputs, outputs, loss, missing, faults.at("dataset"));
    }

    private void isRefused(String... details) {
        assertThat(faults.found()).extracting(FieldProblem::detail).containsExactly(details);
        assertThat(faults.found()).extracting(FieldProblem::pointer).containsOnly("/dataset");
    }

    @Test
    void datasetThatFitsIsAccepted() {
        training(flowers(), OptionalInt.of(4), 3, Loss.CATEGORICAL_CROSS_ENTROPY, MissingValues.ERROR);
        training(flowers(), ANY, 3, Loss.MEAN_SQUARED_ERROR, MissingValues.MEAN);
        training(numbers("[1, 2.5], [2, -3]"), OptionalInt.of(1), 1, Loss.HUBER, MissingValues.MEAN);

        assertThat(faults.found()).isEmpty();
    }

    @Test
    void datasetWithoutATargetIsRefused() {
        training(columns("{\"name\": \"x\"}", "[1]"), ANY, 1, Loss.HUBER, MissingValues.MEAN);

        isRefused(
                "has no target column: make a dataset with one from it, by POST /api/v1/datasets with {\"from\": \"<its name>\","
                        + " \"columns\": [{\"name\": \"x\", \"role\": \"target\"}]}, or upload it again with target=… (CSV) or"
                        + " \"role\": \"target\" (JSON)");
    }

    @Test
    void datasetWithoutAFeatureIsRefused() {
        training(columns("{\"name\": \"y\", \"role\": \"target\"}", "[1]"), ANY, 1, Loss.HUBER, MissingValues.MEAN);

        isRefused(
                "has no feature column: make a dataset with one from it (\"from\"), or upload it again with more columns");
    }

    @Test
    void columnsWithoutAnyValueGiveNoInputs() {
        var columns = columns(
                "{\"name\": \"x\", \"type\": \"categorical\"}, {\"name\": \"y\", \"role\": \"target\"}",
                "[null, 1], [null, 2]");

        training(columns, ANY, 1, Loss.HUBER, MissingValues.MEAN);

        isRefused("has no value in any feature column, so that a network would have no inputs");
    }

    @Test
    void inputsMustBeAsManyAsTheFeaturesBecome() {
        training(flowers(), OptionalInt.of(2), 3, Loss.CATEGORICAL_CROSS_ENTROPY, MissingValues.MEAN);

        isRefused("gives 4 inputs, but the model has 2: change the model's inputs or leave them out");
    }

    @Test
    void thereMustBeAUnitForEachClass() {
        training(flowers(), ANY, 2, Loss.CATEGORICAL_CROSS_ENTROPY, MissingValues.MEAN);

        isRefused("target species has 3 classes, but the model's last layer has 2 units: give it 3"
                + "; if the target is a number, upload it with a decimal point and nothing else");
    }

    @Test
    void classWeightsOnANumericTargetOrAllZeroAreRefused() {
        DatasetCheck.classWeights(flowers(), Loss.HUBER, weights("rose", 2, "lily", 0), faults.at("dataset"));
        DatasetCheck.classWeights(numbers("[1, 0], [2, 1]"), Loss.BINARY_CROSS_ENTROPY, weights("0", 0), faults);
        DatasetCheck.classWeights(numbers("[1, 5]"), Loss.HUBER, new ClassWeights.None(), faults);
        assertThat(faults.found()).isEmpty();

        DatasetCheck.classWeights(
                flowers(), Loss.HUBER, weights("rose", 0, "iris", 0, "lily", 0), faults.at("dataset"));
        DatasetCheck.classWeights(numbers("[1, 5]"), Loss.HUBER, new ClassWeights.Balanced(), faults.at("dataset"));

        isRefused("gives every class the weight 0: at least one class must count",
                "is for targets that are classes: make the target categorical if it is one, or leave this out");
    }

    @Test
    void anUnknownClassHasNoWeight() {
        DatasetCheck.classWeights(flowers(), Loss.HUBER, weights("rose", 2, "tulip", 3), faults.at("classWeights"));

        assertThat(faults.found()).containsExactly(
                new FieldProblem("/classWeights/tulip",
                        "is not a class of the target; its classes are iris, lily, rose"));
    }

    private static ClassWeights weights(Object... namesAndWeights) {
        var weights = new LinkedHashMap<String, Double>();
        for (int i = 0; i < namesAndWeights.length; i += 2) {
            weights.put((String) namesAndWeights[i], ((Number) namesAndWeights[i + 1]).doubleValue());
        }
        return new ClassWeights.Given(weights);
    }

    @Test
    void twentyClassesAreListedAndTheRestCounted() {
        for (int classes : new int[] {20, 21, 23}) {
            var faultsOfThese = new Faults();
            var rows = IntStream.range(0, classes).mapToObj(i -> "[1, \"c%02d\"]".formatted(i))
                    .collect(Collectors.joining(", "));

            DatasetCheck.classWeights(numbers(rows), Loss.HUBER, weights("tulip", 3), faultsOfThese);

            var twenty = IntStream.range(0, 20).mapToObj("c%02d"::formatted).collect(Collectors.joining(", "));
            assertThat(faultsOfThese.found()).extracting(FieldProblem::detail).containsExactly(
                    "is not a class of the target; its classes are " + twenty
                            + (classes == 20 ? "" : " and " + (classes - 20) + " more"));
        }
    }

    @Test
    void targetsOfACrossEntropyAmongSeveralLossesAreProbabilitiesAndNotScaled() {
        var scaling = new Faults().at("preprocessing");
        var columns = columns(
                "{\"name\": \"x\"}, {\"name\": \"p\", \"role\": \"target\"}, {\"name\": \"q\", \"role\": \"target\"}",
                "[1, 0, 5], [2, 1, 6]");

        DatasetCheck.probabilities(columns, List.of("p"), faults.at("dataset"));
        DatasetCheck.unscaled(columns, List.of("p"), Scaling.NONE, scaling);
        assertThat(faults.found()).isEmpty();
        assertThat(scaling.found()).isEmpty();
        DatasetCheck.probabilities(columns, List.of(), faults.at("dataset"));
        DatasetCheck.unscaled(columns, List.of(), Scaling.STANDARD, scaling);
        assertThat(scaling.found()).isEmpty();

        DatasetCheck.probabilities(columns, List.of("q"), faults.at("dataset"));
        DatasetCheck.unscaled(columns, List.of("q"), Scaling.STANDARD, scaling);

        assertThat(faults.found()).singleElement().extracting(FieldProblem::detail).asString()
                .startsWith("target q runs from 5.0 to 6.0");
        assertThat(scaling.found()).singleElement().extracting(FieldProblem::detail).asString()
                .contains("target q goes into a cross-entropy");
    }

    @Test
    void oneClassAndOneUnitAreCountedInTheSingular() {
        training(numbers("[1, \"no\"], [2, \"no\"]"), ANY, 2, Loss.HUBER, MissingValues.MEAN);
        training(flowers(), ANY, 1, Loss.HUBER, MissingValues.MEAN);

        isRefused("target y has 1 class, but the model's last layer has 2 units: give it 1"
                + "; if the target is a number, upload it with a decimal point and nothing else",
                "target species has 3 classes, but the model's last layer has 1 unit: give it 3"
                        + "; if the target is a number, upload it with a decimal point and nothing else");
    }

    @Test
    void twoClassesFitOneUnitOrTwo() {
        var columns = numbers("[1, \"no\"], [2, \"yes\"]");
        training(columns, ANY, 1, Loss.BINARY_CROSS_ENTROPY, MissingValues.MEAN);
        training(columns, ANY, 2, Loss.CATEGORICAL_CROSS_ENTROPY, MissingValues.MEAN);
        assertThat(faults.isEmpty()).isTrue();

        training(columns, ANY, 3, Loss.CATEGORICAL_CROSS_ENTROPY, MissingValues.MEAN);

        isRefused("target y has 2 classes, but the model's last layer has 3 units: give it 2 (or 1)"
                + "; if the target is a number, upload it with a decimal point and nothing else");
    }

    @Test
    void aClassMustBeTheOnlyTarget() {
        training(
                columns(
                        "{\"name\": \"x\"}, {\"name\": \"a\", \"role\": \"target\"}, {\"name\": \"b\", \"role\": \"target\"}",
                        "[1, \"p\", 3], [1, \"q\", 4]"),
                ANY,
                3,
                Loss.MEAN_SQUARED_ERROR,
                MissingValues.MEAN);

        isRefused("has several target columns, a categorical one among them: a class must be the only target");
    }

    @Test
    void thereMustBeAUnitForEachNumber() {
        training(numbers("[1, 0]"), ANY, 3, Loss.MEAN_SQUARED_ERROR, MissingValues.MEAN);

        isRefused(
                "has 1 numeric target column, but the model's last layer has 3 units: give it one for each target, or make the"
                        + " target categorical if it is a class");
    }

    @ParameterizedTest
    @EnumSource(names = {"BINARY_CROSS_ENTROPY", "CATEGORICAL_CROSS_ENTROPY"})
    void aCrossEntropyNeedsProbabilities(Loss loss) {
        training(numbers("[1, 0], [2, 0.25], [3, 1]"), ANY, 1, loss, MissingValues.MEAN);
        assertThat(faults.isEmpty()).isTrue();

        training(numbers("[1, 1], [2, 2]"), ANY, 1, loss, MissingValues.MEAN);

        isRefused(
                "target y runs from 1.0 to 2.0, but a cross-entropy needs probabilities from 0 to 1: make the target categorical"
                        + " if it is a class, or choose another loss");
    }

    @Test
    void probabilitiesMustStayProbabilities() {
        var probabilities = numbers("[1, 0], [2, 1]");
        DatasetCheck.targets(probabilities, Loss.BINARY_CROSS_ENTROPY, Scaling.NONE, faults.at("dataset"));
        DatasetCheck.targets(probabilities, Loss.MEAN_SQUARED_ERROR, Scaling.STANDARD, faults.at("dataset"));
        DatasetCheck.targets(flowers(), Loss.CATEGORICAL_CROSS_ENTROPY, Scaling.STANDARD, faults.at("dataset"));
        assertThat(faults.isEmpty()).isTrue();

        DatasetCheck.targets(probabilities, Loss.BINARY_CROSS_ENTROPY, Scaling.STANDARD, faults.at("dataset"));
        DatasetCheck.targets(probabilities, Loss.BINARY_CROSS_ENTROPY, Scaling.MINMAX, faults.at("dataset"));

        var detail = "must be \"none\" or left out for a cross-entropy, which needs probabilities from 0 to 1";
        isRefused(detail, detail);
    }

    @Test
    void targetsMustBeKnown() {
        training(numbers("[1, null], [2, 3], [3, null]"), ANY, 1, Loss.HUBER, MissingValues.MEAN);

        isRefused("column y has 2 missing values: targets must be known: leave these rows out");
    }

    @Test
    void featuresMayBeMissingUnlessThatIsRefused() {
        var columns = numbers("[null, 1], [2, 3]");
        training(columns, ANY, 1, Loss.HUBER, MissingValues.MEAN);
        assertThat(faults.isEmpty()).isTrue();

        training(columns, ANY, 1, Loss.HUBER, MissingValues.ERROR);

        isRefused("column x has 1 missing value: leave these rows out, or choose \"missing\": \"mean\"");
    }

    @Test
    void everyFaultIsNamed() {
        training(
                columns("{\"name\": \"x\"}, {\"name\": \"y\", \"role\": \"target\"}", "[null, \"a\"], [1, null]"),
                OptionalInt.of(5),
                4,
                Loss.CATEGORICAL_CROSS_ENTROPY,
                MissingValues.ERROR);

        assertThat(faults.found()).hasSize(4);
    }

    @Test
    void aSecondDatasetNeedsTheSameColumnsOfTheSameTypes() {
        var other = columns(
                "{\"name\": \"length\", \"type\": \"categorical\"}, {\"name\": \"species\", \"role\": \"target\"}",
                "[1, \"rose\"], [2, \"orchid\"]");

        DatasetCheck.validation(
                flowers(), other, Loss.CATEGORICAL_CROSS_ENTROPY, MissingValues.MEAN, faults.at("dataset"));

        isRefused(
                "has no column colour, which the model was trained with",
                "column length is categorical, but was numeric in training: declare its type when you upload the dataset",
                "target species has the class orchid, which training did not have; its classes are iris, lily, rose");
    }

    @Test
    void aSecondDatasetMayHaveMoreColumnsInAnotherOrderAndUnknownCategoriesOfFeatures() {
        var other = columns(
                "{\"name\": \"species\"}, {\"name\": \"extra\"}, {\"name\": \"colour\"}, {\"name\": \"length\"}",
                "[\"rose\", 1, \"green\", 7]");

        DatasetCheck.validation(
                flowers(), other, Loss.CATEGORICAL_CROSS_ENTROPY, MissingValues.ERROR, faults.at("dataset"));

        assertThat(faults.found()).isEmpty();
    }

    @Test
    void aSecondDatasetThatIgnoresAColumnOfTheFirstIsRefused() {
        var other = columns(
                "{\"name\": \"species\"}, {\"name\": \"colour\", \"role\": \"ignored\"}, {\"name\": \"length\"}",
                "[\"rose\", \"red\", 7]");

        DatasetCheck.validation(
                flowers(), other, Loss.CATEGORICAL_CROSS_ENTROPY, MissingValues.MEAN, faults.at("dataset"));

        isRefused("column colour is ignored, so that its values are not stored, but the model was trained with it:"
                + " upload the dataset again without ignoring it");
    }

    @Test
    void validationDatasetMayLackOnlyWhatTrainingMayLack() {
        var training = numbers("[1, 2], [3, 4]");
        var other = numbers("[null, 2], [3, null]");

        DatasetCheck.validation(training, other, Loss.HUBER, MissingValues.MEAN, faults.at("dataset"));
        DatasetCheck.validation(training, other, Loss.HUBER, MissingValues.ERROR, faults.at("dataset"));

        isRefused(
                "column y has 1 missing value: leave these rows out",
                "column x has 1 missing value: leave these rows out",
                "column y has 1 missing value: leave these rows out");
    }

    @Test
    void validationTargetsOfACrossEntropyMustBeProbabilities() {
        DatasetCheck.validation(
                numbers("[1, 0], [2, 1]"),
                numbers("[1, -1], [2, 1]"),
                Loss.BINARY_CROSS_ENTROPY,
                MissingValues.MEAN,
                faults.at("dataset"));

        assertThat(faults.found()).hasSize(1);
        assertThat(faults.found().getFirst().detail()).startsWith("target y runs from -1.0 to 1.0");
    }

    @Test
    void evaluationDatasetNeedsTheColumnsOfTheTraining() {
        var preprocessing = new Preprocessing(
                List.of(
                        new ColumnEncoder.Numeric("length", 0, 1, null),
                        new ColumnEncoder.OneHot("colour", List.of("red"), List.of(1.0), List.of())),
                List.of(new ColumnEncoder.Binary("species", List.of("iris", "rose"))));

        DatasetCheck.encoding(preprocessing, flowers(), Loss.BINARY_CROSS_ENTROPY, faults.at("dataset"));
        DatasetCheck.encoding(
                preprocessing,
                columns(
                        "{\"name\": \"length\"}, {\"name\": \"colour\", \"type\": \"categorical\"}, {\"name\": \"species\"}",
                        "[null, null, \"rose\"]"),
                Loss.BINARY_CROSS_ENTROPY,
                faults.at("dataset"));

        isRefused(
                "target species has the class lily, which training did not have; its classes are iris, rose",
                "column length has 1 missing value: leave these rows out");
    }

    @Test
    void missingCategoryIsRefusedByAVersionThatHasNoStandInForIt() {
        var preprocessing = new Preprocessing(
                List.of(new ColumnEncoder.OneHot("colour", List.of("red"), null, List.of())),
                List.of(new ColumnEncoder.Numeric("y", 0, 1, null)));
        var columns = columns(
                "{\"name\": \"colour\", \"type\": \"categorical\"}, {\"name\": \"y\", \"role\": \"target\"}",
                "[null, 1], [\"red\", 2]");

        DatasetCheck.encoding(preprocessing, columns, Loss.HUBER, faults.at("dataset"));

        isRefused("column colour has 1 missing value: leave these rows out");
    }

    /** That the target is missing is a fault of the dataset. */
    @Test
    void classWeightsOfADatasetWithoutATargetAreNoFurtherFault() {
        DatasetCheck.classWeights(
                columns("{\"name\": \"x\"}", "[1]"), Loss.HUBER, weights("rose", 2), faults.at("classWeights"));

        assertThat(faults.found()).isEmpty();
    }
}
