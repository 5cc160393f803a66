package dev.chainrule.imports;

import static dev.chainrule.imports.ForeignFile.DOUBLE;
import static dev.chainrule.imports.ForeignFile.FLOAT;
import static dev.chainrule.imports.ForeignFile.integer;
import static dev.chainrule.imports.ForeignFile.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.google.protobuf.ByteString;
import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.model.Trained;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Imported files compute what ONNX Runtime computes, and their versions are used like trained ones. */
@ServiceTest
class ImportTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Api api;
    private final MemoryBudget memory;

    ImportTest(Api api, MemoryBudget memory) {
        this.api = api;
        this.memory = memory;
    }

    private Answer send(byte[] file, String query) {
        return api.post("/models/import" + query, "application/octet-stream", BodyPublishers.ofByteArray(file));
    }

    private JsonNode imported(ForeignFile file, String query) {
        var answer = send(file.bytes(), query);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body();
    }

    private String refusal(ForeignFile file) {
        return refusal(file, "");
    }

    private String refusal(ForeignFile file, String query) {
        var answer = send(file.bytes(), query);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        return answer.body().path("detail").asString();
    }

    private static float[][] rows(int count, int width) {
        var random = new Random(3);
        var rows = new float[count][width];
        for (var row : rows) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) random.nextGaussian() * 3;
            }
        }
        return rows;
    }

    private static double[][] runtime(byte[] file, String output, float[][] rows) throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(file);
                var input = OnnxTensor.createTensor(environment, rows);
                var result = session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            return Arrays.stream((float[][]) result.get(output).orElseThrow().getValue())
                    .map(row -> {
                        var numbers = new double[row.length];
                        Arrays.setAll(numbers, i -> row[i]);
                        return numbers;
                    })
                    .toArray(double[][]::new);
        }
    }

    private JsonNode predict(String model, float[][] rows) {
        var answer = api.post("/models/" + model + "/predict", "{\"rows\": " + JSON.writeValueAsString(rows) + "}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private void assertComputes(ForeignFile file, String output, int inputs, String query) throws OrtException {
        var model = imported(file, query).path("model").asString();
        var rows = rows(40, inputs);
        var expected = runtime(file.bytes(), output, rows);
        var outputs = predict(model, rows).path("outputs");
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                double tolerance = 1e-6 * Math.max(1, Math.abs(expected[i][j]));
                assertThat(outputs.get(i).get(j).asDouble()).isCloseTo(expected[i][j], within(tolerance));
            }
        }
    }

    private static String fresh() {
        return "?name=import-" + UUID.randomUUID().toString().substring(24);
    }

    private JsonNode layers(String model) {
        return api.get("/models/" + model).body().path("layers");
    }

    @Test
    void fileOfPyTorchComputesTheSame() throws OrtException {
        assertComputes(ForeignFile.pyTorch(), "output", 4, "?name=import-torch");

        var model = api.get("/models/import-torch").body();
        assertThat(model.path("loss").asString()).isEqualTo("mean_squared_error");
        assertThat(model.path("inputs").asInt()).isEqualTo(4);
        assertThat(layers("import-torch").get(0).path("activation").asString()).isEqualTo("relu");
        assertThat(predict("import-torch", rows(1, 4)).path("outputNames").toString())
                .isEqualTo("[\"y1\",\"y2\",\"y3\"]");
    }

    @Test
    void fileOfKerasComputesTheSame() throws OrtException {
        assertComputes(ForeignFile.keras(), "dense_1", 3,
                "?name=import-keras&labels=no,yes&targets=answer&columns=a,b,c");

        var predicted = predict("import-keras", rows(1, 3));
        assertThat(predicted.path("outputNames").toString()).isEqualTo("[\"no\",\"yes\"]");
        assertThat(predicted.path("labels").get(0).asString()).isIn("no", "yes");
        var preprocessing = api.get("/models/import-keras/versions/1/preprocessing").body();
        assertThat(preprocessing.path("features").get(2).path("column").asString()).isEqualTo("c");
        assertThat(preprocessing.path("targets").get(0).path("column").asString()).isEqualTo("answer");
    }

    @Test
    void probabilitiesOfScikitLearnAreTakenWithTheClassesNames() throws OrtException {
        var file = ForeignFile.scikitLearn();
        var model = imported(file, "?name=import-sklearn").path("model").asString();
        var rows = rows(20, 2);

        var plain = ForeignFile.scikitLearn().withoutOutputs().output("probabilities", FLOAT, -1, 3);
        var expected = runtime(plain.bytes(), "probabilities", rows);
        var predicted = predict(model, rows);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(predicted.path("outputs").get(i).get(j).asDouble())
                        .isCloseTo(expected[i][j], within(1e-6));
            }
        }
        assertThat(predicted.path("outputNames").toString()).isEqualTo("[\"ash\",\"elm\",\"oak\"]");
        assertThat(layers(model)).as("the scaler is the preprocessing").hasSize(2);
    }

    @Test
    void binaryClassifierOfScikitLearnIsOneProbability() throws OrtException {
        var file = new ForeignFile().opset(12).input("X", FLOAT, -1, 2).output("label", ForeignFile.INT64, -1)
                .output("probabilities", FLOAT, -1, 2)
                .weights("W", 2, 1).weights("b", 1, 1).floats("unity", List.of(), 1)
                .node("MatMul", "X W -> m").node("Add", "m b -> z").node("Sigmoid", "z -> p")
                .node("Sub", "unity p -> q").node("Concat", "q p -> probabilities", integer("axis", 1))
                .node("ArgMax", "probabilities -> label", integer("axis", 1), integer("keepdims", 0));
        var model = imported(file, "?name=import-binary&labels=sad,happy").path("model").asString();
        var rows = rows(10, 2);

        var expected = runtime(file.bytes(), "probabilities", rows);
        var predicted = predict(model, rows);
        for (int i = 0; i < rows.length; i++) {
            assertThat(predicted.path("outputs").get(i).get(0).asDouble()).isCloseTo(expected[i][1], within(1e-6));
            assertThat(predicted.path("labels").get(i).asString()).isEqualTo(expected[i][1] >= 0.5 ? "happy" : "sad");
        }
    }

    /** z is the input of the nodes, a their output. */
    private static ForeignFile activated(UnaryOperator<ForeignFile> nodes) {
        var file = new ForeignFile().input("x", FLOAT, -1, 3).output("y", FLOAT, -1, 2)
                .weights("W", 3, 8).weights("b", 8).weights("V", 8, 2)
                .floats("one", List.of(), 1).floats("half", List.of(1), 0.5).floats("root", List.of(), Math.sqrt(2))
                .floats("zero", List.of(), 0)
                .floats("slope", List.of(8), 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01)
                .node("MatMul", "x W -> m").node("Add", "m b -> z");
        return nodes.apply(file).node("MatMul", "a V -> y");
    }

    static Stream<Arguments> activations() {
        return Stream.of(
                Arguments.of("identity", activated(file -> file.node("Identity", "z -> a"))),
                Arguments.of("sigmoid", activated(file -> file.node("Sigmoid", "z -> a"))),
                Arguments.of("sigmoid", activated(file -> file.node("Neg", "z -> n").node("Exp", "n -> e")
                        .node("Add", "one e -> d").node("Reciprocal", "d -> a"))),
                Arguments.of("tanh", activated(file -> file.node("Tanh", "z -> a"))),
                Arguments.of("relu", activated(file -> file.node("Relu", "z -> a"))),
                Arguments.of("relu", activated(file -> file.node("Clip", "z zero -> a"))),
                Arguments.of("relu", activated(file -> file.node("Max", "zero z -> a"))),
                Arguments.of("leaky_relu", activated(file -> file.node("LeakyRelu", "z -> a"))),
                Arguments.of("leaky_relu", activated(file -> file.node("PRelu", "z slope -> a"))),
                Arguments.of("elu", activated(file -> file.node("Elu", "z -> a"))),
                Arguments.of("selu", activated(file -> file.node("Selu", "z -> a"))),
                Arguments.of("gelu", activated(file -> file.node("Div", "z root -> d").node("Erf", "d -> e")
                        .node("Add", "e one -> f").node("Mul", "z f -> g").node("Mul", "g half -> a"))),
                Arguments.of("silu", activated(file -> file.node("Sigmoid", "z -> s").node("Mul", "z s -> a"))),
                Arguments.of("softplus", activated(file -> file.node("Softplus", "z -> a"))),
                Arguments.of("softplus", activated(file -> file.node("Exp", "z -> e").node("Add", "e one -> f")
                        .node("Log", "f -> a"))),
                Arguments.of("softsign", activated(file -> file.node("Softsign", "z -> a"))),
                Arguments.of("softsign", activated(file -> file.node("Abs", "z -> s").node("Add", "one s -> d")
                        .node("Div", "z d -> a"))),
                Arguments.of("softmax", activated(file -> file.node("Softmax", "z -> a"))));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activationsAreRecognisedByTheirCurve(String activation, ForeignFile file) throws OrtException {
        var name = fresh();

        assertComputes(file, "y", 3, name);

        var layers = layers(name.substring(6));
        assertThat(layers).hasSize(2);
        assertThat(layers.get(0).path("activation").asString()).isEqualTo(activation);
        assertThat(layers.get(0).path("bias").asBoolean()).isTrue();
        assertThat(layers.get(1).path("bias").asBoolean()).isFalse();
    }

    @Test
    void normalisationAndScalingsAreFolded() throws OrtException {
        var file = new ForeignFile().input("x", FLOAT, -1, 3).output("y", FLOAT, -1, 2)
                .floats("mean", List.of(3), 1, 2, 3).floats("deviation", List.of(1, 3), 0.5, 2, 4)
                .weights("W", 3, 4).floats("s", List.of(4), 1, 2, 0.5, 3).weights("o", 4).weights("m", 4)
                .floats("v", List.of(4), 1, 0.25, 4, 2).weights("V", 4, 2).weights("c", 2)
                .floats("two", List.of(), 2).floats("shift", List.of(2), 10, 20)
                .node("Sub", "x mean -> centred").node("Div", "centred deviation -> scaled")
                .node("MatMul", "scaled W -> z").node("BatchNormalization", "z s o m v -> n", number("epsilon", 1e-3))
                .node("Tanh", "n -> t").node("BatchNormalization", "t s o m v -> u")
                .node("Gemm", "u V c -> w").node("Mul", "w two -> k").node("Add", "k shift -> y");

        assertComputes(file, "y", 3, "?name=import-folded");

        var preprocessing = api.get("/models/import-folded/versions/1/preprocessing").body();
        assertThat(preprocessing.path("features").get(1).path("shift").asDouble()).isEqualTo(2);
        assertThat(preprocessing.path("features").get(1).path("scale").asDouble()).isEqualTo(0.5);
        assertThat(preprocessing.path("targets").get(1).path("shift").asDouble()).isEqualTo(20);
    }

    @Test
    void reshapesThatChangeNothingArePassed() throws OrtException {
        var file = new ForeignFile().input("x", FLOAT, -1, 1, 2, 2).output("y", FLOAT, -1, 2)
                .integers("first", 0).integers("open", -1).integers("to", 0, 4).weights("W", 4, 2)
                .node("Shape", "x -> dims").node("Gather", "dims first -> rows")
                .node("Concat", "rows open -> flat", integer("axis", 0)).node("Reshape", "x flat -> f")
                .node("Dropout", "f -> d").node("Reshape", "d to -> r").node("Cast", "r -> c", integer("to", FLOAT))
                .node("MatMul", "c W -> z").node("Flatten", "z -> y", integer("axis", 1));
        var model = imported(file, "?name=import-reshaped").path("model").asString();

        assertThat(predict(model, rows(2, 4)).path("outputs")).hasSize(2);
        assertThat(layers(model)).hasSize(1);
    }

    @Test
    void weightsKeepTheirBits() {
        double[] numbers = {0.1, 1e-300, -0.0, Math.PI, 4.9e-324, -7e300};
        var file = new ForeignFile().input("inputs", DOUBLE, -1, 3).output("outputs", DOUBLE, -1, 2)
                .doubles("W", List.of(3, 2), numbers).doubles("b", List.of(1, 2), -0.0, 0)
                .node("Gemm", "inputs W b -> outputs");

        var version = imported(file, "?name=import-bits").path("version");

        var weights = api.get("/models/import-bits/versions/1/weights").body().path("layers").get(0);
        for (int i = 0; i < numbers.length; i++) {
            double read = weights.path("weights").get(i / 2).get(i % 2).asDouble();
            assertThat(Double.doubleToRawLongBits(read)).isEqualTo(Double.doubleToRawLongBits(numbers[i]));
        }
        assertThat(api.get("/models/import-bits").body().path("precision").asString()).isEqualTo("float64");
        assertThat(weights.path("biases").get(0).toString()).isEqualTo("-0.0");
        assertThat(version.path("weightsSha256").asString()).hasSize(64);
    }

    @Test
    void sameFileAgainIsANewVersionOfTheSameModel() {
        var file = ForeignFile.pyTorch();
        var first = send(file.bytes(), "?name=import-again");
        var second = imported(file, "?name=import-again");

        assertThat(first.header("Location")).endsWith("/versions/1");
        assertThat(second.path("version").path("version").asInt()).isEqualTo(2);
        assertThat(second.path("version").path("jobId").isNull()).isTrue();
        assertThat(second.path("version").path("metrics").isNull()).isTrue();
        assertThat(second.path("version").path("weightsSha256"))
                .isEqualTo(first.body().path("version").path("weightsSha256"));
        assertThat(api.get("/models/import-again/versions").body().path("data")).hasSize(2);
        assertThat(imported(ForeignFile.pyTorch(), "").path("model").asString()).startsWith("model-");
    }

    @Test
    void modelThatDiffersFromTheFileIsAConflictWithBothValues() {
        imported(ForeignFile.pyTorch(), "?name=import-taken");

        var answer = send(ForeignFile.keras().bytes(), "?name=import-taken");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asString()).contains("inputs is 4 in the model and 3 in the file");
    }

    @Test
    void trainedModelGetsAnImportedVersionWhateverItsDropout() {
        Trained.by(api,
                """
                        {"model": {"name": "import-dropout", "loss": "huber", "layers": [
                            {"units": 5, "activation": "relu", "dropout": 0.2}, {"units": 3}]},
                         "dataset": {"features": [[0, 1, 2, 3], [1, 1, 1, 1]], "targets": [[0, 1, 2], [1, 1, 1]]}, "epochs": 1}""");

        var version = imported(ForeignFile.pyTorch(), "?name=import-dropout").path("version");

        assertThat(version.path("version").asInt()).isEqualTo(2);
        var best = api.post("/models/import-dropout/predict?version=best", "{\"rows\": [[1, 2, 3, 4]]}").body();
        assertThat(best.path("version").asInt()).as("the imported one was not measured").isEqualTo(1);
    }

    @Test
    void importedVersionIsUsedLikeATrainedOne() {
        imported(ForeignFile.keras(), "?name=import-used&labels=no,yes");
        var rows = "{\"rows\": [[0.5, 1, -1]]";
        var examples = rows + ", \"targets\": [[\"yes\"]]}";

        assertThat(api.post("/models/import-used/predict?version=best", rows + "}").status()).isEqualTo(200);
        assertThat(api.put("/models/import-used/aliases/champion", "{\"version\": 1}").status()).isEqualTo(201);
        assertThat(api.delete("/models/import-used/versions/1").status()).isEqualTo(409);
        for (var path : List.of("backprop", "gradient-check")) {
            var answer = api.post("/models/import-used/" + path, examples);
            assertThat(answer.status()).as("%s %s", path, answer.body()).isEqualTo(200);
        }
        api.post("/datasets", """
                {"name": "import-used-rows", "columns": [{"name": "x1"}, {"name": "x2"}, {"name": "x3"},
                 {"name": "class", "role": "target"}], "rows": [[0, 1, 2, "no"], [1, 1, 1, "yes"]]}""");
        var evaluated = api.post("/models/import-used/evaluate", "{\"dataset\": \"import-used-rows\"}");
        assertThat(evaluated.status()).as("%s", evaluated.body()).isEqualTo(200);
        assertThat(evaluated.body().path("rows").asInt()).isEqualTo(2);
        assertThat(api.get("/models").status()).isEqualTo(200);
        var job = Trained.by(api, """
                {"model": "import-used", "dataset": "import-used-rows", "epochs": 1}""");
        assertThat(job.path("model").path("version").asInt()).isEqualTo(2);
        assertThat(api.delete("/models/import-used/aliases/champion").status()).isEqualTo(204);
        assertThat(api.delete("/models/import-used/versions/1").status()).isEqualTo(204);
    }

    @Test
    void decisionBoundaryOfAnImportedVersionIsDrawn() {
        imported(ForeignFile.scikitLearn(), "?name=import-boundary");
        api.post("/datasets",
                """
                        {"name": "import-boundary-rows", "columns": [{"name": "x1"}, {"name": "x2"}, {"name": "class", "role": "target"}],
                         "rows": [[0, 1, "ash"], [1, 1, "elm"], [2, 0, "oak"]]}""");

        var picture = api.exchange(api.request(
                "/models/import-boundary/versions/1/decision-boundary.svg?dataset=import-boundary-rows").build());

        assertThat(picture.statusCode()).isEqualTo(200);
    }

    @Test
    void importsOfANewModelAtTheSameTimeAreVersionsOfOneModel() {
        var file = ForeignFile.pyTorch().bytes();
        var sent = Stream.generate(() -> CompletableFuture.supplyAsync(() -> send(file, "?name=import-together")))
                .limit(6).toList();

        assertThat(sent.stream().map(CompletableFuture::join).map(Answer::status)).containsOnly(201);
        assertThat(api.get("/models/import-together").body().path("versions").toString()).isEqualTo("[1,2,3,4,5,6]");
    }

    @Test
    void logSoftmaxAtTheEndIsReadAsProbabilities() {
        var file = new ForeignFile().input("x", FLOAT, -1, 3).output("y", FLOAT, -1, 2).weights("W", 3, 2)
                .node("MatMul", "x W -> z").node("LogSoftmax", "z -> y", integer("axis", -1));

        var model = imported(file, "?name=import-logarithms").path("model").asString();

        assertThat(layers(model).get(0).path("activation").asString()).isEqualTo("softmax");
    }

    /** Numbers that float16 and bfloat16 hold exactly, as raw data and as int32_data. */
    @Test
    void halfPrecisionWeightsAreRead() {
        var raw = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        raw.putShort((short) (Float.floatToRawIntBits(1.5f) >>> 16));
        raw.putShort((short) (Float.floatToRawIntBits(-0.25f) >>> 16));
        var file = new ForeignFile().input("x", FLOAT, -1, 2).output("y", FLOAT, -1, 1)
                .tensor(TensorProto.newBuilder().setName("half").setDataType(10).addDims(2).addDims(2)
                        .addInt32Data(Float.floatToFloat16(0.5f)).addInt32Data(Float.floatToFloat16(2f))
                        .addInt32Data(Float.floatToFloat16(-1f) & 0xFFFF).addInt32Data(0))
                .tensor(TensorProto.newBuilder().setName("brain").setDataType(16).addDims(2).addDims(1)
                        .setRawData(ByteString.copyFrom(raw.flip())))
                .node("MatMul", "x half -> z").node("MatMul", "z brain -> y");

        var model = imported(file, "?name=import-half").path("model").asString();

        var layers = api.get("/models/" + model + "/versions/1/weights").body().path("layers");
        assertThat(layers.get(0).path("weights").toString()).isEqualTo("[[0.5,2.0],[-1.0,0.0]]");
        assertThat(layers.get(1).path("weights").toString()).isEqualTo("[[1.5],[-0.25]]");
    }

    @Test
    void oneProbabilityIsNoCategoricalModel() {
        var file = new ForeignFile().input("x", FLOAT, -1, 2).output("y", FLOAT, -1, 1).weights("w", 2, 1)
                .node("MatMul", "x w -> z").node("Sigmoid", "z -> y");

        assertThat(refusal(file, "?loss=categorical_cross_entropy")).contains("must not be categorical_cross_entropy");
    }

    @Test
    void anAxisThatIsNotThereIsRefused() {
        var file = new ForeignFile().input("x", FLOAT, -1, 2).output("y", FLOAT, -1, 1).weights("w", 2, 1)
                .integers("axes", 3)
                .node("Unsqueeze", "x axes -> wide").node("MatMul", "wide w -> y");

        assertThat(refusal(file, "")).contains("has the axis 3");
    }

    @Test
    void logitsBecomeProbabilitiesWithALoss() {
        assertThat(refusal(ForeignFile.pyTorch(), "?labels=a,b,c"))
                .contains("add ?loss=categorical_cross_entropy");

        imported(ForeignFile.pyTorch(), "?name=import-logits&labels=a,b,c&loss=categorical_cross_entropy");

        var outputs = predict("import-logits", rows(1, 4)).path("outputs").get(0);
        assertThat(outputs.valueStream().mapToDouble(JsonNode::asDouble).sum()).isCloseTo(1, within(1e-5));
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertThat(refusal(activated(file -> file.node("LeakyRelu", "z -> a", number("alpha", 0.3)))))
                .startsWith("The node \"node_2\" (LeakyRelu, number 3 in the file) computes none of the activations");
        assertThat(refusal(activated(file -> file.node("HardSigmoid", "z -> a"))))
                .startsWith("The node \"node_2\" (HardSigmoid, number 3 in the file) cannot be read");
        assertThat(refusal(activated(file -> file.node("com.microsoft", "Gelu", "z -> a"))))
                .contains("(com.microsoft.Gelu, number 3");
        assertThat(
                refusal(activated(file -> file.weights("Q", 8, 8).node("MatMul", "z Q -> q").node("Add", "q z -> a"))))
                .contains("joins two branches").contains("number 4");
        assertThat(refusal(activated(file -> file.node("Gelu", "z -> a", ForeignFile.text("approximate", "tanh")))
                .opset(20))).contains("(Gelu, number 3");
        assertThat(refusal(ForeignFile.pyTorch().opset(25))).contains("uses opset 25, but 7 to 22 are read");
        assertThat(refusal(new ForeignFile().input("a", FLOAT, -1, 1).input("b", FLOAT, -1, 1).output("a", FLOAT, -1)))
                .contains("?inputs=encoded");
        assertThat(refusal(new ForeignFile().input("x", FLOAT, -1, 1).output("x", FLOAT, -1, 1)))
                .contains("has no dense layer");
    }

    @Test
    void queryThatDoesNotFitTheFileIsNamed() {
        assertThat(send(ForeignFile.pyTorch().bytes(), "?colums=a").pointers()).containsExactly("?colums");
        assertThat(send(ForeignFile.pyTorch().bytes(), "?columns=a,b").pointers()).containsExactly("?columns");
        assertThat(send(ForeignFile.pyTorch().bytes(), "?columns=a,b,c,y1").pointers()).containsExactly("?targets");
        assertThat(send(ForeignFile.pyTorch().bytes(), "?targets=a").pointers()).containsExactly("?targets");
        assertThat(send(ForeignFile.keras().bytes(), "?labels=a").pointers()).containsExactly("?labels");
        assertThat(send(ForeignFile.keras().bytes(), "?labels=a,a").pointers()).containsExactly("?labels");
        assertThat(send(ForeignFile.keras().bytes(), "?loss=x").pointers()).containsExactly("?loss");
        assertThat(send(ForeignFile.keras().bytes(), "?output=x").pointers()).containsExactly("?output");
        assertThat(send(ForeignFile.keras().bytes(), "?name=A").pointers()).containsExactly("?name");
    }

    @Test
    void declaredSizesAreComparedWithTheBytes() {
        var huge = new ForeignFile().input("x", FLOAT, -1, 3).output("y", FLOAT, -1, 2)
                .floats("W", List.of(3, 2_000_000_000), 1, 2).node("MatMul", "x W -> y");
        assertThat(refusal(huge)).contains("declares more elements");
        var short2 = new ForeignFile().input("x", FLOAT, -1, 3).output("y", FLOAT, -1, 2)
                .floats("W", List.of(3, 2), 1, 2).node("MatMul", "x W -> y");
        assertThat(refusal(short2)).contains("must have 6 elements");
        var wide = new ForeignFile().input("x", FLOAT, -1, 2_000_000_000, 2_000_000_000).output("y", FLOAT, -1, 2)
                .weights("W", 3, 2).node("Flatten", "x -> f").node("MatMul", "f W -> y");
        assertThat(refusal(wide)).contains("at most 65536 inputs");
        var empty = new ForeignFile().input("x", FLOAT, -1, 3).output("y", FLOAT, -1, 0)
                .floats("W", List.of(3, 0)).node("MatMul", "x W -> y");
        assertThat(refusal(empty)).contains("MatMul");
    }

    @Test
    void weightThatIsNotFiniteIsNamed() {
        var file = new ForeignFile().input("x", FLOAT, -1, 2).output("y", FLOAT, -1, 1)
                .floats("W", List.of(2, 1), 1, Double.NaN).node("MatMul", "x W -> y");

        assertThat(refusal(file)).contains("has the weight NaN from input 2 to unit 1");
    }

    @Test
    void cycleAndMissingTensorAreNamed() {
        var cycle = new ForeignFile().input("x", FLOAT, -1, 2).output("y", FLOAT, -1, 2).weights("W", 2, 2)
                .node("Add", "x b -> a").node("MatMul", "a W -> b").node("Identity", "b -> y");

        assertThat(refusal(cycle)).contains("reads \"b\", which is neither");
    }

    @Test
    void foreignBytesAreMalformed() {
        for (var bytes : List.of("", "{\"layers\": []}", "x".repeat(1000), "PK\u0003\u0004")) {
            assertThat(send(bytes.getBytes(StandardCharsets.UTF_8), "").status()).isEqualTo(400);
        }
        var whole = ForeignFile.pyTorch().bytes();
        assertThat(send(Arrays.copyOf(whole, whole.length / 2), "").status()).isEqualTo(400);
        assertThat(api.post("/models/import", "application/json", BodyPublishers.ofString("{}")).status())
                .isEqualTo(415);
    }

    /** Each change is of one or a few bytes, or cuts the file off. */
    @Test
    void damagedFilesAreNeverAnInternalError() {
        var random = new Random(11);
        long reserved = memory.usage().requests();
        var files =
                List.of(ForeignFile.pyTorch().bytes(), ForeignFile.keras().bytes(), ForeignFile.scikitLearn().bytes());
        for (int i = 0; i < 1500; i++) {
            var damaged = files.get(i % 3).clone();
            int changes = 1 + random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (i % 5 == 0) {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            var answer = send(damaged, "?name=import-damaged-" + i);
            assertThat(answer.status()).as("change %d: %s", i, answer.body()).isIn(201, 400, 413, 422);
        }
        assertThat(memory.usage().requests()).isLessThan(reserved + (1 << 20));
    }
}
