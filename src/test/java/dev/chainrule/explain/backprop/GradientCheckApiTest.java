package dev.chainrule.explain.backprop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Gradient checks over HTTP. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GradientCheckApiTest {
    private final Api api;

    GradientCheckApiTest(Api api) {
        this.api = api;
    }

    @BeforeAll
    void models() {
        api.post("/models", """
                {"name": "gates", "inputs": 2, "loss": "binary_cross_entropy", "seed": 5,
                 "layers": [{"units": 3, "activation": "sigmoid"}, {"units": 1, "activation": "sigmoid"}]}""");
        api.post("/models", """
                {"name": "bent", "inputs": 1, "loss": "half_mean_squared_error", "layers": [
                  {"units": 1, "activation": "relu", "weights": [[0.5]], "biases": [-1]},
                  {"units": 1, "weights": [[3]], "biases": [0.25]}]}""");
        api.post("/models", """
                {"name": "numerals", "inputs": 784, "loss": "categorical_cross_entropy", "layers": [
                  {"units": 128, "activation": "relu"}, {"units": 64, "activation": "relu"},
                  {"units": 10, "activation": "softmax"}]}""");
    }

    private JsonNode check(String model, String body) {
        var answer = api.post("/models/" + model + "/gradient-check", body);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void everyParameterOfASmallModelIsChecked() {
        var check = check("gates", """
                {"rows": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]}""");

        assertThat(check.path("passed").asBoolean()).isTrue();
        assertThat(check.path("verdict").asString()).isEqualTo("PASSED");
        assertThat(check.path("checked").asInt()).isEqualTo(13);
        assertThat(check.path("parameters")).hasSize(13);
        assertThat(check.path("worst")).isEqualTo(check.path("parameters").get(0));
        assertThat(check.path("worst").path("relativeError").asDouble()).isLessThan(1e-6);
        assertThat(check.path("kinks")).isEmpty();
    }

    @Test
    void aKinkIsNamedAndDoesNotFailTheCheck() {
        var check = check("bent", """
                {"rows": [[2]], "targets": [[1]]}""");

        assertThat(check.path("passed").asBoolean()).isTrue();
        assertThat(check.path("verdict").asString()).isEqualTo("PASSED_BUT_FOR_KINKS");
        assertThat(check.path("atKinks").asInt()).isEqualTo(2);
        var kink = check.path("kinks").get(0);
        assertThat(kink.path("reason").asString())
                .isEqualTo("the difference spans the kink of relu at z1[0], row 0");
        assertThat(kink.path("kinks").get(0).path("node").asString()).isEqualTo("a1");
        assertThat(kink.path("kinks").get(0).path("value").asDouble()).isZero();
        assertThat(check.path("worst").path("outcome").asString()).isEqualTo("AGREES");
    }

    /** The cost is what is left of logits that cancel: their rounding is larger than the gradients. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20, 100})
    void confidentSoftmaxPasses(int factor) {
        var name = "confident-" + factor;
        api.post("/models", """
                {"name": "%s", "precision": "float64", "inputs": 1, "loss": "categorical_cross_entropy",
                 "layers": [{"units": 3, "weights": [[%d, %d, %d]]}]}"""
                .formatted(name, 6 * factor, factor, -7 * factor));

        var check = check(name, """
                {"rows": [[1.3]], "targets": [[1, 0, 0]]}""");

        assertThat(check.path("verdict").asString()).as(check.path("worst").toString()).isEqualTo("PASSED");
    }

    @Test
    void aVersionIsCheckedOnRawRows() {
        Trained.by(api, """
                {"model": {"name": "shrubs", "loss": "categorical_cross_entropy",
                           "layers": [{"units": 4, "activation": "gelu"}, {"units": 3, "activation": "softmax"}]},
                 "dataset": {"name": "shrubs", "columns": [{"name": "height"}, {"name": "colour"},
                                                          {"name": "kind", "role": "target"}],
                             "rows": [[1, "red", "elm"], [2, "blue", "ash"], [3, "red", "oak"]]},
                 "epochs": 3, "seed": 1}""");

        var check = check("shrubs", """
                {"rows": [[1, "red"], [3, "red"]], "targets": ["elm", "oak"]}""");

        assertThat(check.path("version").asInt()).isEqualTo(1);
        assertThat(check.path("verdict").asString()).isEqualTo("PASSED");
    }

    @Test
    void unknownCategoryIsCountedInEveryExplanation() {
        Trained.by(api, """
                {"model": {"name": "hedges", "loss": "mean_squared_error", "layers": [{"units": 1}]},
                 "dataset": {"name": "hedges", "columns": [{"name": "colour"}, {"name": "height", "role": "target"}],
                             "rows": [["red", 1], ["blue", 2]]},
                 "epochs": 1, "seed": 1}""");
        api.post("/datasets", """
                {"name": "green-hedges", "columns": [{"name": "colour"}, {"name": "height", "role": "target"}],
                 "rows": [["green", 1], ["red", 2]]}""");
        var rows = "\"rows\": [\"green\", \"red\"], \"targets\": [1, 2]";
        var unknown = "[{\"column\":\"colour\",\"count\":1,\"examples\":[\"green\"]}]";
        var axes = "\"x\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": -1, \"to\": 1},"
                + " \"y\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -1, \"to\": 1}, \"steps\": 2";

        var check = check("hedges", "{" + rows + "}");
        var trace = api.post("/models/hedges/backprop", "{" + rows + "}").body();
        var byRows = api.post("/cost-surfaces", "{\"model\": \"hedges\", " + rows + ", " + axes + "}").body();
        var byDataset =
                api.post("/cost-surfaces", "{\"model\": \"hedges\", \"dataset\": \"green-hedges\", " + axes + "}")
                        .body();

        for (var answer : List.of(check, trace, byRows, byDataset)) {
            assertThat(answer.path("unknownValues").toString()).isEqualTo(unknown);
        }
        assertThat(trace.path("notes").toString())
                .contains("Training did not know 1 value of colour, whose inputs are all 0: green.");
    }

    @Test
    void largeModelIsCheckedAtASampleOfParameters() {
        var row = Collections.nCopies(784, "0.5").toString();
        var body = "{\"rows\": [" + row + "], \"targets\": [[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]], \"sample\": 200,"
                + " \"limit\": 3, \"sampleSeed\": ";

        var check = check("numerals", body + "1}");

        assertThat(check.path("passed").asBoolean()).isTrue();
        assertThat(check.path("parameterCount").asInt()).isEqualTo(109386);
        assertThat(check.path("checked").asInt()).isEqualTo(200);
        assertThat(check.path("parameters")).hasSize(3);
        assertThat(check("numerals", body + "1}")).isEqualTo(check);
        assertThat(check("numerals", body + "2}").path("worst")).isNotEqualTo(check.path("worst"));
    }

    @Test
    void gradientCheckOfTooMuchWorkIsRefused() {
        var row = Collections.nCopies(784, "0").toString();

        var answer = api.post("/models/numerals/gradient-check", "{\"rows\": " + Collections.nCopies(50, row)
                + ", \"targets\": " + Collections.nCopies(50, "[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]") + "}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/rows");
        assertThat(answer.body().path("detail").asString()).contains("smaller sample");
    }

    @Test
    void nonFiniteGradientFailsTheCheckWithTheReason() {
        api.post("/models", """
                {"name": "huge", "precision": "float64", "inputs": 1, "loss": "mean_squared_error",
                 "layers": [{"units": 1, "weights": [[1e200]]}]}""");

        var check = check("huge", """
                {"rows": [[1e200]], "targets": [[0]]}""");

        assertThat(check.path("verdict").asString()).isEqualTo("FAILED");
        assertThat(check.path("passed").asBoolean()).isFalse();
        assertThat(check.path("worst").path("reason").asString()).contains("no finite");
        assertThat(check.path("worst").path("relativeError").isNull()).isTrue();
    }

    @Test
    void targetsOutsideZeroToOneAreRefusedForACrossEntropy() {
        for (var call : List.of("gradient-check", "backprop")) {
            var answer = api.post("/models/gates/" + call, "{\"rows\": [[0, 1], [1, 1]], \"targets\": [[1], [-3]]}");

            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
            assertThat(answer.pointers()).containsExactly("/targets/1/0");
            assertThat(answer.body().path("errors").get(0).path("detail").asString())
                    .isEqualTo("must be between 0 and 1 for binary_cross_entropy, but is -3.0");
        }
    }

    static Stream<Arguments> malformed() {
        var row = "\"rows\": [[0, 1]], \"targets\": [[1]]";
        return Stream.of(
                arguments("{\"targets\": [[1]]}", "/rows"),
                arguments("{\"rows\": [[0, 1]]}", "/targets"),
                arguments("{\"rows\": [[0, 1, 2]], \"targets\": [[1]]}", "/rows/0"),
                arguments("{\"rows\": [[0, 1]], \"targets\": [[1], [1]]}", "/targets"),
                arguments("{" + row + ", \"version\": []}", "/version"),
                arguments("{" + row + ", \"step\": 0}", "/step"),
                arguments("{" + row + ", \"step\": -1e-5}", "/step"),
                arguments("{" + row + ", \"step\": 1e-300}", "/step"),
                arguments("{" + row + ", \"step\": 2}", "/step"),
                arguments("{" + row + ", \"step\": \"small\"}", "/step"),
                arguments("{" + row + ", \"tolerance\": 0}", "/tolerance"),
                arguments("{" + row + ", \"tolerance\": 1.5}", "/tolerance"),
                arguments("{" + row + ", \"sample\": 0}", "/sample"),
                arguments("{" + row + ", \"sample\": 100001}", "/sample"),
                arguments("{" + row + ", \"sample\": 1.5}", "/sample"),
                arguments("{" + row + ", \"sampleSeed\": \"a\"}", "/sampleSeed"),
                arguments("{" + row + ", \"limit\": 0}", "/limit"),
                arguments("{" + row + ", \"limit\": 10001}", "/limit"),
                arguments("{" + row + ", \"parameters\": []}", "/parameters"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void faultsPointAtTheField(String body, String pointer) {
        var answer = api.post("/models/gates/gradient-check", body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly(pointer);
    }

    @Test
    void unknownFieldsWrongTypesAndWrongValuesAreAnsweredTogether() {
        assertThat(api.post("/models/gates/gradient-check", """
                {"row": 1, "rows": [[0, "a"]], "targets": [], "step": "b", "tolerance": 2, "sample": 0,
                 "sampleSeed": 1.5, "limit": -1}""").pointers())
                .containsExactlyInAnyOrder(
                        "/row", "/rows/0/1", "/targets", "/step", "/tolerance", "/sample", "/sampleSeed", "/limit");
    }
}
