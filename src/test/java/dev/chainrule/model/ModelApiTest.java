package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Models over HTTP: created, read, listed, validated and deleted. */
@ServiceTest
class ModelApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PLAIN = "{\"layers\": [{\"units\": 1}], \"loss\": \"huber\"}";

    private final Api api;

    ModelApiTest(Api api) {
        this.api = api;
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    private static JsonNode created(Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body();
    }

    private static List<String> texts(JsonNode array, String field) {
        return array.valueStream().map(node -> node.path(field).asString()).toList();
    }

    /** The part of an answer that is the definition. */
    private static ObjectNode definition(JsonNode model) {
        var definition = (ObjectNode) model.deepCopy();
        definition.remove(List.of("id", "parameterCount", "versions", "serves", "aliases", "createdBy", "createdAt"));
        return definition;
    }

    @Test
    void aModelIsAnsweredWithEveryDefaultWrittenOut() {
        var answer = api.post("/models",
                """
                        {"name": "defaults", "layers": [{"units": 3, "activation": "relu"}, {"units": 1}], "loss": "mean_squared_error"}""");

        var model = created(answer);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/models/" + model.path("id").asString());
        assertThat(UUID.fromString(model.path("id").asString()).version()).isEqualTo(7);
        assertThat(Instant.parse(model.path("createdAt").asString())).isAfter(Instant.parse("2024-01-01T00:00:00Z"));
        assertThat(model.path("parameterCount").isNull()).isTrue();
        assertThat(model.path("versions")).isEmpty();
        assertThat(definition(model)).isEqualTo(
                json("""
                        {"name": "defaults", "precision": "float32", "inputs": null, "layers": [
                           {"type": "dense", "units": 3, "activation": "relu", "initializer": "he_uniform", "bias": true, "dropout": 0.0,
                            "l1": 0.0, "l2": 0.0},
                           {"type": "dense", "units": 1, "activation": "identity", "initializer": "glorot_uniform", "bias": true,
                            "dropout": 0.0, "l1": 0.0, "l2": 0.0}],
                         "loss": "mean_squared_error", "seed": null}"""));
    }

    @Test
    void aModelIsFoundByItsNameAndByItsId() {
        var model = created(api.post("/models", """
                {"name": "found", "inputs": 4, "layers": [{"units": 3, "activation": "softmax"}],
                 "loss": "categorical_cross_entropy", "seed": 7}"""));

        var byName = api.get("/models/found");
        var byId = api.get("/models/" + model.path("id").asString());
        var byCapitalId = api.get("/models/" + model.path("id").asString().toUpperCase(java.util.Locale.ROOT));

        assertThat(byName.status()).isEqualTo(200);
        assertThat(byName.body()).isEqualTo(model);
        assertThat(byId.body()).isEqualTo(model);
        assertThat(byCapitalId.body()).isEqualTo(model);
        assertThat(model.path("parameterCount").asLong()).isEqualTo(15);
    }

    @Test
    void anAnsweredDefinitionCanBePostedAgain() {
        var first = created(api.post("/models",
                """
                        {"name": "first", "precision": "float64", "inputs": 2, "seed": 9223372036854775807, "layers": [
                           {"type": "dense", "units": 2, "activation": "gelu", "weights": [[0.1, -2], [3e-5, 4]], "biases": [0.5, -0.0],
                            "dropout": 0.25, "l1": 1e-4, "l2": 0.01},
                           {"units": 3, "bias": false, "initializer": {"type": "normal", "standardDeviation": 0.05}},
                           {"units": 1, "initializer": {"type": "uniform", "limit": 2}}],
                         "loss": "half_mean_squared_error"}"""));

        var second = created(api.post("/models", definition(first).put("name", "second").toString()));

        assertThat(definition(second)).isEqualTo(definition(first).put("name", "second"));
        assertThat(first.path("parameterCount").asLong()).isEqualTo(2 * 2 + 2 + 2 * 3 + 3 + 1);
    }

    @Test
    void weightsAndBiasesAreAnsweredAsTheyWereGiven() {
        var model = created(api.post("/models",
                """
                        {"precision": "float64", "inputs": 2, "loss": "huber",
                         "layers": [{"units": 2, "weights": [[0.1, -2], [1e-300, 0.30000000000000004]], "biases": [5, 6.25]}]}"""));

        var layer = model.path("layers").get(0);
        assertThat(layer.path("weights")).isEqualTo(json("[[0.1, -2.0], [1e-300, 0.30000000000000004]]"));
        assertThat(layer.path("biases")).isEqualTo(json("[5.0, 6.25]"));
    }

    @Test
    void rowsOfTheFirstLayersWeightsAreTheNumberOfInputs() {
        var model = created(api.post("/models", """
                {"layers": [{"units": 1, "weights": [[1], [2], [3]]}], "loss": "huber"}"""));

        assertThat(model.path("inputs").asInt()).isEqualTo(3);
        assertThat(model.path("parameterCount").asLong()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "zeros", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal"
    })
    void anInitializerIsANameOrAnObject(String name) {
        var model = created(api.post("/models",
                """
                        {"layers": [{"units": 1, "initializer": "%1$s"}, {"units": 1, "initializer": {"type": "%1$s"}}], "loss": "huber"}"""
                        .formatted(name)));

        assertThat(texts(model.path("layers"), "initializer")).containsExactly(name, name);
    }

    @Test
    void initializersWithAParameterAreAnsweredWithIt() {
        var model = created(api.post("/models",
                """
                        {"layers": [{"units": 1, "initializer": "normal"}, {"units": 1, "initializer": {"type": "normal"}},
                                    {"units": 1, "initializer": {"type": "normal", "standardDeviation": 0.5}},
                                    {"units": 1, "initializer": "uniform"}, {"units": 1, "initializer": {"type": "uniform", "limit": 3}}],
                         "loss": "huber"}"""));

        assertThat(model.path("layers").valueStream().map(layer -> layer.path("initializer"))).containsExactly(
                json("{\"type\": \"normal\", \"standardDeviation\": 1.0}"),
                json("{\"type\": \"normal\", \"standardDeviation\": 1.0}"),
                json("{\"type\": \"normal\", \"standardDeviation\": 0.5}"),
                json("{\"type\": \"uniform\", \"limit\": 1.0}"),
                json("{\"type\": \"uniform\", \"limit\": 3.0}"));
    }

    @ParameterizedTest
    @CsvSource({
        "identity, glorot_uniform", "sigmoid, glorot_uniform", "tanh, glorot_uniform", "softsign, glorot_uniform",
        "softmax, glorot_uniform", "relu, he_uniform", "leaky_relu, he_uniform"
    })
    void theDefaultInitializerFollowsFromTheActivation(String activation, String initializer) {
        var model = created(api.post("/models", """
                {"layers": [{"units": 2, "activation": "%s"}], "loss": "huber"}""".formatted(activation)));

        assertThat(model.path("layers").get(0).path("initializer").asString()).isEqualTo(initializer);
    }

    @Test
    void aModelWithoutANameGetsOne() {
        var first = created(api.post("/models", PLAIN));
        var second = created(api.post("/models", PLAIN));

        assertThat(first.path("name").asString()).matches("model-[0-9a-f]{12}");
        assertThat(second.path("name").asString()).isNotEqualTo(first.path("name").asString());
        assertThat(api.get("/models/" + first.path("name").asString()).body()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "a.b_c-d", "validate", "123e4567"})
    void validNameIsAccepted(String name) {
        created(api.post("/models",
                "{\"name\": \"%s\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}".formatted(name)));

        assertThat(api.get("/models/" + name).body().path("name").asString()).isEqualTo(name);
    }

    @Test
    void modelsAreListedPageByPageTheNewestFirst() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            names.addFirst(created(api.post("/models", PLAIN)).path("name").asString());
        }

        var first = api.get("/models?limit=2").body();
        var second = api.get("/models?limit=2&cursor=" + first.path("nextCursor").asString()).body();
        var third = api.get("/models?limit=1&cursor=" + second.path("nextCursor").asString()).body();

        assertThat(texts(first.path("data"), "name")).isEqualTo(names.subList(0, 2));
        assertThat(texts(second.path("data"), "name")).isEqualTo(names.subList(2, 4));
        assertThat(texts(third.path("data"), "name")).isEqualTo(names.subList(4, 5));
        var all = api.get("/models?limit=1000").body();
        assertThat(all.path("nextCursor").isNull()).isTrue();
        assertThat(texts(all.path("data"), "name")).startsWith(names.toArray(String[]::new)).doesNotHaveDuplicates();
        var last = texts(all.path("data"), "id").getLast();
        assertThat(api.get("/models?cursor=" + last).body()).isEqualTo(json("{\"data\": [], \"nextCursor\": null}"));
    }

    @Test
    void malformedCursorIsRefused() {
        var answer = api.get("/models?cursor=2");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("?cursor");
    }

    @Test
    void aDeletedModelIsGoneAndItsNameFree() {
        var model =
                created(api.post("/models", "{\"name\": \"gone\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}"));

        assertThat(api.delete("/models/gone").status()).isEqualTo(204);

        assertThat(api.get("/models/gone").status()).isEqualTo(404);
        assertThat(api.get("/models/" + model.path("id").asString()).status()).isEqualTo(404);
        assertThat(api.delete("/models/gone").status()).isEqualTo(404);
        created(api.post("/models", "{\"name\": \"gone\", \"layers\": [{\"units\": 2}], \"loss\": \"huber\"}"));
    }

    @Test
    void unknownModelIsNamedInTheProblem() {
        for (var path : List.of("/models/nobody", "/models/nobody/versions", "/models/nobody/versions/1",
                "/models/nobody/versions/1/weights", "/models/01890a5d-ac96-774b-bcce-b302099a8057")) {
            var answer = api.get(path);

            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.body().path("detail").asString()).startsWith("There is no model \"");
        }
        assertThat(api.post("/models/nobody/predict", "{\"rows\": [[1]]}").status()).isEqualTo(404);
        assertThat(api.post("/models/nobody/evaluate", "{\"dataset\": \"d\"}").status()).isEqualTo(404);
    }

    @Test
    void misspelledNameHasTheNearestOneAsASuggestion() {
        created(api.post("/models", "{\"name\": \"suggested\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}"));
        created(api.post("/datasets", "{\"name\": \"suggested-data\", \"features\": [[0]], \"targets\": [[1]]}"));

        var model = "There is no model \"sugested\" (did you mean suggested?)";
        assertThat(detail(api.get("/models/sugested"))).isEqualTo(model);
        assertThat(detail(api.delete("/models/sugested"))).isEqualTo(model);
        assertThat(detail(api.post("/jobs", "{\"model\": \"sugested\", \"dataset\": \"suggested-data\"}")))
                .isEqualTo(model);
        assertThat(detail(api.post("/jobs", "{\"model\": \"suggested\", \"dataset\": \"sugested_data\"}")))
                .isEqualTo("There is no dataset \"sugested_data\" (did you mean suggested-data?)");
        assertThat(detail(api.get("/models/suggested/versions/newst"))).isEqualTo(
                "The model \"suggested\" has no alias \"newst\" (did you mean newest?): GET /api/v1/models/suggested lists its"
                        + " versions and aliases");
    }

    private static String detail(Answer answer) {
        return answer.body().path("detail").asString();
    }

    @Test
    void dryRunEstimatesAModelAndStoresNothing() {
        var answer = api.post("/models/validate",
                """
                        {"name": "tried", "inputs": 784, "layers": [{"units": 128, "activation": "relu"}, {"units": 10, "bias": false}],
                         "loss": "categorical_cross_entropy"}""");

        // Weights and biases; 2 operations a weight forwards, 4 backwards but 2 in the first layer.
        int parameters = 784 * 128 + 128 + 128 * 10;
        int flops = 4 * 784 * 128 + 6 * 128 * 10;
        assertThat(answer.status()).isEqualTo(200);
        long estimatedBytes = answer.body().path("estimatedBytes").asLong();
        assertThat(answer.body()).isEqualTo(json("""
                {"valid": true, "errors": [], "parameterCount": %d, "estimatedBytes": %d, "flopsPerSample": %d}"""
                .formatted(parameters, estimatedBytes, flops)));
        // Parameters, gradient, two moments, the last epoch's parameters, and two states of parameters and moments; passes of 32 rows.
        assertThat(estimatedBytes).isBetween(11L * 4 * parameters, 11L * 4 * parameters + 500_000);
        assertThat(api.get("/models/tried").status()).isEqualTo(404);
    }

    @Test
    void dryRunWithoutInputsHasNoEstimates() {
        assertThat(api.post("/models/validate", PLAIN).body()).isEqualTo(
                json("""
                        {"valid": true, "errors": [], "parameterCount": null, "estimatedBytes": null, "flopsPerSample": null}"""));
    }
}
