package dev.chainrule.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol, called as KServe's and Triton's clients call it. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferenceTest {
    private static final String LENGTH = "Inference-Header-Content-Length";
    private static final String BECAUSE =
            "{\"served_because\":\"The model serves \\\"newest\\\": the newest version that no sweep trained\"}";

    private final Api api;

    InferenceTest(Api api) {
        this.api = api;
    }

    @BeforeAll
    void train() {
        // 2a + b + ½, in float32.
        Trained.by(api,
                """
                        {"model": {"name": "inference-sum", "loss": "mean_squared_error",
                                   "layers": [{"units": 1, "weights": [[2], [1]], "biases": [0.5]}]},
                         "dataset": {"name": "inference-sums", "columns": [{"name": "a"}, {"name": "b"}, {"name": "c", "role": "target"}],
                                     "rows": [[0, 0, 0], [1, 0, 1]]},
                         "epochs": 1, "optimizer": {"type": "sgd", "learningRate": 1e-30},
                         "preprocessing": {"numeric": "none", "targets": "none", "missing": "error"}}""");
        Trained.by(api,
                """
                        {"model": {"name": "inference-price", "precision": "float64", "loss": "mean_squared_error",
                                   "layers": [{"units": 1, "weights": [[2], [0.25], [-0.5]], "biases": [0.125]}]},
                         "dataset": {"name": "inference-prices",
                                     "columns": [{"name": "size"}, {"name": "colour"}, {"name": "price", "role": "target"}],
                                     "rows": [[1, "red", 10], [2, "blue", 20], [3, "red", 30], [4, "blue", 40], [5, "blue", 50]]},
                         "epochs": 1, "optimizer": {"type": "sgd", "learningRate": 1e-300}}""");
        Trained.by(api,
                """
                        {"model": {"name": "inference-kind", "loss": "categorical_cross_entropy",
                                   "layers": [{"units": 3, "activation": "softmax", "weights": [[0, 0, 0], [0, 0, 3e38]], "biases": [0, 1, 2]}]},
                         "dataset": {"name": "inference-kinds", "columns": [{"name": "a"}, {"name": "b"}, {"name": "kind", "role": "target"}],
                                     "rows": [[0, 0, "elm"], [1, 0, "ash"], [0, 0, "oak"]]},
                         "epochs": 1, "optimizer": {"type": "sgd", "learningRate": 1e-30}, "preprocessing": {"numeric": "none"}}""");
        assertThat(api.post("/models", """
                {"name": "inference-untrained", "inputs": 1, "layers": [{"units": 1}], "loss": "mean_squared_error"}""")
                .status())
                .isEqualTo(201);
    }

    private Answer get(String path) {
        return api.send(api.at("/v2" + path));
    }

    /** Without a content type, as Triton's clients. */
    private HttpResponse<byte[]> post(String path, byte[] body, String... headers) {
        var request = api.at("/v2" + path).POST(BodyPublishers.ofByteArray(body));
        return api.exchange((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private HttpResponse<byte[]> infer(String model, String json) {
        return post("/models/" + model + "/infer", json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static byte[] joined(String json, byte[] binary) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(binary);
        return all.toByteArray();
    }

    private static byte[] bytes(int size, Consumer<ByteBuffer> elements) {
        var buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elements.accept(buffer);
        return buffer.array();
    }

    @Test
    void jsonIsAnsweredInJson() {
        var answer = infer("inference-sum",
                """
                        {"id": "42", "inputs": [{"name": "input", "shape": [2, 2], "datatype": "FP32", "data": [1, 2, 3, 4]}]}""");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue(LENGTH)).isEmpty();
        assertThat(text(answer))
                .isEqualTo("{\"model_name\":\"inference-sum\",\"model_version\":\"1\",\"id\":\"42\",\"parameters\":"
                        + BECAUSE
                        + ",\"outputs\":[{\"name\":\"outputs\",\"datatype\":\"FP32\",\"shape\":[2,1],\"data\":[4.5,10.5]}]}");
    }

    @Test
    void binaryTensorsAreAnsweredInBinary() {
        // What tritonclient writes for FP32 and FP64 by default.
        var json =
                "{\"id\":\"1\",\"inputs\":[{\"name\":\"b\",\"shape\":[2,1],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":8}},"
                        + "{\"name\":\"a\",\"shape\":[2],\"datatype\":\"INT64\",\"parameters\":{\"binary_data_size\":16}}],"
                        + "\"parameters\":{\"binary_data_output\":true}}";
        var binary = bytes(24, out -> out.putFloat(2).putFloat(4).putLong(1).putLong(3));

        var answer = post("/models/inference-sum/infer", joined(json, binary), LENGTH, Integer.toString(json.length()));

        var expected = "{\"model_name\":\"inference-sum\",\"model_version\":\"1\",\"id\":\"1\",\"parameters\":"
                + BECAUSE
                + ",\"outputs\":[{\"name\":\"outputs\",\"datatype\":\"FP32\",\"shape\":[2,1],\"parameters\":{\"binary_data_size\":8}}]}";
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(answer.headers().firstValue(LENGTH)).contains(Integer.toString(expected.length()));
        assertThat(answer.body()).isEqualTo(joined(expected, bytes(8, out -> out.putFloat(4.5f).putFloat(10.5f))));
    }

    @Test
    void classesAndTheirNamesAreOutputs() {
        var json = """
                {"inputs": [{"name": "input", "shape": [1, 2], "datatype": "FP64", "data": [[0, 0]]}],
                 "outputs": [{"name": "label", "parameters": {"binary_data": true}}, {"name": "classes"},
                             {"name": "outputs", "parameters": {"binary_data": false}}]}""";

        var answer = infer("inference-kind", json);

        int length = Integer.parseInt(answer.headers().firstValue(LENGTH).orElseThrow());
        assertThat(text(answer).substring(0, length)).contains(
                "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[1],"
                        + "\"parameters\":{\"binary_data_size\":7}}",
                "{\"name\":\"classes\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":[2]}");
        assertThat(answer.body()).endsWith(3, 0, 0, 0, 'o', 'a', 'k').hasSize(length + 7);
    }

    @Test
    void theLargestNumbersAreNamed() {
        var answer = infer("inference-kind", """
                {"inputs": [{"name": "input", "shape": [1, 2], "datatype": "FP64", "data": [[0, 0]]}],
                 "outputs": [{"name": "outputs", "parameters": {"classification": 2}}]}""");

        assertThat(text(answer)).contains("\"datatype\":\"BYTES\",\"shape\":[1,2],\"data\":[\"0.66")
                .contains(":2:oak\",\"0.24");
    }

    @Test
    void aRowThatIsNotFiniteIsInBinaryOnly() {
        var input =
                "{\"inputs\": [{\"name\": \"input\", \"shape\": [1, 2], \"datatype\": \"FP64\", \"data\": [0, 10]}]";

        var refused = infer("inference-kind", input + "}");
        var classes =
                infer("inference-kind", input + ", \"outputs\": [{\"name\": \"classes\"}, {\"name\": \"label\"}]}");
        var binary = infer("inference-kind", input + ", \"parameters\": {\"binary_data_output\": true}}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(text(refused)).contains("JSON does not have");
        assertThat(text(classes)).contains("\"data\":[-1]").contains("\"data\":[\"\"]");
        int length = Integer.parseInt(binary.headers().firstValue(LENGTH).orElseThrow());
        assertThat(ByteBuffer.wrap(binary.body(), length, 4).order(ByteOrder.LITTLE_ENDIAN).getFloat()).isNaN();
    }

    @Test
    void missingAndUnknownValuesAreAsInPredict() {
        var json = "{\"inputs\":[{\"name\":\"colour\",\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"green\",\"\"]},"
                + "{\"name\":\"size\",\"shape\":[2],\"datatype\":\"FP64\",\"parameters\":{\"binary_data_size\":16}}]}";
        var binary = bytes(16, out -> out.putDouble(4).putDouble(Double.NaN));

        var answer = text(
                post("/models/inference-price/infer", joined(json, binary), LENGTH, Integer.toString(json.length())));

        var predicted = api.post("/models/inference-price/predict", "{\"rows\": [[4, \"green\"], [null, null]]}").body()
                .path("outputs");
        assertThat(answer)
                .contains("\"data\":[" + predicted.get(0).get(0) + "," + predicted.get(1).get(0) + "]")
                .contains("\"unknown_values\":\"colour: green (1 row)\"")
                .contains("\"datatype\":\"FP64\"");
    }

    @Test
    void theRequestsIdIsTheAnswersWithoutOne() {
        var json = "{\"inputs\": [{\"name\": \"input\", \"shape\": [1, 2], \"datatype\": \"FP64\", \"data\": [0, 1]}]}";

        var answer = post("/models/inference-sum/versions/1/infer", json.getBytes(StandardCharsets.UTF_8),
                "X-Request-Id", "order-7");

        assertThat(text(answer)).contains("\"id\":\"order-7\"").contains("The request names version 1");
    }

    private static byte[] compressed(byte[] bytes, Function<OutputStream, OutputStream> with) {
        var out = new ByteArrayOutputStream();
        try (var compressing = with.apply(out)) {
            compressing.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static OutputStream gzip(OutputStream out) {
        try {
            return new GZIPOutputStream(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void aCompressedBodyIsReadAsItIs() {
        var json =
                "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,2],\"datatype\":\"UINT8\",\"parameters\":{\"binary_data_size\":2}}]}";
        var body = joined(json, new byte[] {1, 2});
        var length = Integer.toString(json.length());

        var gzip = post("/models/inference-sum/infer", compressed(body, InferenceTest::gzip), "Content-Encoding",
                "gzip", LENGTH, length);
        var deflate = post("/models/inference-sum/infer", compressed(body, DeflaterOutputStream::new),
                "Content-Encoding", "deflate",
                LENGTH, length);

        assertThat(List.of(text(gzip), text(deflate)))
                .allSatisfy(answer -> assertThat(answer).contains("\"data\":[4.5]"));
    }

    @ParameterizedTest
    @CsvSource({"gzip,400,is not gzip", "deflate,400,is not deflate", "br,415,gzip"})
    void aBodyThatIsNotCompressedAsItSaysIsRefused(String encoding, int status, String why) {
        var answer = post("/models/inference-sum/infer", "{\"inputs\": []}".getBytes(StandardCharsets.UTF_8),
                "Content-Encoding", encoding);

        isError(answer, status, why);
    }

    @Test
    void aBodyThatExpandsBeyondTheLimitIsTooLarge() {
        var answer = post("/models/inference-sum/infer", compressed(new byte[17 << 20], InferenceTest::gzip),
                "Content-Encoding", "gzip");

        isError(answer, 413, "more than the 16777216 bytes");
    }

    private static void isError(HttpResponse<byte[]> answer, int status, String why) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(text(answer)).startsWith("{\"error\":\"").endsWith("\"}").contains(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "{\"name\": \"c\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]};it has a, b, or all of them in the one input input",
        "{\"name\": \"a\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]};the inputs b are missing",
        "{\"name\": \"input\", \"shape\": [1, 3], \"datatype\": \"FP64\", \"data\": [1, 2, 3]};must be [rows, 2]",
        "{\"name\": \"input\", \"shape\": [0, 2], \"datatype\": \"FP64\", \"data\": []};1 to 10000 rows, but has 0",
        "{\"name\": \"input\", \"shape\": [10001, 2], \"datatype\": \"FP64\", \"data\": []};more than the body can have",
        "{\"name\": \"input\", \"shape\": [1, 2], \"datatype\": \"BYTES\", \"data\": [\"1\", \"2\"]};must have numbers",
        "{\"name\": \"input\", \"shape\": [1, 2], \"datatype\": \"FP64\", \"data\": [1e39, 2]};row 0 has a number that is too large",
        "{\"name\": \"a\", \"shape\": [1, 2], \"datatype\": \"FP64\", \"data\": [1, 2]};must be [rows] or [rows, 1]"})
    void inputsThatAreNotTheModelsAreRefused(String input, String why) {
        isError(infer("inference-sum", "{\"inputs\": [" + input + "]}"), 400, why);
    }

    @Test
    void anInputThatIsGivenTwiceOrWithOtherRowsIsRefused() {
        var a = "{\"name\": \"a\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]}";
        var two = "{\"name\": \"b\", \"shape\": [2], \"datatype\": \"FP64\", \"data\": [1, 2]}";

        isError(infer("inference-sum", "{\"inputs\": [" + a + "," + a + "]}"), 400, "is given twice");
        isError(infer("inference-sum", "{\"inputs\": [" + a + "," + two + "]}"), 400, "has 2 rows");
    }

    @Test
    void aMissingValueIsRefusedWhereTrainingRefusedIt() {
        var json =
                "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,2],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":8}}]}";
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            var answer =
                    post("/models/inference-sum/infer", joined(json, bytes(8, out -> out.putFloat(1).putFloat(value))),
                            LENGTH, Integer.toString(json.length()));

            isError(answer, 400, "element 1 of the input");
        }
    }

    @ParameterizedTest
    @CsvSource({"nothing,did you mean", "label,has no output"})
    void anOutputThatTheModelDoesNotHaveIsRefused(String name, String why) {
        var answer = infer("inference-sum",
                """
                        {"inputs": [{"name": "input", "shape": [1, 2], "datatype": "FP64", "data": [1, 2]}], "outputs": [{"name": "%s"}]}"""
                        .formatted(name));

        isError(answer, 400, why.equals("did you mean") ? "it has outputs" : why);
    }

    @Test
    void metadataSaysWhatToSend() {
        var sum = get("/models/inference-sum").body();
        var price = get("/models/inference-price/versions/newest").body();

        assertThat(sum.toString())
                .isEqualTo("{\"name\":\"inference-sum\",\"versions\":[\"1\"],\"platform\":\"chainrule_mlp\","
                        + "\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[-1,2]}],"
                        + "\"outputs\":[{\"name\":\"outputs\",\"datatype\":\"FP32\",\"shape\":[-1,1]}]}");
        assertThat(price.path("inputs").toString())
                .isEqualTo("[{\"name\":\"size\",\"datatype\":\"FP64\",\"shape\":[-1,1]},"
                        + "{\"name\":\"colour\",\"datatype\":\"BYTES\",\"shape\":[-1,1]}]");
        assertThat(get("/models/inference-kind").body().path("outputs").toString()).isEqualTo(
                "[{\"name\":\"outputs\",\"datatype\":\"FP32\",\"shape\":[-1,3]},{\"name\":\"classes\",\"datatype\":\"INT64\",\"shape\":[-1]},"
                        + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[-1]}]");
    }

    @Test
    void theServiceSaysThatItIsThere() {
        assertThat(get("").body().path("extensions").get(0).asString()).isEqualTo("binary_tensor_data");
        assertThat(get("/").body()).isEqualTo(get("").body());
        assertThat(get("/health/live").body().toString()).isEqualTo("{\"live\":true}");
        assertThat(get("/health/ready").body().toString()).isEqualTo("{\"live\":true,\"ready\":true}");
    }

    @Test
    void modelsAreReadyThatHaveAVersionToServe() {
        assertThat(get("/models/inference-sum/ready").body().toString())
                .isEqualTo("{\"name\":\"inference-sum\",\"ready\":true}");
        assertThat(get("/models/inference-sum/versions/2/ready").status()).isEqualTo(404);
        assertThat(get("/models/inference-untrained/ready").status()).isEqualTo(503);
        var names = get("/models?limit=1000").body().path("models").valueStream().map(name -> name.asString()).toList();
        assertThat(names).contains("inference-sum", "inference-untrained");
        var index = text(post("/repository/index", new byte[0]));
        assertThat(index).contains("{\"name\":\"inference-sum\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}")
                .contains("{\"name\":\"inference-untrained\",\"version\":\"\",\"state\":\"UNAVAILABLE\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models/inference-none", "/models/inference-sum/versions/x y", "/nothing",
        "/models/inference-sum/config"})
    void whatIsNotThereIsAnErrorOfTheProtocol(String path) {
        var answer = api.exchange(api.at("/v2" + path.replace(" ", "%20")).build());

        isError(answer, 404, "");
    }

    @Test
    void refusalsOfTheFrameworkAreErrorsOfTheProtocol() {
        isError(api.exchange(api.at("/v2/models/inference-sum/infer").build()), 405, "POST");
        isError(api.exchange(api.at("/v2/models").header("Accept", "text/csv").build()), 406, "application/json");
        isError(api.exchange(api.at("/v2/models?limit=0").build()), 400, "?limit");
        isError(api.exchange(api.at("/v2/models").header("Authorization", "Bearer crk_none").build()), 401, "");
    }

    @Test
    void aClientThatAcceptsBinaryTensorsOnlyGetsItsErrorsInJson() {
        var answer = post("/models/inference-sum/infer", new byte[] {'{'}, "Accept", "application/octet-stream");

        isError(answer, 400, "cut off");
    }

    @Test
    void anUntrainedModelCannotInfer() {
        isError(infer("inference-untrained",
                "{\"inputs\": [{\"name\": \"input\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]}]}"), 409,
                "no trained version");
    }
}
