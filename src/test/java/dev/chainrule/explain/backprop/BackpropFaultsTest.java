package dev.chainrule.explain.backprop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
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

/** Requests for a trace that are refused: each fault points at its field. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackpropFaultsTest {
    private final Api api;

    BackpropFaultsTest(Api api) {
        this.api = api;
    }

    @BeforeAll
    void models() {
        created("""
                {"name": "refused-xor", "precision": "float64", "inputs": 2, "loss": "binary_cross_entropy", "seed": 5,
                 "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]}""");
        created("""
                {"name": "refused-open", "loss": "huber", "layers": [{"units": 3, "activation": "relu"}, {"units": 2}]}""");
        Trained.by(api, """
                {"model": {"name": "refused-trees", "loss": "categorical_cross_entropy",
                           "layers": [{"units": 4, "activation": "tanh"}, {"units": 3, "activation": "softmax"}]},
                 "dataset": {"name": "refused-trees", "columns": [{"name": "height"}, {"name": "colour"},
                                                                  {"name": "kind", "role": "target"}],
                             "rows": [[1, "red", "elm"], [2, "blue", "ash"], [3, "red", "oak"]]},
                 "epochs": 3, "seed": 1}""");
    }

    private void created(String model) {
        var answer = api.post("/models", model);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    static Stream<Arguments> malformed() {
        var row = "\"rows\": [[0, 1]], \"targets\": [[1]]";
        return Stream.of(
                arguments("{\"targets\": [[1]]}", "/rows"),
                arguments("{\"rows\": null, \"targets\": [[1]]}", "/rows"),
                arguments("{\"rows\": [], \"targets\": [[1]]}", "/rows"),
                arguments("{\"rows\": {}, \"targets\": [[1]]}", "/rows"),
                arguments("{\"rows\": \"0, 1\", \"targets\": [[1]]}", "/rows"),
                arguments("{\"rows\": [[0]], \"targets\": [[1]]}", "/rows/0"),
                arguments("{\"rows\": [[]], \"targets\": [[1]]}", "/rows/0"),
                arguments("{\"rows\": [3], \"targets\": [[1]]}", "/rows/0"),
                arguments("{\"rows\": [[0, \"1\"]], \"targets\": [[1]]}", "/rows/0/1"),
                arguments("{\"rows\": [[0, null]], \"targets\": [[1]]}", "/rows/0/1"),
                arguments("{\"rows\": [[0, 1e999]], \"targets\": [[1]]}", "/rows/0/1"),
                arguments("{\"rows\": [{\"x1\": 0}], \"targets\": [[1]]}", "/rows/0/x2"),
                arguments("{\"rows\": [{\"x1\": 0, \"x2\": 1, \"x3\": 1}], \"targets\": [[1]]}", "/rows/0/x3"),
                arguments("{\"rows\": [[0, 1]]}", "/targets"),
                arguments("{\"rows\": [[0, 1]], \"targets\": []}", "/targets"),
                arguments("{\"rows\": [[0, 1]], \"targets\": [[1], [0]]}", "/targets"),
                arguments("{\"rows\": [[0, 1]], \"targets\": [[1, 0]]}", "/targets/0"),
                arguments("{\"rows\": [[0, 1]], \"targets\": [[\"one\"]]}", "/targets/0/0"),
                arguments("{" + row + ", \"version\": \"Newest\"}", "/version"),
                arguments("{" + row + ", \"version\": 1.5}", "/version"),
                arguments("{" + row + ", \"version\": true}", "/version"),
                arguments("{" + row + ", \"seed\": \"1\"}", "/seed"),
                arguments("{" + row + ", \"learningRate\": 0}", "/learningRate"),
                arguments("{" + row + ", \"learningRate\": -1}", "/learningRate"),
                arguments("{" + row + ", \"learningRate\": 1e999}", "/learningRate"),
                arguments("{" + row + ", \"learningRate\": \"fast\"}", "/learningRate"),
                arguments("{" + row + ", \"limit\": 0}", "/limit"),
                arguments("{" + row + ", \"limit\": 100001}", "/limit"),
                arguments("{" + row + ", \"limit\": 1.5}", "/limit"),
                arguments("{" + row + ", \"parameters\": {}}", "/parameters"),
                arguments("{" + row + ", \"parameters\": []}", "/parameters"),
                arguments("{" + row + ", \"parameters\": \"W1\"}", "/parameters"),
                arguments("{" + row + ", \"parameters\": [\"W1\"]}", "/parameters/0"),
                arguments("{" + row + ", \"parameters\": [null]}", "/parameters/0"),
                arguments("{" + row + ", \"parameters\": [{}]}", "/parameters/0"),
                arguments("{" + row + ", \"parameters\": [{\"layer\": 0}, {\"layer\": 2}]}", "/parameters/1/layer"),
                arguments("{" + row + ", \"parameters\": [{\"layer\": -1}]}", "/parameters/0/layer"),
                arguments("{" + row + ", \"parameters\": [{\"layer\": 0, \"node\": \"W1\"}]}", "/parameters/0"),
                arguments("{" + row + ", \"parameters\": [{\"layer\": 0, \"weight\": [2, 0]}]}",
                        "/parameters/0/weight"),
                arguments("{" + row + ", \"parameters\": [{\"layer\": 0, \"weight\": [0]}]}", "/parameters/0/weight"),
                arguments("{" + row + ", \"parameters\": [{\"layer\": 0, \"weight\": [0, \"a\"]}]}",
                        "/parameters/0/weight/1"),
                arguments("{" + row + ", \"parameters\": [{\"layer\": 0, \"bias\": 3}]}", "/parameters/0/bias"),
                arguments("{" + row + ", \"parameters\": [{\"layer\": 0, \"bias\": 0, \"weight\": [0, 0]}]}",
                        "/parameters/0"),
                arguments("{" + row + ", \"parameters\": [{\"layer\": 0, \"unit\": 0}]}", "/parameters/0/unit"),
                arguments("{" + row + ", \"parameters\": [{\"weight\": [0, 0]}]}", "/parameters/0"),
                arguments("{" + row + ", \"parameters\": [{\"node\": \"z1\"}]}", "/parameters/0/node"),
                arguments("{" + row + ", \"parameters\": [{\"node\": \"W1\", \"index\": [0, 3]}]}",
                        "/parameters/0/index"),
                arguments("{" + row + ", \"parameters\": [{\"node\": \"W1\", \"index\": []}]}", "/parameters/0/index"),
                arguments("{" + row + ", \"rate\": 1}", "/rate"),
                arguments("[]", ""),
                arguments("null", ""));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void faultsPointAtTheField(String body, String pointer) {
        var answer = api.post("/models/refused-xor/backprop", body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        if (!pointer.isEmpty()) {
            assertThat(answer.pointers()).containsExactly(pointer);
        }
    }

    @Test
    void allFaultsAreAnsweredTogether() {
        assertThat(api.post("/models/refused-xor/backprop", """
                {"rows": [[0, "a"]], "targets": [["b"]], "limit": 0, "learningRate": 0,
                 "parameters": [{"layer": 5}]}""").pointers())
                .containsExactlyInAnyOrder("/learningRate", "/limit", "/rows/0/1", "/targets/0/0",
                        "/parameters/0/layer");
    }

    @Test
    void unknownFieldsWrongTypesAndWrongValuesAreAnsweredTogether() {
        assertThat(api.post("/models/refused-xor/backprop", """
                {"row": 1, "rows": [[0, "a"]], "targets": 5, "seed": "b", "learningRate": "c", "limit": 0,
                 "parameters": [5, {"layer": 0, "unit": 0}, {"layer": 5}]}""").pointers())
                .containsExactlyInAnyOrder(
                        "/row", "/rows/0/1", "/targets", "/seed", "/learningRate", "/limit", "/parameters/0",
                        "/parameters/1/unit", "/parameters/2/layer");
    }

    @Test
    void absentVersionIsAnsweredTogetherWithFaultsThatDoNotDependOnIt() {
        var answer = api.post("/models/refused-xor/backprop", """
                {"row": 1, "targets": 5, "version": "x", "learningRate": "a"}""");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers())
                .containsExactlyInAnyOrder("/row", "/rows", "/targets", "/version", "/learningRate");
    }

    /** How many inputs the model "open" has is known only from the rows. */
    @Test
    void wrongRowsOfAModelWithAnOpenNumberOfInputsAreOneFault() {
        assertThat(api.post("/models/refused-open/backprop", "{\"rows\": 5, \"targets\": [[1, 2]]}").pointers())
                .containsExactly("/rows");
    }

    @Test
    void aClassThatTheVersionDoesNotKnowIsRefused() {
        assertThat(api.post("/models/refused-trees/backprop", """
                {"rows": [[1, "red"]], "targets": ["yew"]}""").pointers()).hasSize(1).first().asString()
                .startsWith("/targets/0");
    }

    @Test
    void seedOfATrainedVersionIsRefused() {
        assertThat(api.post("/models/refused-trees/backprop", """
                {"rows": [[1, "red"]], "targets": ["elm"], "seed": 3}""").pointers()).containsExactly("/seed");
    }

    @Test
    void unknownModelOrVersionIsNotFound() {
        var body = """
                {"rows": [[0, 1]], "targets": [[1]], "version": 9}""";

        assertThat(api.post("/models/nowhere/backprop", body).status()).isEqualTo(404);
        Answer answer = api.post("/models/refused-xor/backprop", body);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.pointers()).containsExactly("/version");
    }

    /** 20,001 inputs for 1,000 units are more than the 20,000,000 parameters that a model may have. */
    @Test
    void aRowThatMakesTheModelTooLargeIsRefusedBeforeItIsBuilt() {
        created("""
                {"name": "wide", "loss": "huber", "layers": [{"units": 1000}]}""");

        var answer = api.post("/models/wide/backprop", "{\"rows\": [" + Collections.nCopies(20_001, "0") + "], "
                + "\"targets\": [" + Collections.nCopies(1000, "0") + "]}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/model/layers");
    }

    @Test
    void aModelOfMoreParametersThanCanBeExplainedIsRefused() {
        created("""
                {"name": "deep", "inputs": 3000, "loss": "huber", "layers": [{"units": 2000}]}""");

        var answer = api.post("/models/deep/backprop", "{\"rows\": [" + Collections.nCopies(3000, "0") + "], "
                + "\"targets\": [" + Collections.nCopies(2000, "0") + "]}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("detail").asString()).isEqualTo(
                "The body names a model with 6002000 parameters, but at most 5000000 can be explained");
    }

    private List<String> details(String model, String body) {
        return api.post("/models/" + model + "/backprop", body).body().path("errors").valueStream()
                .map(error -> error.path("pointer").asString() + ": " + error.path("detail").asString())
                .toList();
    }

    @Test
    void textForAModelWithInitialParametersIsExplained() {
        var why =
                ": with its initial parameters a model has no preprocessing; train it, or name a version, to send raw values"
                        + " and names of classes";

        assertThat(
                details("refused-xor", "{\"rows\": [[1, \"red\"]], \"targets\": [\"yes\"], \"version\": \"initial\"}"))
                .containsExactly(
                        "/rows/0/1: must be a number, as it goes into the model, but is \"red\"" + why,
                        "/targets/0: must be a number, as it should come out of the model, but is \"yes\"" + why);
    }

    @Test
    void faultOfALayerSaysHowManyThereAre() {
        assertThat(details("refused-xor", """
                {"rows": [[0, 1]], "targets": [[1]], "version": "initial", "parameters":
                 [{"layer": 2}, {"layer": 2, "bias": 0}, {"node": "W3"}, {"node": "w1", "index": [0, 0]}]}"""))
                .containsExactly(
                        "/parameters/0/layer: must be from 0 to 1: the model has 2 layers, and layers count from 0",
                        "/parameters/1/layer: must be from 0 to 1: the model has 2 layers, and layers count from 0",
                        "/parameters/2/node: is not a parameter of the model (did you mean W1?); its parameters are W1, b1, W2,"
                                + " b2",
                        "/parameters/3/node: is not a parameter of the model (did you mean W1?); its parameters are W1, b1, W2,"
                                + " b2");
    }
}
