package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Predictions take raw values and answer in the target's own terms. */
@ServiceTest
@TestPropertySource(properties = "chainrule.model.max-prediction-rows=50")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PredictionTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Api api;

    PredictionTest(Api api) {
        this.api = api;
    }

    /** A linear model with given weights that hardly change, so that its predictions can be calculated by hand. */
    @BeforeAll
    void train() {
        // size: mean 3, deviation √2 (1, 2, 3, 4, 5); colour: red 2/5, blue 3/5; price: mean 30, deviation √200.
        api.post("/datasets",
                """
                        {"name": "prices", "columns": [{"name": "size"}, {"name": "colour"}, {"name": "price", "role": "target"}],
                         "rows": [[1, "red", 10], [2, "blue", 20], [3, "red", 30], [4, "blue", 40], [5, "blue", 50]]}""");
        Trained.by(api, """
                {"model": {"name": "price", "precision": "float64", "loss": "mean_squared_error",
                           "layers": [{"units": 1, "weights": [[2], [0.25], [-0.5]], "biases": [0.125]}]},
                 "dataset": "prices", "epochs": 1, "optimizer": {"type": "sgd", "learningRate": 1e-300}}""");
        Trained.by(api,
                """
                        {"model": "price", "dataset": "prices", "epochs": 1, "optimizer": {"type": "sgd", "learningRate": 1e-300},
                         "preprocessing": {"numeric": "none", "targets": "none", "missing": "error"}}""");
        Trained.by(api,
                """
                        {"model": {"name": "kind", "loss": "categorical_cross_entropy",
                                   "layers": [{"units": 3, "activation": "softmax", "weights": [[0, 0, 0], [0, 0, 3e38]], "biases": [0, 1, 2]}]},
                         "dataset": {"name": "kinds", "columns": [{"name": "a"}, {"name": "b"}, {"name": "kind", "role": "target"}],
                                     "rows": [[0, 0, "elm"], [1, 0, "ash"], [0, 0, "oak"]]},
                         "epochs": 1, "optimizer": {"type": "sgd", "learningRate": 1e-30}, "preprocessing": {"numeric": "none"}}""");
        Trained.by(api,
                """
                        {"model": {"name": "yes", "loss": "binary_cross_entropy",
                                   "layers": [{"units": 1, "activation": "sigmoid", "weights": [[1]], "biases": [0]}]},
                         "dataset": {"name": "answers", "columns": [{"name": "x"}, {"name": "answer", "role": "target"}],
                                     "rows": [[-1, "no"], [1, "yes"]]},
                         "epochs": 1, "optimizer": {"type": "sgd", "learningRate": 1e-30}, "preprocessing": {"numeric": "none"}}""");
        Trained.by(api, """
                {"model": {"name": "logic", "loss": "binary_cross_entropy",
                           "layers": [{"units": 2, "activation": "sigmoid", "weights": [[1, -1]], "biases": [0, 0]}]},
                 "dataset": {"name": "tables", "features": [[-1], [1]], "targets": [[0, 1], [1, 0]]},
                 "epochs": 1, "optimizer": {"type": "sgd", "learningRate": 1e-30}}""");
    }

    private Answer predict(String model, String rows) {
        return api.post("/models/" + model + "/predict", "{\"rows\": " + rows + "}");
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /** The prediction of the linear model of version 1 for a size and the two inputs of a colour. */
    private static double price(double size, double blue, double red) {
        return ((size - 3) / Math.sqrt(2) * 2 + blue * 0.25 + red * -0.5 + 0.125) * Math.sqrt(200) + 30;
    }

    private static double output(Answer answer, int row) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body().path("outputs").get(row).get(0).asDouble();
    }

    @Test
    void rawValuesGoInAndTheTargetsOwnUnitComesOut() {
        var answer = api.post("/models/price/predict?version=1", """
                {"rows": [[4, "red"], [10.5, "blue"]]}""");

        assertThat(output(answer, 0)).isCloseTo(price(4, 0, 1), within(1e-10));
        assertThat(output(answer, 1)).isCloseTo(price(10.5, 1, 0), within(1e-10));
        assertThat(answer.body().path("model").asString()).isEqualTo("price");
        assertThat(answer.body().path("version").asInt()).isEqualTo(1);
        assertThat(answer.body().path("classes").isNull()).isTrue();
        assertThat(answer.body().path("labels").isNull()).isTrue();
    }

    @Test
    void rowsAreArraysOrObjectsInOneRequest() {
        var answer = api.post("/models/price/predict?version=1", """
                {"rows": [[4, "red"], {"colour": "red", "size": 4}]}""");

        assertThat(answer.body().path("outputs").get(0)).isEqualTo(answer.body().path("outputs").get(1));
    }

    @Test
    void missingValueIsPredictedAsTheMean() {
        var answer = api.post("/models/price/predict?version=1", """
                {"rows": [[null, null], {"size": null, "colour": "blue"}]}""");

        assertThat(output(answer, 0)).isCloseTo(price(3, 0.6, 0.4), within(1e-10));
        assertThat(output(answer, 1)).isCloseTo(price(3, 1, 0), within(1e-10));
    }

    @Test
    void theNewestVersionPredictsUnlessAnotherIsNamed() {
        var answer = predict("price", "[[4, \"red\"]]");

        assertThat(answer.body().path("version").asInt()).isEqualTo(2);
        assertThat(output(answer, 0)).isEqualTo(2 * 4 - 0.5 + 0.125);
    }

    @Test
    void aVersionThatWasTrainedToRefuseMissingValuesDoes() {
        var answer = predict("price", "[[null, \"red\"], [1, null]]");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/rows/0/0", "/rows/1/1");
    }

    @Test
    void classesAreAnsweredByNumberAndByName() {
        var answer = predict("kind", "[[5, 0]]");

        assertThat(answer.body().path("classes")).isEqualTo(json("[2]"));
        assertThat(answer.body().path("labels")).isEqualTo(json("[\"oak\"]"));
        var outputs = answer.body().path("outputs").get(0);
        double sum = 1 + Math.E + Math.exp(2);
        assertThat(outputs.get(0).asDouble()).isCloseTo(1 / sum, within(1e-7));
        assertThat(outputs.get(2).asDouble()).isCloseTo(Math.exp(2) / sum, within(1e-7));
    }

    @Test
    void singleOutputOfTwoClassesIsTheProbabilityOfTheSecond() {
        var answer = predict("yes", "[[-3], [0], [3]]");

        assertThat(answer.body().path("classes")).isEqualTo(json("[0, 1, 1]"));
        assertThat(answer.body().path("labels")).isEqualTo(json("[\"no\", \"yes\", \"yes\"]"));
    }

    @Test
    void outputsHaveTheNamesOfTheirClassOrTarget() {
        assertThat(predict("price", "[[4, \"red\"]]").body().path("outputNames")).isEqualTo(json("[\"price\"]"));
        assertThat(predict("kind", "[[5, 0]]").body().path("outputNames"))
                .isEqualTo(json("[\"ash\", \"elm\", \"oak\"]"));
        assertThat(predict("yes", "[[0]]").body().path("outputNames")).isEqualTo(json("[\"yes\"]"));
        assertThat(predict("logic", "[[0]]").body().path("outputNames")).isEqualTo(json("[\"y1\", \"y2\"]"));
    }

    /** The model of version 1, computed from its weights and its preprocessing. */
    @Test
    void versionShowsHowItsColumnsAreEncoded() {
        var preprocessing = api.get("/models/price/versions/1/preprocessing").body();

        var size = preprocessing.path("features").get(0);
        assertThat(size.path("column").asString()).isEqualTo("size");
        assertThat(size.path("type").asString()).isEqualTo("numeric");
        assertThat(size.path("shift").asDouble()).isEqualTo(3);
        assertThat(size.path("scale").asDouble()).isCloseTo(1 / Math.sqrt(2), within(1e-15));
        assertThat(size.path("missing").asDouble()).isEqualTo(3);
        assertThat(preprocessing.path("features").get(1)).isEqualTo(
                json("""
                        {"type": "onehot", "column": "colour", "categories": ["blue", "red"], "missing": [0.6, 0.4], "untrained": []}"""));
        var price = preprocessing.path("targets").get(0);
        assertThat(price.path("shift").asDouble()).isEqualTo(30);
        assertThat(price.path("scale").asDouble()).isCloseTo(1 / Math.sqrt(200), within(1e-15));
        assertThat(api.get("/models/yes/versions/1/preprocessing").body().path("targets")).isEqualTo(json("""
                [{"type": "binary", "column": "answer", "categories": ["no", "yes"]}]"""));
        assertThat(api.get("/models/price/versions/9/preprocessing").status()).isEqualTo(404);
    }

    @Test
    void multilabelOutputHasNoClass() {
        var answer = predict("logic", "[[2]]");

        assertThat(answer.body().path("classes").isNull()).isTrue();
        assertThat(answer.body().path("outputs").get(0)).hasSize(2);
    }

    /** float32 outputs have as few digits as tell them apart: at most nine. */
    @Test
    void outputsHaveTheDigitsOfTheirPrecision() {
        var body = predict("yes", "[[0.3], [-1.7], [2.9], [0.001]]").body();

        assertThat(body.path("outputs")).hasSize(4);
        for (var row : body.path("outputs")) {
            assertThat(Float.toString(Float.parseFloat(row.get(0).toString()))).isEqualTo(row.get(0).toString());
        }
    }

    /** 3e38 times 10 is beyond float32: the logit is infinite, and its softmax no number. */
    @Test
    void nanOutputIsNullAndHasNoClass() {
        var answer = predict("kind", "[[0, 10], [0, 0]]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("outputs").get(0)).isEqualTo(json("[null, null, null]"));
        assertThat(answer.body().path("classes")).isEqualTo(json("[null, 2]"));
        assertThat(answer.body().path("labels")).isEqualTo(json("[null, \"oak\"]"));
    }

    @Test
    void aNumberBeyondThePrecisionIsRefused() {
        var answer = predict("kind", "[[0, 0], [1e39, 0]]");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/rows/1");
    }

    static Stream<Arguments> wrongRows() {
        return Stream.of(
                arguments("[]", List.of("/rows")),
                arguments("null", List.of("/rows")),
                arguments("{}", List.of("/rows")),
                arguments("\"1, red\"", List.of("/rows")),
                arguments("[1, 2]", List.of("/rows/0")),
                arguments("[null]", List.of("/rows/0")),
                arguments("[[]]", List.of("/rows/0")),
                arguments("[[1]]", List.of("/rows/0")),
                arguments("[[1, \"red\", 3]]", List.of("/rows/0")),
                arguments("[[1, \"red\"], [1]]", List.of("/rows/1")),
                arguments("[[\"1\", \"red\"]]", List.of("/rows/0/0")),
                arguments("[[true, \"red\"]]", List.of("/rows/0/0")),
                arguments("[[[1], \"red\"]]", List.of("/rows/0/0")),
                arguments("[[1e999, \"red\"]]", List.of("/rows/0/0")),
                arguments("[[1" + "0".repeat(400) + ", \"red\"]]", List.of("/rows/0/0")),
                arguments("[[1, [\"red\"]]]", List.of("/rows/0/1")),
                arguments("[[\"x\", \"green\"], [1, \"red\"], {\"size\": []}]",
                        List.of("/rows/0/0", "/rows/2/size", "/rows/2/colour")),
                arguments("[{}]", List.of("/rows/0/size", "/rows/0/colour")),
                arguments("[{\"size\": 1}]", List.of("/rows/0/colour")),
                arguments("[{\"size\": 1, \"colour\": \"red\", \"price\": 3}]", List.of("/rows/0/price")),
                arguments("[{\"size\": 1, \"colour\": \"red\", \"a/b\": 3}]", List.of("/rows/0/a~1b")),
                arguments("[{\"size\": \"1\", \"colour\": {}}]", List.of("/rows/0/size", "/rows/0/colour")));
    }

    @ParameterizedTest
    @MethodSource("wrongRows")
    void wrongRowsAreRefusedWithAPointerToEveryFault(String rows, List<String> pointers) {
        var answer = api.post("/models/price/predict?version=1", "{\"rows\": " + rows + "}");

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactlyElementsOf(pointers);
    }

    @Test
    void unknownFieldAndWrongRowsAreAnsweredTogether() {
        assertThat(api.post("/models/price/predict", """
                {"row": [1, "red"], "rows": [["x", "red"], [1], {"size": 1, "color": "red"}]}""").pointers())
                .containsExactly("/row", "/rows/0/0", "/rows/1", "/rows/2/color", "/rows/2/colour");
        assertThat(api.post("/models/price/predict", "{\"row\": [1, \"red\"]}").pointers())
                .containsExactly("/row", "/rows");
    }

    @Test
    void valueThatIsNotANumberIsQuoted() {
        var answer =
                api.post("/models/price/predict?version=1", "{\"rows\": [[\"1,5\", \"red\"], [\"\\n\", \"red\"]]}");

        assertThat(answer.body().path("errors").get(0).path("detail").asString()).isEqualTo(
                "must be a finite number, or null where it is unknown, but is \"1,5\"; also at /rows/1/0 (\"\\n\")"
                        + " (2 places in total)");
    }

    @Test
    void faultOfAMisspelledFeatureNamesTheNearest() {
        var answer = api.post("/models/price/predict?version=1", "{\"rows\": [{\"size\": 1, \"color\": \"red\"}]}");

        assertThat(answer.body().path("errors").get(0).path("detail").asString())
                .isEqualTo("is not a feature of the model (did you mean colour?); the features are size, colour");
    }

    @Test
    void aCategoryIsFoundInAnySpellingOfIt() {
        api.post("/datasets?name=spellings&target=y&categorical=n", "text/csv", BodyPublishers.ofString(
                "job,left,n,y\n Private,True,1.0,1\nState,False,2.0,2\n"));
        Trained.by(api,
                """
                        {"model": {"name": "spelt", "loss": "huber", "layers": [{"units": 1}]}, "dataset": "spellings", "epochs": 1}""");
        var asTrained = predict("spelt", "[[\" Private\", \"True\", \"1.0\"]]");

        var otherwise =
                predict("spelt", "[[\"Private\", true, 1], [\"Private \", \"TRUE\", 1.0], [\"Private\", true, 1e0]]");

        for (int row = 0; row < 3; row++) {
            assertThat(output(otherwise, row)).isEqualTo(output(asTrained, 0));
        }
    }

    @Test
    void valueThatIsNotACategoryIsRefusedWithTheKnownOnes() {
        var answer = api.post("/models/price/predict?version=1", "{\"rows\": [[1, [\"red\"]]]}");

        assertThat(answer.body().path("errors").get(0).path("detail").asString())
                .isEqualTo("must be one of blue, red, or null where it is unknown");
    }

    @Test
    void unknownCategoryIsAllZerosAndCounted() {
        var answer = api.post("/models/price/predict?version=1", """
                {"rows": [[4, "green"], [5, "green"], [4, "Red"], {"size": 4, "colour": 7}, [4, null], [4, "red"]]}""");

        for (int row : new int[] {0, 2, 3}) {
            assertThat(output(answer, row)).isCloseTo(price(4, 0, 0), within(1e-10));
        }
        assertThat(answer.body().path("unknownValues")).isEqualTo(json("""
                [{"column": "colour", "count": 4, "examples": ["green", "Red", "7"]}]"""));
        assertThat(predict("price", "[[4, \"red\"]]").body().path("unknownValues")).isEqualTo(json("[]"));
    }

    @ParameterizedTest
    @CsvSource({"9007199254740993.0, 9007199254740992", "9007199254740993, 9007199254740993", "1e3, 1000"})
    void numberThatStandsForACategoryIsItsShortestText(String number, String category) {
        var answer = api.post("/models/price/predict?version=1", "{\"rows\": [[4, " + number + "]]}");

        assertThat(answer.body().path("unknownValues").path(0).path("examples"))
                .isEqualTo(json("[\"" + category + "\"]"));
    }

    @Test
    void longUnknownCategoryIsShortenedInTheAnswer() {
        var answer = api.post("/models/price/predict?version=1",
                "{\"rows\": [[4, \"" + "\ud83c\udf33".repeat(5000) + "\"]]}");

        assertThat(answer.body().path("unknownValues").get(0).path("examples"))
                .isEqualTo(json("[\"" + "\ud83c\udf33".repeat(100) + "…\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "{\"row\": [[1, \"red\"]]}",
        "{\"rows\": [[1, \"red\"]], \"version\": 1}"})
    void aBodyIsAnObjectOfRowsAndNothingElse(String body) {
        assertThat(api.post("/models/price/predict", body).status()).isEqualTo(422);
    }

    @Test
    void rowsBeyondTheLimitAreRefused() {
        var fifty = Collections.nCopies(50, "[1, \"red\"]");

        assertThat(predict("price", fifty.toString()).body().path("outputs")).hasSize(50);
        var answer = predict("price", Collections.nCopies(51, "[1, \"red\"]").toString());
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/rows");
    }

    @Test
    void rowsStayInTheirOrderHoweverManyThereAre() {
        var rows = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> i % 3 == 0 ? "{\"colour\": \"red\", \"size\": " + i + "}" : "[" + i + ", \"red\"]")
                .toList();

        var answer = predict("price", rows.toString());

        for (int i = 1; i <= 50; i++) {
            assertThat(output(answer, i - 1)).isEqualTo(2 * i - 0.5 + 0.125);
        }
    }

    @Test
    void answerIsWrittenInTheOrderOfItsFieldsAndWithTheDigitsOfItsNumbers() {
        var answer = api.post("/models/price/predict?version=2", "{\"rows\": [[4, \"red\"]]}").body();

        assertThat(answer.toString()).isEqualTo(
                "{\"model\":\"price\",\"version\":2,\"servedBecause\":\"The request names version 2\","
                        + "\"outputs\":[[7.625]],\"outputNames\":[\"price\"],\"classes\":null,\"labels\":null,"
                        + "\"unknownValues\":[]}");
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("", 400),
                arguments(" ", 400),
                arguments("{\"rows\": [[1, \"red\"]]", 400),
                arguments("{\"rows\": [[1, \"red\"]]} {}", 400),
                arguments("{\"rows\": [[1, \"red\"]]} x", 400),
                arguments("{\"rows\": [[1, \"red\"]], \"rows\": [[1, \"red\"]]}", 400),
                arguments("{\"rows\": [{\"size\": 1, \"colour\": \"red\", \"size\": 2}]}", 400),
                arguments("{\"rows\": [[NaN, \"red\"]]}", 400),
                arguments("{\"rows\": [[01, \"red\"]]}", 400),
                arguments("{\"rows\": [[1, \"\\ud83c\"]]}", 422),
                arguments("{\"rows\": [[1, \"red\"]], \"row\": 1}", 422),
                arguments("{\"row\": 1, \"rows\": [[1, \"red\"]]}", 422),
                arguments("{\"rows\": [[-0, true], [1e-400, 12345678901234567890], [1E2, null]]}", 200));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodyIsReadAsAnyOtherJson(String body, int status) {
        assertThat(api.post("/models/price/predict?version=1", body).status()).isEqualTo(status);
    }

    @Test
    void bodyOfAnotherEncodingIsRead() {
        var utf16 = "{\"rows\": [[4, \"grün\"]]}".getBytes(StandardCharsets.UTF_16BE);
        var answer = api.post("/models/price/predict?version=1", "application/json", BodyPublishers.ofByteArray(utf16));

        assertThat(answer.body().path("unknownValues").get(0).path("examples")).isEqualTo(json("[\"grün\"]"));
    }

    @Test
    void aModelThatWasNeverTrainedCannotPredict() {
        api.post("/models", "{\"name\": \"new\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}");

        assertThat(predict("new", "[[1]]").status()).isEqualTo(409);
        assertThat(api.post("/models/new/evaluate", "{\"dataset\": \"prices\"}").status()).isEqualTo(409);
        assertThat(api.get("/models/new/versions").body()).isEqualTo(json("{\"data\": [], \"nextCursor\": null}"));
    }

    @Test
    void unknownVersionIsNotFound() {
        for (var version : List.of("3", "0", "-1", "one")) {
            assertThat(api.post("/models/price/predict?version=" + version, "{\"rows\": [[1, \"red\"]]}").status())
                    .isEqualTo(404);
        }
        assertThat(api.post("/models/price/predict?version=One", "{\"rows\": [[1, \"red\"]]}").pointers())
                .containsExactly("?version");
    }

    @Test
    void theSamePredictionIsTheSameToTheLastBit() {
        var rows = "[[1.1, \"red\"], [2.2, \"blue\"], [3.3, null], [4.4, \"red\"]]";
        var together = api.post("/models/price/predict?version=1", "{\"rows\": " + rows + "}").body().path("outputs");

        var alone = api.post("/models/price/predict?version=1", "{\"rows\": [[3.3, null]]}").body().path("outputs");

        assertThat(alone.get(0)).isEqualTo(together.get(2));
    }
}
