package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trained versions: their answers, and weights that read back to the same bits. */
@ServiceTest
class VersionTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Api api;
    private final JdbcClient database;

    VersionTest(Api api, JdbcClient database) {
        this.api = api;
        this.database = database;
    }

    private JsonNode train(String model, String precision, int epochs) {
        return Trained.by(api, """
                {"model": {"name": "%s", "precision": "%s", "loss": "binary_cross_entropy", "layers": [
                    {"units": 5, "activation": "tanh"}, {"units": 3, "activation": "selu", "bias": false},
                    {"units": 1, "activation": "sigmoid"}]},
                 "dataset": {"name": "xor", "features": [[0,0],[0,1],[1,0],[1,1]], "targets": [[0],[1],[1],[0]]},
                 "epochs": %d, "seed": 3}""".formatted(model, precision, epochs));
    }

    /** The bytes that the fingerprint is of: layer after layer weights, then biases. */
    private static byte[] littleEndian(JsonNode weights, String precision) {
        var bytes = new ByteArrayOutputStream();
        for (var layer : weights.path("layers")) {
            for (var row : layer.path("weights")) {
                row.forEach(number -> write(number, precision, bytes));
            }
            layer.path("biases").forEach(number -> write(number, precision, bytes));
        }
        return bytes.toByteArray();
    }

    private static void write(JsonNode number, String precision, ByteArrayOutputStream out) {
        var buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        if (precision.equals("float32")) {
            buffer.putFloat(Float.parseFloat(number.toString()));
        } else {
            buffer.putDouble(Double.parseDouble(number.toString()));
        }
        out.write(buffer.array(), 0, buffer.position());
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "float64"})
    void weightsReadBackToTheirFingerprint(String precision) throws NoSuchAlgorithmException {
        var job = train("bits-" + precision, precision, 25);

        var weights = api.get("/models/bits-" + precision + "/versions/1/weights").body();

        var bytes = littleEndian(weights, precision);
        int parameters = 2 * 5 + 5 + 5 * 3 + 3 + 1;
        assertThat(bytes).hasSize(parameters * (precision.equals("float32") ? 4 : 8));
        var sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(sha256).isEqualTo(job.path("weightsSha256").asString());
        assertThat(sha256).isEqualTo(
                api.get("/models/bits-" + precision + "/versions/1").body().path("weightsSha256").asString());
    }

    @Test
    void aLayerWithoutBiasHasNoBiases() {
        train("no-bias", "float32", 1);

        var layers = api.get("/models/no-bias/versions/1/weights").body().path("layers");

        assertThat(layers).hasSize(3);
        assertThat(layers.get(0).path("weights")).hasSize(2);
        assertThat(layers.get(0).path("weights").get(0)).hasSize(5);
        assertThat(layers.get(0).path("biases")).hasSize(5);
        assertThat(layers.get(1).path("biases").toString()).isEqualTo("[]");
    }

    @Test
    void everyJobThatSucceedsMakesAVersion() {
        var first = train("often", "float32", 1);
        var second = train("often", "float32", 2);
        var third = train("often", "float32", 3);

        assertThat(third.path("model")).isEqualTo(JSON.readTree("{\"name\": \"often\", \"version\": 3}"));
        assertThat(api.get("/models/often").body().path("versions")).isEqualTo(JSON.readTree("[1, 2, 3]"));
        var version = api.get("/models/often/versions/2").body();
        assertThat(version.path("jobId").asString()).isEqualTo(second.path("id").asString());
        assertThat(version.path("epoch").asInt()).isEqualTo(2);
        assertThat(version.path("inputs").asInt()).isEqualTo(2);
        assertThat(version.path("metrics")).isEqualTo(second.path("latest"));
        assertThat(version.path("weightsSha256")).isEqualTo(second.path("weightsSha256"));
        assertThat(first.path("weightsSha256")).isNotEqualTo(second.path("weightsSha256"));
    }

    /** A learning rate that is too large: the first epoch is the best. */
    @ParameterizedTest
    @CsvSource({"'', 4", "', \"earlyStopping\": {\"patience\": 100}', 1"})
    void versionSaysItsEpochAndTheBestOne(String earlyStopping, int kept) {
        var job = Trained.by(api,
                """
                        {"model": {"name": "epoch-%d", "loss": "mean_squared_error", "layers": [{"units": 1, "weights": [[0]]}]},
                         "dataset": {"features": [[1], [1]], "targets": [[1], [1]]}, "epochs": 4, "batchSize": "full",
                         "optimizer": {"type": "sgd", "learningRate": 1.5}%s}"""
                        .formatted(kept, earlyStopping));

        assertThat(job.path("best").path("epoch").asInt()).isEqualTo(1);
        assertThat(job.path("kept").path("epoch").asInt()).isEqualTo(kept);
        var version = api.get("/models/epoch-" + kept + "/versions/1").body();
        assertThat(version.path("epoch").asInt()).isEqualTo(kept);
        assertThat(version.path("bestEpoch").asInt()).isEqualTo(1);
        assertThat(version.path("metrics")).isEqualTo(job.path("kept"));
    }

    @Test
    void versionsAreListedPageByPageTheNewestFirst() {
        train("listed", "float32", 1);
        train("listed", "float32", 1);
        train("listed", "float32", 1);

        var first = api.get("/models/listed/versions?limit=2").body();
        var rest = api.get("/models/listed/versions?limit=2&cursor=" + first.path("nextCursor").asString()).body();

        assertThat(first.path("data").valueStream().map(version -> version.path("version").asInt())).containsExactly(3,
                2);
        assertThat(rest.path("data").valueStream().map(version -> version.path("version").asInt())).containsExactly(1);
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        assertThat(api.get("/models/listed/versions?cursor=x").pointers()).containsExactly("?cursor");
    }

    @Test
    void unknownVersionIsNotFound() {
        train("single", "float32", 1);

        for (var path : List.of("/models/single/versions/2", "/models/single/versions/0",
                "/models/single/versions/2/weights")) {
            var answer = api.get(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().path("detail").asString()).startsWith("The model \"single\" has no version ");
        }
    }

    @Test
    void preprocessingIsReadWithoutTheWeights() {
        train("weightless", "float32", 1);
        database.sql(
                """
                        delete from content_chunk where content_id in (
                            select weights_id from model_version v join model m on m.id = v.model_id where m.name = 'weightless')""")
                .update();

        var preprocessing = api.get("/models/weightless/versions/1/preprocessing");

        assertThat(preprocessing.status()).isEqualTo(200);
        assertThat(preprocessing.body().path("features")).hasSize(2);
        assertThat(api.get("/models/weightless/versions/1/weights").status()).isEqualTo(500);
    }

    @Test
    void deletingAModelDeletesItsVersions() {
        train("deleted", "float32", 1);

        assertThat(api.delete("/models/deleted").status()).isEqualTo(204);

        assertThat(api.get("/models/deleted/versions/1").status()).isEqualTo(404);
        train("deleted", "float32", 1);
        assertThat(api.get("/models/deleted").body().path("versions")).isEqualTo(JSON.readTree("[1]"));
    }

    @Test
    void theNewestVersionAnswersAlsoWhenAnOlderOneIsInMemory() {
        train("retrained", "float64", 1);
        var first = predict("retrained");
        train("retrained", "float64", 50);

        var newest = predict("retrained");

        assertThat(newest.path("version").asInt()).isEqualTo(2);
        assertThat(newest.path("outputs")).isNotEqualTo(first.path("outputs"));
        assertThat(predict("retrained")).as("from memory").isEqualTo(newest);
        var named = api.post("/models/retrained/predict?version=1", "{\"rows\": [[0, 1]]}").body();
        assertThat(named.path("version").asInt()).isEqualTo(1);
        assertThat(named.path("outputs")).isEqualTo(first.path("outputs"));
        assertThat(api.delete("/models/retrained").status()).isEqualTo(204);
        assertThat(api.post("/models/retrained/predict", "{\"rows\": [[0, 1]]}").status()).isEqualTo(404);
    }

    private JsonNode predict(String model) {
        return api.post("/models/" + model + "/predict", "{\"rows\": [[0, 1]]}").body();
    }

    @Test
    void deletedVersionIsNotFoundAndItsNumberIsNotUsedAgain() {
        train("deleted", "float32", 1);
        train("deleted", "float32", 2);
        var rows = "{\"rows\": [[0, 1]]}";

        assertThat(api.delete("/models/deleted/versions/2").status()).isEqualTo(204);

        assertThat(api.get("/models/deleted").body().path("versions")).isEqualTo(JSON.readTree("[1]"));
        assertThat(api.get("/models/deleted/versions/2").status()).isEqualTo(404);
        assertThat(api.get("/models/deleted/versions/2/weights").status()).isEqualTo(404);
        assertThat(api.delete("/models/deleted/versions/2").status()).isEqualTo(404);
        assertThat(api.post("/models/deleted/predict", rows).body().path("version").asInt()).as("the newest left")
                .isEqualTo(1);
        assertThat(train("deleted", "float32", 3).path("model").path("version").asInt()).isEqualTo(3);
        api.delete("/models/deleted/versions/1");
        api.delete("/models/deleted/versions/3");
        assertThat(api.post("/models/deleted/predict", rows).status()).as("none is left").isEqualTo(409);
    }
}
