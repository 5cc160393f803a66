package dev.chainrule.sweep;

import static dev.chainrule.sweep.Sweeps.ended;
import static dev.chainrule.sweep.Sweeps.submit;
import static dev.chainrule.sweep.Sweeps.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Sweeps as pictures over HTTP. */
@ServiceTest
class SweepChartTest {
    private final Api api;

    SweepChartTest(Api api) {
        this.api = api;
    }

    private HttpResponse<byte[]> picture(String path, String... headers) {
        var request = api.request("/sweeps/" + path);
        return api.exchange((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private String svg(String path) throws Exception {
        var answer = picture(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void everyVariedPlaceIsAPanelLabelledByItsValues() throws Exception {
        var id = submit(api, xor("\"epochs\": 20", "\"grid\": {\"optimizer.learningRate\": [0.001, 0.1, 3],"
                + " \"model.layers.0.activation\": [\"tanh\", \"relu\"], \"epochs\": [7]}"));
        ended(api, id);

        var svg = svg(id + "/chart.svg");

        assertThat(svg).contains("Sweep by cost", "SUCCEEDED, 6 of 6 jobs ended", ">optimizer.learningRate<",
                ">model.layers.0.activation<", ">0.001<", ">0.1<", ">3<", ">tanh<", ">relu<", "best of each value");
        assertThat(svg).as("it is not varied").doesNotContain(">epochs<");
        assertThat(svg(id + "/chart.svg?scale=log")).isNotEqualTo(svg);
    }

    @Test
    void jobsThatFailedAreCountedAndMarked() throws Exception {
        var id = submit(api, xor("\"epochs\": 5", "\"grid\": {\"optimizer.learningRate\": [0.1, 1e300]}"));
        ended(api, id);

        assertThat(svg(id + "/chart.svg")).contains("2 of 2 jobs ended, 1 of them failed", ">failed<");
    }

    @Test
    void withoutAGridTheRestartsAreThePanel() throws Exception {
        var id = submit(api, xor("\"epochs\": 5", "\"restarts\": 3"));
        ended(api, id);

        assertThat(svg(id + "/chart.svg")).contains(">restart<", ">0<", ">1<", ">2<");
    }

    @Test
    void aPngHasTheSizeThatIsAskedForAndIsNotSentAgainUnchanged() throws Exception {
        var id = submit(api, xor("\"epochs\": 5", "\"grid\": {\"optimizer.learningRate\": [0.1, 1]}"));
        ended(api, id);

        var answer = picture(id + "/chart.png?width=300&height=200");

        var image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(image.getWidth()).isEqualTo(300);
        assertThat(image.getHeight()).isEqualTo(200);
        var etag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(picture(id + "/chart.png", "If-None-Match", etag).statusCode()).isEqualTo(304);
    }

    @Test
    void chartThatCannotBeDrawnIsRefused() {
        var id = submit(api, xor("\"epochs\": 5", "\"grid\": {\"optimizer.learningRate\": [0.1, 1]}"));
        ended(api, id);

        assertThat(api.get("/sweeps/" + id + "/chart.svg?width=199&height=2001&scale=LOG").pointers())
                .containsExactlyInAnyOrder("?width", "?height", "?scale");
        assertThat(api.get("/sweeps/" + UUID.randomUUID() + "/chart.svg").status()).isEqualTo(404);
        assertThat(api.get("/sweeps/none/chart.png").status()).isEqualTo(404);
    }
}
