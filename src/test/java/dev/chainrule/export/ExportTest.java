package dev.chainrule.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.content.Sha256;
import dev.chainrule.dataset.Bytes;
import dev.chainrule.dataset.Multipart;
import dev.chainrule.export.ExportedModel.Rows;
import dev.chainrule.model.Trained;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Exported files give in ONNX Runtime what {@code predict} answers for the same raw values. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final double FLOAT32 = 1e-6;
    private static final double FLOAT64 = 1e-12;

    private final Api api;

    ExportTest(Api api) {
        this.api = api;
    }

    @BeforeAll
    void train() {
        var random = new Random(1);
        train("flowers", "float32", "categorical_cross_entropy", 3, "softmax",
                table(List.of("length", "width", "kind"), 60, row -> {
                    int kind = row % 3;
                    return List.of(kind * 2 + random.nextGaussian(), 3 - kind + random.nextGaussian(),
                            List.of("ash", "elm", "oak").get(kind));
                }), "");
        train("birds", "float64", "categorical_cross_entropy", 2, "softmax",
                table(List.of("is\"land", "Schnabellänge €", "mass", "outputs", "species"), 80, row -> {
                    var values = new ArrayList<Object>();
                    values.add(row % 7 == 0 ? null : List.of("a \"b\"", "Zürich", "c,d").get(row % 3));
                    values.add(row % 5 == 0 ? null : 40 + random.nextGaussian());
                    values.add(row % 11 == 0 ? null : 3000 + 500 * random.nextGaussian());
                    values.add(random.nextInt(4));
                    values.add(row % 2 == 0 ? "Adélie" : "say \"hi\"");
                    return values;
                }), "");
        train("cars", "float64", "mean_squared_error", 2, "identity",
                table(List.of("power", "origin", "mpg", "price"), 50, row -> List.of(100 + 30 * random.nextGaussian(),
                        row % 2 == 0 ? "usa" : "japan", 25 + 8 * random.nextGaussian(),
                        1e4 * random.nextDouble())),
                ", \"preprocessing\": {\"targets\": \"standard\", \"missing\": \"error\"}",
                "mpg", "price");
        train("yes", "float32", "binary_cross_entropy", 1, "sigmoid",
                table(List.of("a", "b", "answer"), 40, row -> List.of(random.nextGaussian(), random.nextGaussian(),
                        row % 2 == 0 ? "no" : "yes")),
                "");
        Trained.by(api,
                """
                        {"model": {"name": "export-xor", "loss": "binary_cross_entropy",
                                   "layers": [{"units": 4, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]},
                         "dataset": {"name": "export-xor", "features": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]},
                         "epochs": 20, "seed": 5}""");
        Trained.by(api,
                """
                        {"model": {"name": "export-graph", "precision": "float64", "graph": {"nodes": [
                            {"name": "size", "type": "input", "columns": ["length"], "size": 1},
                            {"name": "rest", "type": "input", "columns": ["width"], "size": 1},
                            {"name": "w", "type": "parameter", "shape": [2, 3]},
                            {"name": "b", "type": "parameter", "shape": [1, 3]},
                            {"name": "side", "type": "concat", "inputs": ["rest", "size"]},
                            {"name": "z", "type": "linear", "inputs": ["side", "w", "b"]},
                            {"name": "p", "type": "softmax", "inputs": ["z"]},
                            {"name": "y", "type": "input", "role": "target", "size": 3},
                            {"name": "loss", "type": "categorical_cross_entropy", "inputs": ["y", "p"]}]}},
                         "dataset": "export-flowers", "epochs": 5}""");
    }

    private interface RowMaker {
        List<Object> row(int index);
    }

    private static Map<String, Object> table(List<String> columns, int rows, RowMaker maker) {
        var table = new LinkedHashMap<String, Object>();
        table.put("columns", columns);
        table.put("rows", IntStream.range(0, rows).mapToObj(maker::row).toList());
        return table;
    }

    /** @param targets the last column if there are none */
    private void train(String name, String precision, String loss, int outputs, String activation,
            Map<String, Object> table, String settings, String... targets) {
        @SuppressWarnings("unchecked")
        var columns = (List<String>) table.get("columns");
        var wanted = targets.length == 0 ? List.of(columns.getLast()) : List.of(targets);
        var dataset = new LinkedHashMap<>(table);
        dataset.put("name", "export-" + name);
        dataset.put("columns", columns.stream()
                .map(column -> Map.of("name", column, "role", wanted.contains(column) ? "target" : "feature"))
                .toList());
        assertThat(api.post("/datasets", JSON.writeValueAsString(dataset)).status()).isEqualTo(201);
        Trained.by(api, """
                {"model": {"name": "export-%s", "precision": "%s", "loss": "%s",
                           "layers": [{"units": 6, "activation": "gelu"}, {"units": %d, "activation": "%s"}]},
                 "dataset": "export-%s", "epochs": 5, "seed": 3%s}""".formatted(
                name, precision, loss, outputs, activation, name, settings));
    }

    private HttpResponse<byte[]> export(String model, String query, String... headers) {
        var request = api.request("/models/" + model + "/versions/1/export" + query);
        return api.exchange((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private byte[] onnx(String model) {
        var answer = export(model, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** @param rows as JSON: null for a missing value */
    private void requireSameAsPredict(String model, String rows, double bound) {
        var given = (ArrayNode) JSON.readTree(rows);
        var predicted = api.post("/models/" + model + "/predict?version=1", "{\"rows\": " + rows + "}");
        assertThat(predicted.status()).as("%s", predicted.body()).isEqualTo(200);
        var columns = api.get("/models/" + model + "/versions/1/preprocessing").body().path("features");
        var inputs = new Rows(given.size());
        for (int c = 0; c < columns.size(); c++) {
            int column = c;
            var name = columns.get(c).path("column").asString();
            var values = given.valueStream().map(row -> row.get(column)).toList();
            if (columns.get(c).path("type").asString().equals("numeric")) {
                inputs.numbers(name, values.stream()
                        .mapToDouble(value -> value.isNull() ? Double.NaN : value.asDouble())
                        .toArray());
            } else {
                inputs.texts(name,
                        values.stream().map(value -> value.isNull() ? "" : value.asString()).toArray(String[]::new));
            }
        }
        try (var exported = new ExportedModel(onnx(model))) {
            requireSame(predicted.body(), exported.run(inputs), bound);
        }
    }

    private static void requireSame(JsonNode predicted, Map<String, Object> actual, double bound) {
        var taken = actual.containsKey("outputs_") ? "outputs_" : "outputs";
        var outputs = ExportedModel.numbers(actual.get(taken));
        assertThat(outputs.length).isEqualTo(predicted.path("outputs").size());
        for (int i = 0; i < outputs.length; i++) {
            for (int j = 0; j < outputs[i].length; j++) {
                double expected = predicted.path("outputs").get(i).get(j).asDouble();
                assertThat(Math.abs(outputs[i][j] - expected))
                        .as("row %s, output %s: %s instead of %s", i, j, outputs[i][j], expected)
                        .isLessThanOrEqualTo(bound * Math.max(1, Math.abs(expected)));
            }
        }
        assertThat(actual.containsKey("classes")).isEqualTo(!predicted.path("classes").isNull());
        if (actual.containsKey("classes")) {
            assertThat((long[]) actual.get("classes")).containsExactly(
                    predicted.path("classes").valueStream().mapToLong(JsonNode::asLong).toArray());
        }
        assertThat(actual.containsKey("label")).isEqualTo(!predicted.path("labels").isNull());
        if (actual.containsKey("label")) {
            assertThat((String[]) actual.get("label")).containsExactly(
                    predicted.path("labels").valueStream().map(JsonNode::asString).toArray(String[]::new));
        }
    }

    @Test
    void classesAndTheirNamesAreThoseOfPredict() {
        requireSameAsPredict("export-flowers", "[[0, 3], [2.5, 2], [4, 0.5], [-7, 1e6]]", FLOAT32);
    }

    @Test
    void missingUnknownAndQuotedValuesAreThoseOfPredict() {
        requireSameAsPredict("export-birds", """
                [["a \\"b\\"", 39.5, 3100, 1], ["Zürich", null, 2900, 0], [null, 41, null, 2], ["nowhere", 38, 3300, 3],
                 ["c,d", -1e9, 3000, 1]]""", FLOAT64);
    }

    @Test
    void numbersComeInTheTargetsOwnUnits() {
        requireSameAsPredict("export-cars", """
                [[90, "usa"], [150.5, "japan"], [0, "europe"]]""", FLOAT64);
    }

    @Test
    void oneOutputDecidesBetweenTwoClasses() {
        requireSameAsPredict("export-yes", "[[-3, 1], [0.5, 0.25], [3, -2], [0, 0]]", FLOAT32);
    }

    @Test
    void targetsWithoutNamesGiveClassesWithoutLabels() {
        requireSameAsPredict("export-xor", "[[0, 0], [0, 1], [1, 0], [1, 1]]", FLOAT32);
    }

    @Test
    void graphTakesTheColumnsThatItNames() {
        requireSameAsPredict("export-graph", "[[0, 3], [2.5, 2], [4, 0.5]]", FLOAT64);
    }

    @Test
    void tenThousandRowsHaveTheLabelsOfPredict() {
        var random = new Random(4);
        var rows = IntStream.range(0, 10_000)
                .mapToObj(_ -> "[" + random.nextGaussian() * 3 + "," + random.nextGaussian() * 3 + "]")
                .collect(Collectors.joining(",", "[", "]"));

        requireSameAsPredict("export-flowers", rows, FLOAT32);
    }

    @Test
    void rowThatPredictRefusesHasNoOutputsAndNoClass() {
        try (var flowers = new ExportedModel(onnx("export-flowers"));
                var cars = new ExportedModel(onnx("export-cars"))) {
            // Infinite after scaling in float32; a number that may not be missing.
            var infinite = flowers.run(new Rows(2).numbers("length", 1e300, 1).numbers("width", 1, 1));
            var missing = cars.run(new Rows(1).numbers("power", Double.NaN).texts("origin", "usa"));

            assertThat(ExportedModel.numbers(infinite.get("outputs"))[0]).containsOnly(Double.NaN);
            assertThat(((long[]) infinite.get("classes"))[0]).isEqualTo(-1);
            assertThat(((long[]) infinite.get("classes"))[1]).isNotEqualTo(-1);
            assertThat(((String[]) infinite.get("label"))[0]).isEmpty();
            assertThat(ExportedModel.numbers(missing.get("outputs"))[0]).containsOnly(Double.NaN);
        }
    }

    @Test
    void noRowsGiveNoOutputs() {
        try (var birds = new ExportedModel(onnx("export-birds"))) {
            var outputs = birds
                    .run(new Rows(0).texts("is\"land").numbers("Schnabellänge €").numbers("mass").numbers("outputs"));

            assertThat(ExportedModel.numbers(outputs.get("outputs_"))).isEmpty();
            assertThat((long[]) outputs.get("classes")).isEmpty();
            assertThat((String[]) outputs.get("label")).isEmpty();
        }
    }

    @Test
    void imagesAreOneInputWithTheScalingInside() {
        var random = new Random(2);
        var pixels = new byte[20 * 25];
        random.nextBytes(pixels);
        for (int i = 0; i < 20; i++) {
            pixels[25 * i] = 0;
        }
        var labels = new byte[20];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 3);
        }
        var uploaded = api.post("/datasets", Multipart.TYPE, new Multipart()
                .field("name", "export-images")
                .file("images", "images", Bytes.idx(new int[] {20, 5, 5}, pixels))
                .file("labels", "labels", Bytes.idx(new int[] {20}, labels))
                .end());
        assertThat(uploaded.status()).as("%s", uploaded.body()).isEqualTo(201);
        Trained.by(api, """
                {"model": {"name": "export-images", "loss": "categorical_cross_entropy",
                           "layers": [{"units": 8, "activation": "relu"}, {"units": 3, "activation": "softmax"}]},
                 "dataset": "export-images", "epochs": 3}""");
        var images = new double[pixels.length];
        for (int i = 0; i < images.length; i++) {
            images[i] = pixels[i] & 0xFF;
        }
        var rows = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            rows.add(IntStream.range(25 * i, 25 * i + 25).mapToObj(at -> String.valueOf(images[at]))
                    .collect(Collectors.joining(",", "[", "]")));
        }
        var predicted = api.post("/models/export-images/predict", "{\"rows\": " + rows + "}");

        try (var exported = new ExportedModel(onnx("export-images"))) {
            requireSame(predicted.body(), exported.run(new Rows(20).numbers("x", images)), FLOAT32);
        }
    }

    @Test
    void networkAloneTakesOneTensorAndUsesStandardOperatorsOnly() throws InvalidProtocolBufferException {
        var model = ModelProto.parseFrom(export("export-birds", "?inputs=encoded").body());

        assertThat(model.getOpsetImportList()).singleElement()
                .satisfies(set -> assertThat(set.getDomain()).isEmpty())
                .satisfies(set -> assertThat(set.getVersion()).isEqualTo(12));
        assertThat(model.getIrVersion()).isEqualTo(7);
        assertThat(model.getGraph().getInputList()).singleElement().satisfies(input -> assertThat(
                input.getType().getTensorType().getShape().getDim(1).getDimValue()).isEqualTo(6));
        assertThat(model.getGraph().getOutputList()).hasSize(1);
    }

    @Test
    void metadataSaysWhereTheFileComesFrom() throws InvalidProtocolBufferException {
        var version = api.get("/models/export-xor/versions/1").body();
        var dataset = api.get("/datasets/export-xor").body();

        var model = ModelProto.parseFrom(onnx("export-xor"));

        assertThat(model.getProducerName()).isEqualTo("chainrule");
        assertThat(model.getModelVersion()).isEqualTo(1);
        assertThat(model.getMetadataPropsList().stream().map(StringStringEntryProto::getKey)).containsExactly(
                "model", "version", "job", "weightsSha256", "dataset", "datasetSha256", "seed", "serviceVersion",
                "inputs");
        assertThat(model.getMetadataPropsList().stream().map(StringStringEntryProto::getValue)).contains(
                version.path("jobId").asString(), version.path("weightsSha256").asString(),
                dataset.path("sha256").asString(), "5", "columns");
    }

    @Test
    void whatWasDeletedIsLeftOutOfTheMetadata() throws InvalidProtocolBufferException {
        var job = Trained.by(api,
                """
                        {"model": {"name": "export-alone", "layers": [{"units": 1}], "loss": "huber"},
                         "dataset": {"name": "export-alone", "features": [[0], [1]], "targets": [[0], [1]]}, "epochs": 1, "seed": 8}""");

        assertThat(api.delete("/datasets/export-alone").status()).isEqualTo(204);
        assertThat(metadata("export-alone")).containsEntry("seed", "8").containsEntry("dataset", "export-alone")
                .doesNotContainKey("datasetSha256");
        assertThat(api.delete("/jobs/" + job.path("id").asString()).status()).isEqualTo(204);
        assertThat(metadata("export-alone")).containsEntry("job", job.path("id").asString())
                .doesNotContainKeys("seed", "dataset");
    }

    private Map<String, String> metadata(String model) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(onnx(model)).getMetadataPropsList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    }

    @Test
    void sameVersionGivesTheSameBytesWithTheirHashAsEtag() {
        for (var query : List.of("", "?inputs=encoded", "?format=json")) {
            var first = export("export-birds", query);
            var second = export("export-birds", query);

            assertThat(second.body()).isEqualTo(first.body());
            var etag = first.headers().firstValue("ETag").orElseThrow();
            assertThat(etag).isEqualTo('"' + Sha256.of(first.body()) + '"');
            assertThat(first.headers().firstValueAsLong("Content-Length")).hasValue(first.body().length);
            var unchanged = export("export-birds", query, "If-None-Match", etag);
            assertThat(unchanged.statusCode()).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(unchanged.headers().firstValue("ETag")).hasValue(etag);
        }
    }

    @Test
    void headHasTheHeadersOfTheFileAndNoBody() {
        var head = api.exchange(api.request("/models/export-xor/versions/newest/export")
                .method("HEAD", BodyPublishers.noBody())
                .build());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"export-xor-1.onnx\"");
        assertThat(head.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(onnx("export-xor").length);
    }

    @Test
    void jsonHasTheWeightsAndThePreprocessing() {
        var json = JSON.readTree(export("export-birds", "?format=json").body());
        var weights = api.get("/models/export-birds/versions/1/weights").body();

        assertThat(json.path("formatVersion").asInt()).isEqualTo(1);
        assertThat(json.path("columns").valueStream().map(column -> column.path("kind").asString()))
                .containsExactly("category", "number", "number", "number");
        assertThat(json.path("layers").get(0).path("weights")).isEqualTo(weights.path("layers").get(0).path("weights"));
        assertThat(json.path("layers").get(0).path("activation").asString()).isEqualTo("gelu");
        assertThat(json.path("labels").valueStream().map(JsonNode::asString)).containsExactly("Adélie", "say \"hi\"");
        assertThat(json.path("task").asString()).isEqualTo("multiclass");
    }

    @Test
    void jsonOfAGraphHasItsNodesInTheirOrder() {
        var graph = JSON.readTree(export("export-graph", "?format=json").body()).path("graph");

        assertThat(graph.path("output").asString()).isEqualTo("p");
        assertThat(graph.path("nodes").valueStream().map(node -> node.path("name").asString()))
                .containsExactly("size", "rest", "w", "b", "side", "z", "p");
        assertThat(graph.path("nodes").get(0).path("columns").get(0).asInt()).isZero();
    }

    @Test
    void whatCannotBeExportedIsNamed() {
        assertThat(api.get("/models/export-xor/versions/7/export").status()).isEqualTo(404);
        assertThat(api.get("/models/export-none/versions/1/export").status()).isEqualTo(404);
        assertThat(api.get("/models/export-xor/versions/1/export?format=pmml").pointers()).containsExactly("?format");
        assertThat(api.get("/models/export-xor/versions/1/export?inputs=rows").pointers()).containsExactly("?inputs");
        assertThat(api.get("/models/export-xor/versions/1/export?format=json&inputs=encoded").pointers())
                .containsExactly("?inputs");
    }

    @Test
    void modelThatHasNoVersionIsAConflict() {
        api.post("/models", """
                {"name": "export-untrained", "layers": [{"units": 1}], "loss": "huber"}""");

        assertThat(api.get("/models/export-untrained/versions/newest/export").status()).isEqualTo(409);
    }
}
