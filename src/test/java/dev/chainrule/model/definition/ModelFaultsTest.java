package dev.chainrule.model.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.network.Activation;
import dev.chainrule.problem.JsonName;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of a model: the status, and the pointers to the faults. */
@ServiceTest
class ModelFaultsTest {
    private final Api api;

    ModelFaultsTest(Api api) {
        this.api = api;
    }

    /** A model that is valid except for these fields. */
    private static String model(String fields) {
        return """
                {"name": "faulty", "inputs": 2, "layers": [{"units": 1}], "loss": "huber"%s}""".formatted(fields);
    }

    /** A model whose first of two layers has these fields. */
    private static String layer(String fields) {
        return """
                {"name": "faulty", "inputs": 2, "layers": [{%s}, {"units": 1}], "loss": "huber"}""".formatted(fields);
    }

    private static Arguments wrong(String what, String body, String... pointers) {
        return arguments(what, body, List.of(pointers));
    }

    static Stream<Arguments> wrongModels() {
        return Stream.of(
                wrong("unknown field", model(", \"optimizer\": \"adam\""), "/optimizer"),
                wrong("unknown field with a slash", model(", \"a/b~c\": 1"), "/a~1b~0c"),
                wrong("unknown field of a layer", layer("\"units\": 1, \"kernel\": 3"), "/layers/0/kernel"),
                wrong("unknown field of an initializer",
                        layer("\"units\": 1, \"initializer\": {\"type\": \"normal\", \"mean\": 0}"),
                        "/layers/0/initializer/mean"),
                wrong("null", "null", ""),
                wrong("array", "[]", ""),
                wrong("string", "\"xor\"", ""),
                wrong("number", "42", ""),
                wrong("empty", "{}", "/loss", "/layers"),
                wrong("no loss", "{\"layers\": [{\"units\": 1}]}", "/loss"),
                wrong("unknown loss", "{\"layers\": [{\"units\": 1}], \"loss\": \"hinge\"}", "/loss"),
                wrong("loss in capitals", "{\"layers\": [{\"units\": 1}], \"loss\": \"HUBER\"}", "/loss"),
                wrong("loss as number", "{\"layers\": [{\"units\": 1}], \"loss\": 1}", "/loss"),
                wrong("no layers", "{\"loss\": \"huber\"}", "/layers"),
                wrong("empty layers", "{\"loss\": \"huber\", \"layers\": []}", "/layers"),
                wrong("layers as object", "{\"loss\": \"huber\", \"layers\": {\"units\": 1}}", "/layers"),
                wrong("null layer", "{\"loss\": \"huber\", \"layers\": [null]}", "/layers/0"),
                wrong("number as layer", "{\"loss\": \"huber\", \"layers\": [{\"units\": 1}, 3]}", "/layers/1"),
                wrong("string as layer", "{\"loss\": \"huber\", \"layers\": [\"dense\"]}", "/layers/0"),
                wrong("101 layers", "{\"loss\": \"huber\", \"layers\": [%s]}".formatted(
                        String.join(",", Collections.nCopies(101, "{\"units\": 1}"))), "/layers"),
                wrong("precision", model(", \"precision\": \"float16\""), "/precision"),
                wrong("precision as number", model(", \"precision\": 32"), "/precision"),
                wrong("inputs 0", "{\"inputs\": 0, \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}", "/inputs"),
                wrong("inputs negative", "{\"inputs\": -1, \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}",
                        "/inputs"),
                wrong("inputs as string", "{\"inputs\": \"4\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}",
                        "/inputs"),
                wrong("inputs as fraction", "{\"inputs\": 1.5, \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}",
                        "/inputs"),
                wrong("inputs as bool", "{\"inputs\": true, \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}",
                        "/inputs"),
                wrong("inputs beyond an int",
                        "{\"inputs\": 9999999999, \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}", "/inputs"),
                wrong("inputs beyond a double",
                        "{\"inputs\": 1e999, \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}", "/inputs"),
                wrong("seed as string", model(", \"seed\": \"42\""), "/seed"),
                wrong("seed beyond a long", model(", \"seed\": 9223372036854775808"), "/seed"),
                wrong("seed as fraction", model(", \"seed\": 0.5"), "/seed"),
                wrong("layer of another type", layer("\"type\": \"conv2d\", \"units\": 1"), "/layers/0/type"),
                wrong("no units", layer("\"activation\": \"relu\""), "/layers/0/units"),
                wrong("units null", layer("\"units\": null"), "/layers/0/units"),
                wrong("units 0", layer("\"units\": 0"), "/layers/0/units"),
                wrong("units negative", layer("\"units\": -4"), "/layers/0/units"),
                wrong("units absurd", layer("\"units\": 2147483647"), "/layers/0/units"),
                wrong("units as string", layer("\"units\": \"4\""), "/layers/0/units"),
                wrong("units as fraction", layer("\"units\": 1.5"), "/layers/0/units"),
                wrong("units as empty string", layer("\"units\": \"\""), "/layers/0/units"),
                wrong("units as array", layer("\"units\": [4]"), "/layers/0/units"),
                wrong("units beyond a double", layer("\"units\": 1e999"), "/layers/0/units"),
                wrong("too many parameters", layer("\"units\": 65536}, {\"units\": 65536"), "/layers"),
                wrong("one unit for several classes",
                        "{\"layers\": [{\"units\": 1}], \"loss\": \"categorical_cross_entropy\"}", "/layers/0/units"),
                wrong("unknown activation", layer("\"units\": 1, \"activation\": \"swish\""), "/layers/0/activation"),
                wrong("activation as number", layer("\"units\": 1, \"activation\": 1"), "/layers/0/activation"),
                wrong("unknown initializer", layer("\"units\": 1, \"initializer\": \"xavier\""),
                        "/layers/0/initializer/type"),
                wrong("initializer as number", layer("\"units\": 1, \"initializer\": 1"), "/layers/0/initializer"),
                wrong("initializer as array", layer("\"units\": 1, \"initializer\": []"), "/layers/0/initializer"),
                wrong("initializer without type", layer("\"units\": 1, \"initializer\": {}"),
                        "/layers/0/initializer/type"),
                wrong("spread of a wrong kind",
                        layer("\"units\": 1, \"initializer\": {\"type\": \"normal\", \"limit\": 1}"),
                        "/layers/0/initializer/limit"),
                wrong("spread of zeros",
                        layer("\"units\": 1, \"initializer\": {\"type\": \"zeros\", \"standardDeviation\": 1}"),
                        "/layers/0/initializer/standardDeviation"),
                wrong("spread 0", layer("\"units\": 1, \"initializer\": {\"type\": \"uniform\", \"limit\": 0}"),
                        "/layers/0/initializer/limit"),
                wrong("spread infinite",
                        layer("\"units\": 1, \"initializer\": {\"type\": \"normal\", \"standardDeviation\": 1e999}"),
                        "/layers/0/initializer/standardDeviation"),
                wrong("bias as number", layer("\"units\": 1, \"bias\": 1"), "/layers/0/bias"),
                wrong("bias as string", layer("\"units\": 1, \"bias\": \"true\""), "/layers/0/bias"),
                wrong("dropout 1", layer("\"units\": 1, \"dropout\": 1"), "/layers/0/dropout"),
                wrong("dropout negative", layer("\"units\": 1, \"dropout\": -0.1"), "/layers/0/dropout"),
                wrong("dropout as string", layer("\"units\": 1, \"dropout\": \"0.5\""), "/layers/0/dropout"),
                wrong("dropout infinite", layer("\"units\": 1, \"dropout\": 1e999"), "/layers/0/dropout"),
                wrong("dropout in the last layer",
                        "{\"layers\": [{\"units\": 1, \"dropout\": 0.5}], \"loss\": \"huber\"}", "/layers/0/dropout"),
                wrong("l1 negative", layer("\"units\": 1, \"l1\": -1"), "/layers/0/l1"),
                wrong("l2 infinite", layer("\"units\": 1, \"l2\": 1e999"), "/layers/0/l2"),
                wrong("too few rows of weights", layer("\"units\": 1, \"weights\": [[1]]"), "/layers/0/weights"),
                wrong("no rows of weights", layer("\"units\": 1, \"weights\": []"), "/layers/0/weights"),
                wrong("no rows of weights, no inputs",
                        "{\"layers\": [{\"units\": 1, \"weights\": []}], \"loss\": \"huber\"}", "/layers/0/weights"),
                wrong("ragged weights", layer("\"units\": 2, \"weights\": [[1, 2], [3]]"), "/layers/0/weights/1"),
                wrong("weights with a null row", layer("\"units\": 1, \"weights\": [[1], null]"),
                        "/layers/0/weights/1"),
                wrong("weights with a null", layer("\"units\": 1, \"weights\": [[1], [null]]"),
                        "/layers/0/weights/1/0"),
                wrong("weights with a string", layer("\"units\": 1, \"weights\": [[1], [\"2\"]]"),
                        "/layers/0/weights/1/0"),
                wrong("weights flat", layer("\"units\": 1, \"weights\": [1, 2]"), "/layers/0/weights/0"),
                wrong("weights packed in a string", layer("\"units\": 1, \"weights\": [\"AAAAAAAA8D8=\"]"),
                        "/layers/0/weights/0"),
                wrong("weights beyond float32", layer("\"units\": 1, \"weights\": [[1], [1e39]]"),
                        "/layers/0/weights/1/0"),
                wrong("weights beyond a double", layer("\"units\": 1, \"weights\": [[1e999], [1]]"),
                        "/layers/0/weights/0/0"),
                wrong("weights of the second layer do not fit the first",
                        "{\"layers\": [{\"units\": 3}, {\"units\": 1, \"weights\": [[1], [2]]}], \"loss\": \"huber\"}",
                        "/layers/1/weights"),
                wrong("too few biases", layer("\"units\": 2, \"biases\": [1]"), "/layers/0/biases"),
                wrong("biases without bias", layer("\"units\": 1, \"bias\": false, \"biases\": [0]"),
                        "/layers/0/biases"),
                wrong("biases as a number", layer("\"units\": 1, \"biases\": 0"), "/layers/0/biases"),
                wrong("biases as a string", layer("\"units\": 1, \"biases\": \"\""), "/layers/0/biases"),
                wrong("two faults in two layers",
                        "{\"layers\": [{\"units\": 0}, {\"units\": 1, \"l1\": -1, \"l2\": -1}], \"loss\": \"huber\"}",
                        "/layers/0/units", "/layers/1/l1", "/layers/1/l2"),
                wrong("name empty", "{\"name\": \"\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}", "/name"),
                wrong("name in capitals", "{\"name\": \"Xor\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}",
                        "/name"),
                wrong("name with a hyphen first",
                        "{\"name\": \"-a\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}", "/name"),
                wrong("name with a slash", "{\"name\": \"a/b\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}",
                        "/name"),
                wrong("name with an umlaut",
                        "{\"name\": \"\u00e4\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}", "/name"),
                wrong("name with a line end", "{\"name\": \"a\\n\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}",
                        "/name"),
                wrong("name too long",
                        "{\"name\": \"%s\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}"
                                .formatted("a".repeat(64)),
                        "/name"),
                wrong("name like an id", """
                        {"name": "01890a5d-ac96-774b-bcce-b302099a8057", "layers": [{"units": 1}], "loss": "huber"}""",
                        "/name"),
                wrong("name as number", "{\"name\": 7, \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}", "/name"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongModels")
    void aWrongModelIsRefusedWithAPointerToEveryFault(String what, String body, List<String> pointers) {
        var answer = api.post("/models", body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/invalid");
        assertThat(answer.pointers()).containsExactlyElementsOf(pointers);
        assertThat(answer.body().path("errors").valueStream())
                .allSatisfy(error -> assertThat(error.path("detail").asString()).isNotBlank());
        assertThat(api.get("/models/faulty").status()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongModels")
    void aDryRunFindsTheSameFaults(String what, String body, List<String> pointers) {
        var answer = api.post("/models/validate", body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        assertThat(answer.body().path("valid").asBoolean()).isFalse();
        assertThat(answer.pointers()).containsExactlyElementsOf(pointers);
        assertThat(answer.body().path("parameterCount").isNull()).isTrue();
    }

    @Test
    void unknownFieldsAndWrongTypesShapesAndValuesAreAnsweredTogether() {
        var answer = api.post("/models",
                """
                        {"name": "Faulty", "inputs": "2", "seed": 1.5, "loss": "huber", "lr": 1,
                         "layers": [{"units": 2, "weights": [[1, 2], [3]], "dropout": 1, "kernel": 3},
                                    {"unit": 2, "activation": 7}, 5, {"units": 1, "biases": [1, 2], "weights": [["a"], [2]]}]}""");

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactlyInAnyOrder(
                "/name", "/inputs", "/seed", "/lr", "/layers/0/kernel", "/layers/0/dropout", "/layers/0/weights/1",
                "/layers/1/unit", "/layers/1/units", "/layers/1/activation", "/layers/2", "/layers/3/biases",
                "/layers/3/weights/0/0");
    }

    @Test
    void jsonInLatin1IsRefusedAndNamesUtf8() {
        var body = "{\"name\": \"M\u00fcnchen\"}".getBytes(StandardCharsets.ISO_8859_1);

        var answer = api.post("/models", "application/json", BodyPublishers.ofByteArray(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString())
                .startsWith("The body is not UTF-8, as JSON must be: it cannot be read at line 1, column ");
    }

    @Test
    void malformedGraphIsNotReportedToLackLayers() {
        var answer = api.post("/models", "{\"graph\": 5}");

        assertThat(answer.pointers()).containsExactly("/graph");
    }

    @Test
    void unknownFieldIsRefusedWithTheNearestName() {
        var answer = api.post("/models", layer("\"units\": 1, \"drop_out\": 0.5"));

        assertThat(answer.body().path("detail").asString()).isEqualTo(
                "/layers/0/drop_out: is not a setting of a layer (did you mean dropout?); its settings are type, units,"
                        + " activation, initializer, bias, dropout, l1, l2, weights, biases");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "units": 0                            | /layers/0/units: must be between 1 and 65536, but is 0
            "units": 99999999999                  | /layers/0/units: must be between 1 and 65536, but is 99999999999
            "units": "4"                          | /layers/0/units: must be an integer between 1 and 65536, without quotes and without a fraction
            "units": 1, "dropout": 1              | /layers/0/dropout: must be at least 0 and less than 1, but is 1
            "units": 1, "activation": "rellu"     | /layers/0/activation: must be one of identity, sigmoid, tanh, relu
            """)
    void faultSaysWhatIsAllowedAndWhatTheValueIs(String fields, String detail) {
        assertThat(api.post("/models", layer(fields)).body().path("detail").asString()).startsWith(detail);
    }

    @Test
    void faultOfAMisspelledActivationOrLossNamesTheNearest() {
        assertThat(api.post("/models", layer("\"units\": 1, \"activation\": \"rellu\"")).body().toString())
                .contains("(did you mean relu?)");
        assertThat(api.post("/models", "{\"layers\": [{\"units\": 1}], \"loss\": \"hubber\"}").body().toString())
                .contains("(did you mean huber?)");
    }

    @Test
    void aFlatArrayOfManyNumbersWhereRowsBelongIsOneFault() {
        var numbers = Collections.nCopies(1000, "1");

        assertThat(api.post("/models", layer("\"units\": 1, \"weights\": " + numbers)).pointers())
                .containsExactly("/layers/0/weights/0");
    }

    @Test
    void moreThanTwentyFaultsOfTheFormAreRefused() {
        var fields = IntStream.range(0, 50).mapToObj(i -> ", \"f" + i + "\": 1").collect(Collectors.joining());

        var answer = api.post("/models", model(fields));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).hasSizeBetween(20, 50);
    }

    @ParameterizedTest
    @EnumSource(value = Activation.class, mode = EnumSource.Mode.EXCLUDE, names = {"SIGMOID", "SOFTMAX"})
    void crossEntropyAfterAnActivationOtherThanSigmoidOrSoftmaxIsRefused(Activation activation) {
        for (var loss : List.of("binary_cross_entropy", "categorical_cross_entropy")) {
            var answer = api.post("/models", """
                    {"layers": [{"units": 3, "activation": "%s"}, {"units": 2, "activation": "%s"}], "loss": "%s"}"""
                    .formatted(JsonName.of(activation), JsonName.of(activation), loss));

            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
            assertThat(answer.pointers()).containsExactly("/layers/1/activation");
            assertThat(answer.body().path("errors").get(0).path("detail").asString())
                    .startsWith("must be sigmoid or softmax in the last layer for " + loss);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Activation.class, names = {"SIGMOID", "SOFTMAX"})
    void crossEntropyOfProbabilitiesIsAccepted(Activation activation) {
        for (var loss : List.of("binary_cross_entropy", "categorical_cross_entropy")) {
            var answer = api.post("/models/validate", """
                    {"layers": [{"units": 2, "activation": "%s"}], "loss": "%s"}"""
                    .formatted(JsonName.of(activation), loss));

            assertThat(answer.body().path("valid").asBoolean()).as("%s", answer.body()).isTrue();
        }
    }

    static Stream<Arguments> malformedBodies() {
        return Stream.of(
                arguments("nothing", "", "missing"),
                arguments("blanks", "  \n ", "is empty"),
                arguments("cut off", "{\"layers\":\n [",
                        "The body is cut off: its JSON ends at line 2, column 3, in an array that is not closed"),
                arguments("cut off in a name", "{\"lay", "The body is cut off: its JSON ends at line 1, column 6"),
                arguments("a comma too many", "{\"name\": \"a\",\n }", "cannot be read at line 2"),
                arguments("single quotes", "{'name': 'a'}", "cannot be read at line 1"),
                arguments("NaN", "{\"inputs\": NaN}", "NaN cannot be read at line 1, column "),
                arguments("NaN", "{\"inputs\": NaN}", "; JSON has no such number: write null for a missing value"),
                arguments("Infinity", "{\"inputs\": -Infinity}",
                        "; JSON has no such number: write null for a missing value"),
                arguments("None", "{\"inputs\": None}", "None cannot be read at line 1, column "),
                arguments("True", "{\"inputs\": True}", "; write strings in double quotes: only null, true and false"
                        + " are written without them"),
                arguments("two documents", "{} {}", "text follows the JSON"),
                arguments("a field twice", "{\"name\": \"a\",\n\"name\": \"b\"}",
                        "The field \"name\" is given twice at line 2"),
                arguments("a nested field twice", "{\"layers\": [{\"units\": 1, \"units\": 1}]}",
                        "\"units\" is given twice"),
                arguments("nested 100,000 deep", "[".repeat(100_000), "nested too deeply"),
                arguments("nested 100,000 deep in a field",
                        "{\"layers\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                        "nested too deeply"),
                arguments("a number of 100,000 digits", "{\"inputs\": " + "1".repeat(100_000) + "}", "too long"),
                arguments("a control character", "{\"name\": \"a\0\"}", "cannot be read"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedBodies")
    void textThatIsNotJsonIsMalformed(String what, String body, String words) {
        var answer = api.post("/models", body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/malformed");
        assertThat(answer.body().path("detail").asString()).contains(words).doesNotContain("-1");
    }

    @Test
    void aNameCanBeGivenOnce() {
        assertThat(api.post("/models", model("").replace("faulty", "once")).status()).isEqualTo(201);

        var answer = api.post("/models", model("").replace("faulty", "once"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asString())
                .isEqualTo("There is already a model named \"once\": choose another name, or delete it first");
    }

    @Test
    void afterAHundredFaultsTheRestIsStillRefused() {
        var numbers = IntStream.range(0, 100).mapToObj(_ -> "1e39").toList();
        var answer = api.post("/models", """
                {"inputs": 1, "layers": [{"units": 100, "weights": [%s]}, {}, {"units": -1}], "loss": "huber"}"""
                .formatted(numbers));

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.pointers()).hasSize(100).startsWith("/layers/0/weights/0/0")
                .endsWith("/layers/0/weights/0/99");
    }
}
