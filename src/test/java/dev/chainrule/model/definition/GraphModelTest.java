package dev.chainrule.model.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Graph models are defined, trained, resumed and used like layered ones. */
@ServiceTest
class GraphModelTest {
    private static final String XOR_DATA =
            "{\"features\": [[0, 0], [0, 1], [1, 0], [1, 1]], \"targets\": [[0], [1], [1], [0]]}";

    /** 2-3-1 sigmoid, the nodes in no order. */
    private static final String XOR_NODES = """
            {"name": "C", "type": "binary_cross_entropy", "inputs": ["y", "p"]},
            {"name": "p", "type": "sigmoid", "inputs": ["l2"]},
            {"name": "X", "type": "input"},
            {"name": "y", "type": "input", "role": "target"},
            {"name": "W1", "type": "parameter", "shape": [2, 3], "initializer": "normal"},
            {"name": "b1", "type": "parameter", "shape": [1, 3]},
            {"name": "W2", "type": "parameter", "shape": [3, 1], "initializer": "normal"},
            {"name": "b2", "type": "parameter", "shape": [1, 1]},
            {"name": "l1", "type": "linear", "inputs": ["X", "W1", "b1"]},
            {"name": "s", "type": "sigmoid", "inputs": ["l1"]},
            {"name": "l2", "type": "linear", "inputs": ["s", "W2", "b2"]}
            """;

    private static final String XOR_LAYERS = """
            "layers": [{"units": 3, "activation": "sigmoid", "initializer": "normal"},
                       {"units": 1, "activation": "sigmoid", "initializer": "normal"}],
            "loss": "binary_cross_entropy"
            """;

    private final Api api;

    GraphModelTest(Api api) {
        this.api = api;
    }

    private static String graph(String nodes) {
        return "\"graph\": {\"nodes\": [%s]}".formatted(nodes);
    }

    private static String job(String model, String data, String settings) {
        return "{\"model\": {%s}, \"dataset\": %s, %s}".formatted(model, data, settings);
    }

    private List<String> history(JsonNode job) {
        return api.text("/jobs/" + job.path("id").asString() + "/epochs").lines()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "precision": "float32" | {"type": "sgd", "learningRate": 0.1}
            "precision": "float64" | {"type": "sgd", "learningRate": 0.1}
            "precision": "float32" | {"type": "adamw", "learningRate": 0.01, "weightDecay": 0.1}
            "precision": "float64" | {"type": "nadam", "learningRate": 0.01}
            """)
    void aStackOfLayersAsAGraphEndsWithTheBitsOfTheLayers(String precision, String optimizer) {
        var settings = "\"epochs\": 60, \"seed\": 5, \"batchSize\": 3, \"optimizer\": " + optimizer;

        var layers = Trained.by(api, job(precision + ", " + XOR_LAYERS, XOR_DATA, settings));
        var graph = Trained.by(api, job(precision + ", " + graph(XOR_NODES), XOR_DATA, settings));

        assertThat(graph.path("weightsSha256")).isEqualTo(layers.path("weightsSha256"));
        assertThat(history(graph)).isEqualTo(history(layers));
    }

    @Test
    void graphIsStoredPredictedAndResumedLikeALayeredModel() {
        var created = api.post("/models", "{\"name\": \"xor-graph\", \"seed\": 5, %s}".formatted(graph(XOR_NODES)));
        assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
        assertThat(created.body().path("inputs").asInt()).isEqualTo(2);
        assertThat(created.body().path("parameterCount").asInt()).isEqualTo(13);
        assertThat(created.body().path("layers").isMissingNode()).isTrue();
        assertThat(created.body().path("graph").path("output").asString()).isEqualTo("p");
        assertThat(created.body().path("graph").path("nodes").get(2).path("size").asInt()).isEqualTo(2);
        assertThat(api.post("/models/validate", created.body().toString()).status()).isEqualTo(200);

        var job = "{\"model\": \"xor-graph\", \"dataset\": %s, \"epochs\": %%d, \"batchSize\": \"full\"}"
                .formatted(XOR_DATA);
        var whole = Trained.by(api, job.formatted(50));
        var first = Trained.by(api, job.formatted(20));
        var next = Trained.by(api,
                "{\"resumeFrom\": {\"job\": \"%s\"}, \"epochs\": 50}".formatted(first.path("id").asString()));
        assertThat(next.path("weightsSha256")).isEqualTo(whole.path("weightsSha256"));

        var prediction = api.post("/models/xor-graph/predict", "{\"rows\": [[0, 1], [1, 1]]}");
        assertThat(prediction.status()).as(prediction.body().toString()).isEqualTo(200);
        assertThat(prediction.body().path("classes").size()).isEqualTo(2);
        var weights = api.get("/models/xor-graph/versions/1/weights").body().path("parameters");
        assertThat(weights.path("W1").size()).isEqualTo(2);
        assertThat(weights.path("b2").get(0).size()).isEqualTo(1);
        var dataset = whole.path("dataset").asString();
        var evaluation = api.post("/models/xor-graph/evaluate", "{\"dataset\": \"%s\"}".formatted(dataset)).body();
        assertThat(evaluation.path("cost").asDouble()).isLessThan(1);
    }

    @Test
    void inputsTakeTheColumnsThatTheyName() {
        var table = """
                {"columns": [{"name": "a", "role": "feature", "type": "numeric"},
                             {"name": "k", "role": "feature", "type": "categorical"},
                             {"name": "b", "role": "feature", "type": "numeric"},
                             {"name": "t", "role": "target", "type": "numeric"},
                             {"name": "u", "role": "target", "type": "numeric"}],
                 "rows": [[1, "x", 2, 10, 1], [2, "y", 1, 20, 2], [3, "x", 0, 30, 3], [4, "z", 5, 40, 4]]}
                """;
        // Two costs are added up; the second head shares the first one's weights of a.
        var nodes =
                """
                        {"name": "A", "type": "input", "columns": ["a"]}, {"name": "K", "type": "input", "columns": ["k", "b"]},
                        {"name": "t", "type": "input", "role": "target", "columns": ["t"]},
                        {"name": "u", "type": "input", "role": "target", "columns": ["u"]},
                        {"name": "wa", "type": "parameter", "shape": [1, 1]}, {"name": "wk", "type": "parameter", "shape": [4, 1]},
                        {"name": "la", "type": "linear", "inputs": ["A", "wa"]}, {"name": "lk", "type": "linear", "inputs": ["K", "wk"]},
                        {"name": "pt", "type": "add", "inputs": ["la", "lk"]},
                        {"name": "half", "type": "constant", "value": 0.5},
                        {"name": "pu", "type": "multiply", "inputs": ["pt", "half"]},
                        {"name": "p", "type": "concat", "inputs": ["pt", "pu"]},
                        {"name": "ct", "type": "mean_squared_error", "inputs": ["t", "pt"]},
                        {"name": "cu", "type": "huber", "inputs": ["u", "pu"]},
                        {"name": "C", "type": "add", "inputs": ["ct", "cu"]}
                        """;
        var model = "\"graph\": {\"output\": \"p\", \"nodes\": [%s]}".formatted(nodes);

        var job = Trained.by(api,
                job(model, table, "\"epochs\": 300, \"optimizer\": {\"type\": \"adam\", \"learningRate\": 0.05}"));

        assertThat(job.path("latest").path("cost").asDouble()).isLessThan(0.2);
        var name = job.path("model").path("name").asString();
        var answer =
                api.post("/models/" + name + "/predict", "{\"rows\": [{\"a\": 2, \"k\": \"y\", \"b\": 1}]}").body();
        assertThat(answer.path("outputs").get(0).size()).isEqualTo(2);

        var wrong = api.post("/jobs", job(model.replace("\"a\"]", "\"nobody\"]"), table, "\"epochs\": 3"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.pointers()).contains("/model/graph");
        var tooWide = api.post("/jobs", job(model.replace("[4, 1]", "[5, 1]"), table, "\"epochs\": 3"));
        assertThat(tooWide.status()).isEqualTo(422);
        assertThat(tooWide.body().path("detail").asString())
                .contains("has 5 numbers in \"K\", but the dataset gives 4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "graph": {}                                                                       | /graph/nodes
            "graph": {"nodes": []}                                                            | /graph/nodes
            "graph": {"nodes": [null]}                                                        | /graph/nodes/0
            "graph": []                                                                       | /graph
            "graph": {"nodes": [{"name": "X"}]}                                               | /graph/nodes/0/type
            "graph": {"nodes": [{"type": "input"}]}                                           | /graph/nodes/0/name
            "graph": {"nodes": [{"name": "", "type": "input"}]}                               | /graph/nodes/0/name
            "graph": {"nodes": [{"name": "X", "type": "inputs"}]}                             | /graph/nodes/0/type
            "graph": {"nodes": [{"name": "X", "type": "LINEAR"}]}                             | /graph/nodes/0/type
            "graph": {"nodes": [{"name": "X", "type": "input", "units": 3}]}                  | /graph/nodes/0/units
            "graph": {"nodes": [{"name": "X", "type": "input", "value": 3}]}                  | /graph/nodes/0/value
            "graph": {"nodes": [{"name": "X", "type": "input", "inputs": ["Y"]}]}             | /graph/nodes/0/inputs
            "graph": {"nodes": [{"name": "X", "type": "input", "role": "label"}]}             | /graph/nodes/0/role
            "graph": {"nodes": [{"name": "X", "type": "input", "size": 0}]}                   | /graph/nodes/0/size
            "graph": {"nodes": [{"name": "X", "type": "input", "size": 1.5}]}                 | /graph/nodes/0/size
            "graph": {"nodes": [{"name": "X", "type": "input", "columns": []}]}               | /graph/nodes/0/columns
            "graph": {"nodes": [{"name": "X", "type": "input", "columns": ["a", "a"]}]}       | /graph/nodes/0/columns
            "graph": {"nodes": [{"name": "W", "type": "parameter"}]}                          | /graph/nodes/0/shape
            "graph": {"nodes": [{"name": "W", "type": "parameter", "shape": [2]}]}            | /graph/nodes/0/shape
            "graph": {"nodes": [{"name": "W", "type": "parameter", "shape": [2, 0]}]}         | /graph/nodes/0/shape/1
            "graph": {"nodes": [{"name": "W", "type": "parameter", "shape": "2x3"}]}          | /graph/nodes/0/shape
            "graph": {"nodes": [{"name": "W", "type": "parameter", "shape": [1, 1], "value": 1, "initializer": "zeros"}]} | /graph/nodes/0/value
            "graph": {"nodes": [{"name": "W", "type": "parameter", "shape": [1, 1], "initializer": "best"}]} | /graph/nodes/0/initializer/type
            "graph": {"nodes": [{"name": "W", "type": "parameter", "shape": [1, 1], "l2": -1}]} | /graph/nodes/0/l2
            "graph": {"nodes": [{"name": "W", "type": "parameter", "value": [[1, "2"]]}]}     | /graph/nodes/0/value/0/1
            "graph": {"nodes": [{"name": "W", "type": "parameter", "value": [[1], 2]}]}       | /graph/nodes/0/value/1
            "graph": {"nodes": [{"name": "W", "type": "parameter", "value": []}]}             | /graph/nodes/0/value/0
            "graph": {"nodes": [{"name": "c", "type": "constant"}]}                           | /graph/nodes/0/value
            "graph": {"nodes": [{"name": "c", "type": "constant", "value": true}]}            | /graph/nodes/0/value
            "graph": {"nodes": [{"name": "c", "type": "constant", "value": 1e999}]}           | /graph/nodes/0/value
            "graph": {"nodes": [{"name": "s", "type": "sigmoid"}]}                            | /graph/nodes/0/inputs
            "graph": {"nodes": [{"name": "s", "type": "sigmoid", "inputs": []}]}              | /graph/nodes/0
            "graph": {"nodes": [{"name": "s", "type": "sigmoid", "inputs": ["s"]}]}           | /graph/nodes/0
            "graph": {"nodes": [{"name": "s", "type": "sigmoid", "inputs": ["X"], "shape": [1, 1]}]} | /graph/nodes/0/shape
            """)
    void malformedGraphIsRefusedWithItsPlace(String model, String pointer) {
        for (var path : List.of("/models", "/models/validate")) {
            var answer = api.post(path, "{" + model + "}");
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(path.equals("/models") ? 422 : 200);
            var pointers = answer.body().path("errors").valueStream().map(error -> error.path("pointer").asString());
            assertThat(pointers).as(answer.body().toString()).containsExactly(pointer);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "loss": "huber"           | /loss
            "layers": [{"units": 1}]  | /layers
            "precision": "float16"    | /precision
            "inputs": "a"             | /inputs
            """)
    void fieldOfTheModelIsAnsweredTogetherWithFaultsOfItsGraph(String field, String pointer) {
        assertThat(api.post("/models", "{" + field + ", " + graph(XOR_NODES) + "}").pointers())
                .containsExactly(pointer);
        assertThat(api.post("/models", "{" + field + ", " + graph("{\"type\": \"input\"}") + "}").pointers())
                .containsExactly(pointer, "/graph/nodes/0/name");
    }

    @Test
    void everyFaultOfAModelWithAGraphIsInOneAnswer() {
        assertThat(api.post("/models", """
                {"name": "Faulty", "inputs": "a", "seed": "b", "loss": "huber", "graph": {"outptu": "p", "nodes": [
                  {"name": "X", "type": "input", "size": 0}, {"name": "y", "type": "input", "role": "label"},
                  {"name": "W", "type": "parameter", "shape": "2x3"}, {"name": "p", "type": "sigmoyd"}, 5]}}""")
                .pointers())
                .containsExactlyInAnyOrder(
                        "/name", "/inputs", "/seed", "/loss", "/graph/outptu", "/graph/nodes/0/size",
                        "/graph/nodes/1/role", "/graph/nodes/2/shape", "/graph/nodes/3/type", "/graph/nodes/4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "inputs": ["y", "p"]}                | "inputs": ["y", "q"]}                        | /graph/nodes/0  | there is no such node
            "name": "s", "type": "sigmoid"       | "name": "W1", "type": "sigmoid"              | /graph/nodes/9  | a name of its own
            "inputs": ["l1"]                     | "inputs": ["p"]                              | /graph/nodes/1  | cycles, but has "p" → "s" → "l2" → "p"
            "shape": [3, 1]                      | "shape": [4, 1]                              | /graph/nodes/10 | "s" is n×3 and "W2" is 4×1
            "shape": [1, 1]                      | "shape": [1, 2]                              | /graph/nodes/10 | "W2" is 3×1 and "b2" is 1×2
            "role": "target"                     | "role": "target", "size": 2                  | /graph/nodes/0  | "y" is n×2 and "p" is n×1
            "inputs": ["y", "p"]}                | "inputs": ["p", "y"]}                        | /graph/nodes/0  | must not depend on parameters
            "name": "X", "type": "input"         | "name": "X", "type": "input", "size": 3      | /graph/nodes/8  | "X" is n×3 and "W1" is 2×3
            {"name": "X", "type": "input"}       | {"name": "X", "type": "constant", "value": [[1, 2]]} | /graph/nodes/0  | "y" is n×
            {"name": "p", "type": "sigmoid", "inputs": ["l2"]} | {"name": "p", "type": "sigmoid", "inputs": ["l2"]}, {"name": "e", "type": "exp", "inputs": ["p"]} | /graph/nodes/2 | no node uses "C" and "e"
            {"name": "X", "type": "input"}       | {"name": "X", "type": "input"}, {"name": "Z", "type": "input", "size": 1} | /graph/nodes/3 | "Z" is not used
            {"name": "C", "type": "binary_cross_entropy", "inputs": ["y", "p"]} | {"name": "C", "type": "mean", "inputs": ["d"]}, {"name": "d", "type": "subtract", "inputs": ["p", "X"]} | /graph/nodes/4 | "y" is not used
            """)
    void faultOfAGraphHasItsPlaceAndTheShapes(String right, String wrong, String pointer, String detail) {
        assertThat(XOR_NODES).contains(right);

        var answer = api.post("/models", "{" + graph(XOR_NODES.replace(right, wrong)) + "}");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.pointers()).as(answer.body().toString()).startsWith(pointer);
        assertThat(answer.body().path("errors").get(0).path("detail").asString()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource({"y, must not depend on targets", "s, must be as wide as the targets",
        "C, must have a row for each row", "nobody, must be a node of the graph",
        "'', must be a node of the graph"})
    void lastNodeOfAGraphIsItsPrediction(String output, String detail) {
        var answer =
                api.post("/models", "{\"graph\": {\"output\": \"%s\", \"nodes\": [%s]}}".formatted(output, XOR_NODES));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).contains("/graph/output");
        assertThat(answer.body().toString()).contains(detail);
    }

    @Test
    void graphWithoutATargetOrAgainstItsDatasetIsRefused() {
        var noTarget =
                "{\"name\": \"X\", \"type\": \"input\", \"size\": 1}, {\"name\": \"C\", \"type\": \"mean\", \"inputs\": [\"X\"]}";
        assertThat(api.post("/models", "{" + graph(noTarget) + "}").pointers())
                .containsExactly("/graph/nodes", "/graph/nodes", "/graph/output");
        var inputs = api.post("/models", "{\"inputs\": 3, " + graph(XOR_NODES) + "}");
        assertThat(inputs.status()).isEqualTo(422);
        var data = "{\"features\": [[0, 0, 0]], \"targets\": [[0]]}";
        assertThat(api.post("/jobs", job(graph(XOR_NODES), data, "\"epochs\": 1")).pointers())
                .containsExactly("/dataset");
        var targets = "{\"features\": [[0, 0]], \"targets\": [[0, 1]]}";
        assertThat(api.post("/jobs", job(graph(XOR_NODES), targets, "\"epochs\": 1")).pointers())
                .containsExactly("/dataset");
    }

    /** A model that predicts "p" of X, as the nodes say, by a cross-entropy of two classes. */
    private static String classifier(String nodes, String loss) {
        return "{\"graph\": {\"nodes\": [{\"name\": \"X\", \"type\": \"input\"}, {\"name\": \"y\", \"type\": \"input\", \"role\": \"target\"},"
                + " {\"name\": \"W\", \"type\": \"parameter\", \"shape\": [2, 2]}, {\"name\": \"z\", \"type\": \"matmul\", \"inputs\": [\"X\", \"W\"]}, "
                + nodes + ", {\"name\": \"C\", \"type\": \"" + loss + "\", \"inputs\": [\"y\", \"p\"]}]}}";
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"name\": \"p\", \"type\": \"softplus\", \"inputs\": [\"z\"]}",
        "{\"name\": \"p\", \"type\": \"identity\", \"inputs\": [\"z\"]}",
        "{\"name\": \"p\", \"type\": \"tanh\", \"inputs\": [\"z\"]}",
        "{\"name\": \"p\", \"type\": \"exp\", \"inputs\": [\"z\"]}",
        "{\"name\": \"p\", \"type\": \"add\", \"inputs\": [\"s\", \"s\"]}, {\"name\": \"s\", \"type\": \"sigmoid\", \"inputs\": [\"z\"]}"})
    void crossEntropyOfAPredictionOutsideZeroToOneIsRefused(String nodes) {
        for (var loss : List.of("binary_cross_entropy", "categorical_cross_entropy")) {
            var answer = api.post("/models", classifier(nodes, loss));

            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
            assertThat(answer.pointers()).singleElement().asString().endsWith("/inputs");
            assertThat(answer.body().toString())
                    .contains("must have a prediction from 0 to 1 for " + loss + ", but the values of \\\"p\\\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"name\": \"p\", \"type\": \"softmax\", \"inputs\": [\"z\"]}",
        // 1 / (1 + exp(−z))
        "{\"name\": \"p\", \"type\": \"divide\", \"inputs\": [\"one\", \"d\"]}, {\"name\": \"one\", \"type\": \"constant\", \"value\": 1},"
                + " {\"name\": \"d\", \"type\": \"add\", \"inputs\": [\"one\", \"e\"]}, {\"name\": \"e\", \"type\": \"exp\", \"inputs\": [\"n\"]},"
                + " {\"name\": \"n\", \"type\": \"negate\", \"inputs\": [\"z\"]}",
        // The mean of two.
        "{\"name\": \"p\", \"type\": \"multiply\", \"inputs\": [\"half\", \"both\"]}, {\"name\": \"half\", \"type\": \"constant\", \"value\": 0.5},"
                + " {\"name\": \"both\", \"type\": \"add\", \"inputs\": [\"s\", \"s\"]}, {\"name\": \"s\", \"type\": \"sigmoid\", \"inputs\": [\"z\"]}"})
    void crossEntropyOfAPredictionBetweenZeroAndOneIsAccepted(String nodes) {
        var answer = api.post("/models/validate", classifier(nodes, "binary_cross_entropy"));

        assertThat(answer.body().path("valid").asBoolean()).as("%s", answer.body()).isTrue();
    }

    @Test
    void softmaxOfOneColumnIsRefused() {
        var nodes =
                XOR_NODES.replace("{\"name\": \"p\", \"type\": \"sigmoid\"", "{\"name\": \"p\", \"type\": \"softmax\"");

        var answer = api.post("/models", "{" + graph(nodes) + "}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().toString()).contains("must have at least 2 columns for softmax");
    }

    /** Two heads, a class and a number, whose costs are added: the outputs together have no loss of their own. */
    private static String twoHeads(String rows, String settings) {
        return """
                {"model": {"graph": {"output": "both", "nodes": [
                    {"name": "X", "type": "input"}, {"name": "W1", "type": "parameter", "shape": [1, 1]}, {"name": "W2", "type": "parameter", "shape": [1, 1]},
                    {"name": "c", "type": "input", "role": "target", "columns": ["class"], "size": 1},
                    {"name": "n", "type": "input", "role": "target", "columns": ["number"], "size": 1},
                    {"name": "z", "type": "matmul", "inputs": ["X", "W1"]}, {"name": "p", "type": "sigmoid", "inputs": ["z"]},
                    {"name": "q", "type": "matmul", "inputs": ["X", "W2"]}, {"name": "both", "type": "concat", "inputs": ["p", "q"]},
                    {"name": "C1", "type": "binary_cross_entropy", "inputs": ["c", "p"]}, {"name": "C2", "type": "mse", "inputs": ["n", "q"]},
                    {"name": "C", "type": "add", "inputs": ["C1", "C2"]}]}},
                 "dataset": {"columns": [{"name": "x"}, {"name": "class", "role": "target"}, {"name": "number", "role": "target"}],
                             "rows": %s}, "epochs": 1%s}"""
                .formatted(rows, settings);
    }

    @Test
    void targetsOfACrossEntropyAmongSeveralLossesAreNotScaled() {
        var job = Trained.by(api, twoHeads("[[1, 0, 10], [2, 1, 30]]", ""));

        assertThat(job.path("spec").path("preprocessing").path("targets").asString()).isEqualTo("none");
        assertThat(api.post("/jobs", twoHeads(
                "[[1, 0, 10], [2, 1, 30]]", ", \"preprocessing\": {\"targets\": \"standard\"}")).pointers())
                .containsExactly("/preprocessing/targets");
    }

    @Test
    void targetsOfACrossEntropyAmongSeveralLossesMustBeProbabilities() {
        var answer = api.post("/jobs", twoHeads("[[1, 0, 10], [2, 3, 30]]", ""));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/dataset");
        assertThat(answer.body().toString()).contains("target class runs from 0.0 to 3.0");
    }

    @Test
    void targetsOfACrossEntropyAmongSeveralLossesAreRefusedWhereverTheyAreGiven() {
        var job = Trained.by(api, twoHeads("[[1, 0, 10], [2, 1, 30]]", ""));
        var model = job.path("model").path("name").asString();
        api.post("/datasets", """
                {"name": "no-probabilities", "columns": [{"name": "x"}, {"name": "class", "role": "target"},
                 {"name": "number", "role": "target"}], "rows": [[1, 0, 10], [2, 3, 30]]}""");
        var rows = "{\"rows\": [[1], [2]], \"targets\": [[0, 10], [3, 30]]";
        var axes = """
                "x": {"parameter": {"node": "W1", "index": [0, 0]}, "from": 0, "to": 1},
                "y": {"parameter": {"node": "W2", "index": [0, 0]}, "from": 0, "to": 1}}""";

        var evaluation = api.post("/models/" + model + "/evaluate", "{\"dataset\": \"no-probabilities\"}");
        var gradientCheck = api.post("/models/" + model + "/gradient-check", rows + "}");
        var backprop = api.post("/models/" + model + "/backprop", rows + "}");
        var surface = api.post("/cost-surfaces", rows + ", \"model\": \"" + model + "\", " + axes);
        var surfaceOfDataset = api.post(
                "/cost-surfaces", "{\"dataset\": \"no-probabilities\", \"model\": \"" + model + "\", " + axes);

        assertThat(evaluation.body().toString()).contains("target class runs from 0.0 to 3.0");
        assertThat(evaluation.pointers()).containsExactly("/dataset");
        assertThat(List.of(gradientCheck, backprop, surface)).allSatisfy(answer -> {
            assertThat(answer.pointers()).as("%s", answer.body()).containsExactly("/targets/1/0");
            assertThat(answer.body().toString())
                    .contains("must be between 0 and 1 for binary_cross_entropy, but is 3.0");
        });
        assertThat(surfaceOfDataset.pointers()).as("%s", surfaceOfDataset.body()).containsExactly("/dataset");
    }
}
