package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.budget.Caller;
import dev.chainrule.compute.Compute;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.network.Engine;
import dev.chainrule.preprocessing.EncodedSamples;
import dev.chainrule.preprocessing.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The metrics of a version agree with its predictions. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvaluationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Twelve flowers of three kinds: petal length and width in centimetres, as in the Iris data. */
    private static final String FLOWERS = """
            [[1.4, 0.2, "setosa"], [1.3, 0.3, "setosa"], [1.7, 0.4, "setosa"], [1.5, 0.1, "setosa"],
             [4.7, 1.4, "versicolor"], [4.0, 1.3, "versicolor"], [4.9, 1.5, "versicolor"], [5.1, 1.6, "versicolor"],
             [6.0, 2.5, "virginica"], [5.1, 1.9, "virginica"], [4.5, 1.7, "virginica"], [5.0, 1.5, "virginica"]]""";

    /** Cars: weight in tons, cylinders, miles per gallon. */
    private static final String CARS =
            """
                    [[1.5, "4", 31.5], [1.7, "4", 27.0], [2.1, "6", 18.0], [1.9, "8", 14.5], [null, "8", 12.0], [1.3, "4", 36.0]]""";

    private final Api api;
    private final Versions versions;
    private final Datasets datasets;
    private final Compute compute;

    EvaluationTest(Api api, Versions versions, Datasets datasets, Compute compute) {
        this.api = api;
        this.versions = versions;
        this.datasets = datasets;
        this.compute = compute;
    }

    @BeforeAll
    void train() {
        upload("flowers", "{\"name\": \"length\"}, {\"name\": \"width\"}, {\"name\": \"kind\", \"role\": \"target\"}",
                FLOWERS);
        upload("cars", "{\"name\": \"weight\"}, {\"name\": \"cylinders\", \"type\": \"categorical\"},"
                + " {\"name\": \"mpg\", \"role\": \"target\"}", CARS);
        Trained.by(api, """
                {"model": {"name": "kind", "seed": 1, "loss": "categorical_cross_entropy",
                           "layers": [{"units": 8, "activation": "relu"}, {"units": 3, "activation": "softmax"}]},
                 "dataset": "flowers", "epochs": 20, "batchSize": 4}""");
        Trained.by(api, """
                {"model": {"name": "many-sided", "seed": 5, "loss": "binary_cross_entropy",
                           "layers": [{"units": 3, "activation": "sigmoid"}]},
                 "dataset": "flowers", "epochs": 3, "batchSize": 4}""");
        Trained.by(api,
                """
                        {"model": {"name": "mpg", "precision": "float64", "seed": 2, "loss": "mean_squared_error",
                                   "layers": [{"units": 4, "activation": "tanh"}, {"units": 1}]},
                         "dataset": "cars", "epochs": 30, "batchSize": "full", "optimizer": {"type": "adam", "learningRate": 0.01}}""");
        Trained.by(api,
                """
                        {"model": {"name": "linear-mpg", "precision": "float64", "loss": "mean_squared_error",
                                   "layers": [{"units": 1, "weights": [[2], [10], [20], [30]], "biases": [1]}]},
                         "dataset": "cars", "epochs": 1, "batchSize": "full", "optimizer": {"type": "sgd", "learningRate": 1e-300},
                         "preprocessing": {"numeric": "none", "targets": "none", "missing": "mean"}}""");
    }

    private void upload(String name, String columns, String rows) {
        var answer = api.post(
                "/datasets", "{\"name\": \"%s\", \"columns\": [%s], \"rows\": %s}".formatted(name, columns, rows));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    private JsonNode evaluate(String model, String dataset) {
        var answer = api.post("/models/" + model + "/evaluate", "{\"dataset\": \"" + dataset + "\"}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** What a model predicts for rows without their last value, the target. */
    private JsonNode predict(String model, JsonNode rows) {
        var features = rows.valueStream().map(row -> List.of(row.get(0), row.get(1))).toList();
        return api.post("/models/" + model + "/predict", "{\"rows\": " + features + "}").body();
    }

    @Test
    void columnsThatTheModelWasNotTrainedWithAreNamedInAWarning() {
        var extra = "{\"name\": \"length\"}, {\"name\": \"width\"}, {\"name\": \"kind\", \"role\": \"target\"},"
                + " {\"name\": \"id\"}, {\"name\": \"count\", \"role\": \"weight\"}, {\"name\": \"note\", \"role\": \"ignored\"}";
        upload("flowers-with-more", extra,
                "[[1.4, 0.2, \"setosa\", 1, 1, \"a\"], [5.1, 1.9, \"virginica\", 2, 1, \"b\"]]");

        var evaluation = evaluate("kind", "flowers-with-more");
        var job = api.post("/jobs",
                """
                               {"model": {"loss": "categorical_cross_entropy", "layers": [{"units": 3}]}, "dataset": "flowers", "epochs": 1,
                        "validation": {"dataset": "flowers-with-more"}}""");

        assertThat(evaluation.path("warnings")).isEqualTo(JSON.readTree(
                """
                        [{"column": null, "message": "The columns id, count of the dataset \\"flowers-with-more\\" are not used:\
                         the model was not trained with them."}]"""));
        assertThat(job.body().path("warnings")).isEqualTo(JSON.readTree("""
                [{"column": null, "message": "The column id of the dataset \\"flowers-with-more\\" is not used:\
                 the model was not trained with it."}]"""));
        assertThat(evaluate("kind", "flowers").path("warnings").isEmpty()).isTrue();
    }

    @Test
    void theConfusionMatrixCountsWhatIsPredicted() {
        var rows = JSON.readTree(FLOWERS);
        var kinds = List.of("setosa", "versicolor", "virginica");
        for (var model : List.of("kind", "many-sided")) {
            var predicted = predict(model, rows).path("classes");
            var counted = new int[3][3];
            IntStream.range(0, rows.size())
                    .forEach(i -> counted[kinds.indexOf(rows.get(i).get(2).asString())][predicted.get(i).asInt()]++);

            var evaluation = evaluate(model, "flowers");

            assertThat(JSON.treeToValue(evaluation.path("confusionMatrix"), int[][].class)).isDeepEqualTo(counted);
            assertThat(evaluation.path("labels")).isEqualTo(JSON.valueToTree(kinds));
            assertThat(evaluation.path("rows").asInt()).isEqualTo(12);
            int right = counted[0][0] + counted[1][1] + counted[2][2];
            assertThat(evaluation.path("accuracy").asDouble()).as(model).isEqualTo(right / 12.0);
            assertThat(evaluation.has("rmse") || evaluation.has("mae") || evaluation.has("r2")).isFalse();
        }
    }

    @Test
    void theCostOfClassesIsTheMeanLogLoss() {
        var rows = JSON.readTree(FLOWERS);
        var outputs = predict("kind", rows).path("outputs");
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum -= Math.log(outputs.get(i).get(i / 4).asDouble());
        }

        assertThat(evaluate("kind", "flowers").path("cost").asDouble()).isCloseTo(sum / 12, within(1e-6));
    }

    @Test
    void regressionErrorsAreInTheTargetsUnit() {
        var rows = JSON.readTree(CARS);
        var outputs = predict("mpg", rows).path("outputs");
        double absolute = 0;
        double squares = 0;
        double mean = rows.valueStream().mapToDouble(row -> row.get(2).asDouble()).average().orElseThrow();
        double spread = 0;
        for (int i = 0; i < rows.size(); i++) {
            double target = rows.get(i).get(2).asDouble();
            double error = outputs.get(i).get(0).asDouble() - target;
            absolute += Math.abs(error);
            squares += error * error;
            spread += (target - mean) * (target - mean);
        }

        var evaluation = evaluate("mpg", "cars");

        assertThat(evaluation.path("mae").asDouble()).isCloseTo(absolute / 6, within(1e-9));
        assertThat(evaluation.path("rmse").asDouble()).isCloseTo(Math.sqrt(squares / 6), within(1e-9));
        assertThat(evaluation.path("r2").asDouble()).isCloseTo(1 - squares / spread, within(1e-9));
        // The cost is in the unit of training: standardised by the deviation of the same six rows.
        assertThat(evaluation.path("cost").asDouble()).isCloseTo(squares / spread, within(1e-9));
        assertThat(evaluation.has("accuracy") || evaluation.has("confusionMatrix") || evaluation.has("labels"))
                .isFalse();
    }

    @Test
    void moreThanAThousandClassesHaveNoConfusionMatrix() {
        var rows = IntStream.range(0, 1001).mapToObj(i -> "[%d, \"c%d\"]".formatted(i, i))
                .collect(Collectors.joining(", ", "[", "]"));
        upload("crowd", "{\"name\": \"x\"}, {\"name\": \"kind\", \"role\": \"target\"}", rows);
        Trained.by(api, """
                {"model": {"name": "crowd", "layers": [{"units": 1001, "activation": "softmax"}],
                           "loss": "categorical_cross_entropy"}, "dataset": "crowd", "epochs": 1}
                """);

        var evaluation = evaluate("crowd", "crowd");

        double right = evaluation.path("accuracy").asDouble() * 1001;
        assertThat(right).as("rows").isBetween(0.0, 1001.0).isCloseTo(Math.rint(right), within(1e-9));
        assertThat(evaluation.has("confusionMatrix")).isFalse();
    }

    @Test
    void anotherDatasetMayHaveItsColumnsInAnotherOrderAndMore() {
        upload(
                "flowers-turned",
                "{\"name\": \"note\"}, {\"name\": \"kind\"}, {\"name\": \"width\"}, {\"name\": \"length\"}",
                "[[\"x\", \"virginica\", 2.5, 6.0], [\"y\", \"setosa\", 0.2, 1.4]]");

        var evaluation = evaluate("kind", "flowers-turned");

        var predicted = predict("kind", JSON.readTree("[[6.0, 2.5], [1.4, 0.2]]")).path("classes");
        var matrix = evaluation.path("confusionMatrix");
        assertThat(matrix.get(2).get(predicted.get(0).asInt()).asInt()).isEqualTo(1);
        assertThat(matrix.get(0).get(predicted.get(1).asInt()).asInt()).isEqualTo(1);
    }

    @Test
    void r2IsNullWhereAllTargetsAreEqual() {
        upload(
                "equal-cars",
                "{\"name\": \"weight\"}, {\"name\": \"cylinders\", \"type\": \"categorical\"}, {\"name\": \"mpg\"}",
                "[[1.5, \"4\", 20], [1.7, \"8\", 20]]");

        var evaluation = evaluate("mpg", "equal-cars");

        var predicted = predict("mpg", JSON.readTree("[[1.5, \"4\"], [1.7, \"8\"]]")).path("outputs");
        double meanSquare =
                predicted.valueStream().mapToDouble(row -> Math.pow(row.get(0).asDouble() - 20, 2)).average()
                        .orElseThrow();
        assertThat(evaluation.path("r2").isNull()).isTrue();
        assertThat(evaluation.path("rmse").asDouble()).isCloseTo(Math.sqrt(meanSquare), within(1e-9));
    }

    /** Metres and grams: errors of 1 and 3 metres, of 10 and 10 grams, whatever the larger numbers are. */
    @Test
    void errorsOfSeveralTargetsAreTheMeanOverTheTargets() {
        Trained.by(api, """
                {"model": {"name": "sizes", "precision": "float64", "loss": "mean_squared_error",
                           "layers": [{"units": 2, "weights": [[0, 0]], "biases": [0, 0]}]},
                 "dataset": {"name": "sizes", "features": [[1], [2]], "targets": [[1, 10], [3, -10]]},
                 "epochs": 1, "batchSize": "full", "optimizer": {"type": "sgd", "learningRate": 1e-300}}""");

        var evaluation = evaluate("sizes", "sizes");

        assertThat(evaluation.path("mae").asDouble()).isCloseTo((2 + 10) / 2.0, within(1e-12));
        assertThat(evaluation.path("rmse").asDouble()).isCloseTo((Math.sqrt((1 + 9) / 2.0) + 10) / 2, within(1e-12));
        assertThat(evaluation.path("r2").asDouble()).isCloseTo((1 - 10 / 2.0 + 1 - 200 / 200.0) / 2, within(1e-12));
    }

    /** The model {@code linear-mpg}: 2·weight + 1, and 10, 20 or 30 for 4, 6 or 8 cylinders. Half of the cars have 4, a third has 8. */
    private static final double ALL_MISSING = 2 * 1.7 + 1 + 10 / 2.0 + 20 / 6.0 + 30 / 3.0;

    @Test
    void columnWithoutAnyValueFitsAnyTypeAndHasTheMeanOfTraining() {
        upload(
                "blank-cars",
                "{\"name\": \"weight\", \"type\": \"categorical\"}, {\"name\": \"cylinders\"}, {\"name\": \"mpg\"}",
                "[[null, null, 20], [null, null, 10]]");

        assertThat(evaluate("linear-mpg", "blank-cars").path("mae").asDouble())
                .isCloseTo((ALL_MISSING - 20 + ALL_MISSING - 10) / 2, within(1e-9));
    }

    @Test
    void unknownCategoryIsAllZerosAndCountedInEvaluationsAndPredictions() {
        upload(
                "odd-cars",
                "{\"name\": \"weight\"}, {\"name\": \"cylinders\", \"type\": \"categorical\"}, {\"name\": \"mpg\"}",
                "[[1.5, \"5\", 20], [1.7, null, 20], [1.5, \"5\", 20], [1.5, \"12\", 20], [1.5, \"4\", 20]]");

        var evaluation = evaluate("linear-mpg", "odd-cars");
        var predicted = api.post("/models/linear-mpg/predict",
                "{\"rows\": [[1.5, \"5\"], [1.7, null], [1.5, \"5\"], [1.5, \"12\"], [1.5, \"4\"]]}").body();

        assertThat(evaluation.path("mae").asDouble())
                .isCloseTo((16 + (ALL_MISSING - 20) + 16 + 16 + 6) / 5, within(1e-9));
        assertThat(predicted.path("outputs").valueStream().mapToDouble(row -> row.get(0).asDouble()).toArray())
                .containsExactly(new double[] {4, ALL_MISSING, 4, 4, 14}, within(1e-9));
        for (var counted : List.of(evaluation, predicted)) {
            assertThat(counted.path("unknownValues").toString())
                    .isEqualTo("[{\"column\":\"cylinders\",\"count\":3,\"examples\":[\"5\",\"12\"]}]");
        }
        assertThat(evaluate("linear-mpg", "cars").path("unknownValues")).isEqualTo(JSON.readTree("[]"));
    }

    static Stream<Arguments> wrongDatasets() {
        return Stream.of(
                arguments("a column lacks", "{\"name\": \"length\"}, {\"name\": \"kind\"}", "[[1, \"setosa\"]]",
                        "has no column width, which the model was trained with"),
                arguments("the target lacks", "{\"name\": \"length\"}, {\"name\": \"width\"}", "[[1, 2]]",
                        "has no column kind, which the model was trained with"),
                arguments("a column of another type",
                        "{\"name\": \"length\"}, {\"name\": \"width\"}, {\"name\": \"kind\"}",
                        "[[1, \"wide\", \"setosa\"]]",
                        "column width is categorical, but was numeric in training: declare its type when you upload the dataset"),
                arguments("a numeric class",
                        "{\"name\": \"length\"}, {\"name\": \"width\"}, {\"name\": \"kind\"}", "[[1, 2, 3]]",
                        "column kind is numeric, but was categorical in training: declare its type when you upload the dataset"),
                arguments("an unknown class",
                        "{\"name\": \"length\"}, {\"name\": \"width\"}, {\"name\": \"kind\"}", "[[1, 2, \"rose\"]]",
                        "target kind has the class rose, which training did not have; its classes are setosa, versicolor, virginica"),
                arguments("a missing class",
                        "{\"name\": \"length\"}, {\"name\": \"width\"}, {\"name\": \"kind\", \"type\": \"categorical\"}",
                        "[[1, 2, null], [1, 2, \"setosa\"]]", "column kind has 1 missing value: leave these rows out"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongDatasets")
    void aDatasetThatDoesNotFitIsRefused(String what, String columns, String rows, String detail) {
        var name = "wrong-" + what.replace(' ', '-');
        upload(name, columns, rows);

        var answer = api.post("/models/kind/evaluate", "{\"dataset\": \"" + name + "\"}");

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/dataset");
        assertThat(answer.body().path("errors").get(0).path("detail").asString()).isEqualTo(detail);
    }

    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                arguments("{}", 422, List.of("/dataset")),
                arguments("{\"dataset\": null}", 422, List.of("/dataset")),
                arguments("{\"dataset\": 3}", 422, List.of("/dataset")),
                arguments("{\"dataset\": {\"features\": [[1, 2]], \"targets\": [[3]]}}", 422, List.of("/dataset")),
                arguments("{\"dataset\": \"flowers\", \"data\": 1}", 422, List.of("/data")),
                arguments("[]", 422, List.of("")),
                arguments("{\"data\": \"flowers\"}", 422, List.of("/data", "/dataset")),
                arguments("{\"data\": 1, \"dataset\": []}", 422, List.of("/data", "/dataset")),
                arguments("{\"data\": 1, \"dataset\": \"cars\"}", 422, List.of("/data", "/dataset")),
                arguments("{\"data\": 1, \"dataset\": \"nothing\"}", 422, List.of("/data", "/dataset")),
                arguments("{\"dataset\": \"nothing\"}", 404, List.of("/dataset")),
                arguments("{\"dataset\": \"\"}", 404, List.of("/dataset")),
                arguments("{\"dataset\": \"a\\u0000b\"}", 404, List.of("/dataset")),
                arguments("{\"dataset\": \"01890a5d-ac96-774b-bcce-b302099a8057\"}", 404, List.of("/dataset")));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void aRequestNamesADatasetAndNothingElse(String body, int status, List<String> pointers) {
        var answer = api.post("/models/kind/evaluate", body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.pointers()).containsExactlyElementsOf(pointers);
    }

    @Test
    void aVersionCanBeNamed() {
        var named = (ObjectNode) api.post("/models/kind/evaluate?version=1", "{\"dataset\": \"flowers\"}").body();
        var served = (ObjectNode) evaluate("kind", "flowers");

        assertThat(named.remove("servedBecause").asString()).isEqualTo("The request names version 1");
        assertThat(served.remove("servedBecause").asString())
                .isEqualTo("The model serves \"newest\": the newest version that no sweep trained");
        assertThat(named).isEqualTo(served);
        assertThat(api.post("/models/kind/evaluate?version=2", "{\"dataset\": \"flowers\"}").status()).isEqualTo(404);
    }

    /** 40,000 rows stand in three chunks. */
    @Test
    void rowsThatAreStreamedGiveTheBitsOfRowsThatAreLoaded() {
        api.post("/datasets", """
                {"name": "arms", "generator": {"type": "spiral", "rows": 40000, "noise": 0.1, "seed": 4}}""");
        Trained.by(api, """
                {"model": {"name": "arm", "seed": 3, "loss": "binary_cross_entropy",
                           "layers": [{"units": 5, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]},
                 "dataset": "arms", "epochs": 1, "batchSize": 1000}""");
        var trained = ScopedValue.where(Caller.CURRENT, new Caller("test", () -> false, () -> {}))
                .call(() -> versions.load("arm", Optional.empty()))
                .trained();
        var dataset = datasets.find("arms");
        var metric = Task.of(trained.preprocessing(), trained.loss()).metric(trained.preprocessing());

        var evaluation = evaluate("arm", "arms");

        for (int threads = 0; threads < 2; threads++) {
            try (var team = threads == 0 ? ComputeTeam.alone() : compute.team()) {
                var operations = compute.operations(trained.network().precision(), team);
                for (var table : List.of(datasets.load(dataset), datasets.stream(dataset))) {
                    var samples = EncodedSamples.all(trained.preprocessing(), table);
                    var scores = Engine.scores(trained.network(), samples, metric, operations);
                    assertThat(evaluation.path("cost").asDouble()).isEqualTo(scores.cost());
                    assertThat(evaluation.path("accuracy").asDouble()).isEqualTo(scores.accuracy());
                }
            }
        }
    }
}
