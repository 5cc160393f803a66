package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The cost curve as a picture over HTTP. */
@ServiceTest
class EpochChartApiTest {
    private final Api api;
    private final JdbcClient database;

    EpochChartApiTest(Api api, JdbcClient database) {
        this.api = api;
        this.database = database;
    }

    private HttpResponse<byte[]> picture(String path, String... headers) {
        var request = api.request("/jobs/" + path);
        return api.exchange((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void curveIsAnsweredAsSvg() throws Exception {
        var id = submit(api, xor("\"epochs\": 100, \"seed\": 1, \"validation\": {\"fraction\": 0.5}"));
        var job = ended(api, id);

        var answer = picture(id + "/cost.svg");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("image/svg+xml");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(answer.headers().allValues("ETag")).hasSize(1);
        assertThat(text(answer))
                .contains(job.path("model").path("name").asString() + " on " + job.path("dataset").asString())
                .contains("SUCCEEDED, epoch 100 of 100")
                .contains("validation cost")
                .contains("best: epoch " + job.path("best").path("epoch").asInt());
        assertThat(text(picture(id + "/cost.svg?scale=log"))).isNotEqualTo(text(answer));
    }

    @Test
    void accuracyOfAClassificationHasACurve() throws Exception {
        var id = submit(api, xor("\"epochs\": 20, \"validation\": {\"fraction\": 0.5}"));
        ended(api, id);

        var answer = picture(id + "/accuracy.svg");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer)).contains(">accuracy<", ">validation accuracy<");
        assertThat(picture(id + "/accuracy.png").statusCode()).isEqualTo(200);
        assertThat(api.get("/jobs/" + id + "/mae.svg").status()).isEqualTo(404);
        assertThat(api.get("/jobs/" + id + "/r2.png").body().path("detail").asString()).contains("have no r2");
        assertThat(api.get("/jobs/" + id + "/gradientNorm.svg").status()).isEqualTo(404);
    }

    @Test
    void errorOfARegressionHasACurve() throws Exception {
        var id = submit(api, """
                {"model": {"layers": [{"units": 1}], "loss": "mean_squared_error"},
                 "dataset": {"features": [[1], [2]], "targets": [[1], [3]]}, "epochs": 5}""");
        ended(api, id);

        assertThat(text(picture(id + "/mae.svg"))).contains(">mean absolute error<");
        assertThat(text(picture(id + "/r2.svg"))).contains(">R²<");
        assertThat(api.get("/jobs/" + id + "/accuracy.svg").status()).isEqualTo(404);
    }

    @Test
    void aJobThatDivergedSaysSoInItsPicture() throws Exception {
        var id = submit(api, """
                {"model": {"layers": [{"units": 1}], "loss": "mean_squared_error"},
                 "dataset": {"features": [[1], [2]], "targets": [[1], [3]]}, "epochs": 5,
                 "optimizer": {"type": "sgd", "learningRate": 1e200}}""");
        assertThat(ended(api, id).path("stopReason").asString()).isEqualTo("DIVERGED");

        var answer = text(picture(id + "/cost.svg"));

        assertThat(answer).contains("FAILED, epoch 0 of 5", ">diverged<", "no longer finite in epoch 1");
    }

    @ParameterizedTest
    @CsvSource({"'', 800, 500", "?width=200&height=2000, 200, 2000", "?width=2000&height=200&scale=log, 2000, 200"})
    void curveIsAnsweredAsPng(String query, int width, int height) throws Exception {
        var id = submit(api, xor("\"epochs\": 3"));
        ended(api, id);

        var answer = picture(id + "/cost.png" + query, "Accept", "image/*,*/*;q=0.8");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
        var image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
    }

    @Test
    void aJobWithoutEpochsHasAPictureThatSaysSo() throws Exception {
        var job = StoredJobs.failedBeforeItsFirstEpoch(database);
        try {
            var answer = picture(job + "/cost.svg?scale=log");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(text(answer)).contains("never on trained", "FAILED", "for the test", "No epoch was completed");
            assertThat(picture(job + "/cost.png").statusCode()).isEqualTo(200);
        } finally {
            StoredJobs.delete(database, job);
        }
    }

    @Test
    void unchangedPictureIsAnsweredWith304() throws Exception {
        var id = submit(api, xor("\"epochs\": 3"));
        ended(api, id);
        var etag = picture(id + "/cost.svg").headers().firstValue("ETag").orElseThrow();

        assertThat(picture(id + "/cost.svg", "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(picture(id + "/cost.svg", "If-None-Match", "W/\"RUNNING-2-1\"").statusCode()).isEqualTo(200);
    }

    @Test
    void aCostOf0HasNoPlaceOnALogarithmicScale() throws Exception {
        var id = submit(api, """
                {"model": {"layers": [{"units": 1, "activation": "identity", "initializer": "zeros"}],
                           "loss": "mean_squared_error"},
                 "dataset": {"features": [[1], [2]], "targets": [[0], [0]]}, "epochs": 2,
                 "preprocessing": {"targets": "none"}}""");
        assertThat(ended(api, id).path("latest").path("cost").asDouble()).isZero();

        var answer = api.get("/jobs/" + id + "/cost.svg?scale=log");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("?scale");
        assertThat(picture(id + "/cost.svg?scale=linear").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cost.svg", "cost.png"})
    void invalidPictureSettingIsRefused(String file) {
        var id = submit(api, xor("\"epochs\": 3"));
        ended(api, id);
        var path = "/jobs/" + id + "/" + file;

        for (var wrong : List.of("199", "2001", "-1", "wide")) {
            assertThat(api.get(path + "?width=" + wrong).pointers()).as(wrong).containsExactly("?width");
        }
        var answer = api.get(path + "?width=199&height=2001&scale=LOG");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("?width", "?height", "?scale");
        assertThat(api.get("/jobs/" + UUID.randomUUID() + "/" + file).status()).isEqualTo(404);
        assertThat(api.get("/jobs/none/" + file).status()).isEqualTo(404);
        assertThat(api.send(api.request(path).header("Accept", "application/json")).status()).isEqualTo(406);
        assertThat(api.post(path, "{}").status()).isEqualTo(405);
    }
}
