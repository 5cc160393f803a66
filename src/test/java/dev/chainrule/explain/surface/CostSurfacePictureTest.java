package dev.chainrule.explain.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** Cost surfaces as pictures over HTTP. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CostSurfacePictureTest {
    private static final String AXES =
            "\"x\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": %s, \"to\": 15},"
                    + "\"y\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -15, \"to\": 15}, \"steps\": 20";

    private static final String INVERTER =
            "{\"model\": \"drawn\", \"rows\": [0, 1], \"targets\": [1, 0], " + AXES.formatted("-15");

    private static final String BOTH = ", \"losses\": [\"mean_squared_error\", \"binary_cross_entropy\"]}";

    private final Api api;

    CostSurfacePictureTest(Api api) {
        this.api = api;
    }

    @BeforeAll
    void create() {
        api.post("/models", """
                {"name": "drawn", "inputs": 1, "layers": [{"units": 1, "activation": "sigmoid"}],
                 "loss": "mean_squared_error"}""");
        api.post("/models", """
                {"name": "drawn-line", "inputs": 1, "precision": "float64", "layers": [{"units": 1}],
                 "loss": "mean_squared_error"}""");
    }

    private HttpResponse<byte[]> picture(String accept, String query, String body) {
        return api.exchange(api.request("/cost-surfaces" + query).header("Content-Type", "application/json")
                .header("Accept", accept).POST(BodyPublishers.ofString(body)).build());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Document parsed(HttpResponse<byte[]> answer) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body()));
    }

    @Test
    void surfacesStandSideBySideInAnSvgThatIsWellFormed() throws Exception {
        var answer = picture("image/svg+xml", "", INVERTER + BOTH);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("image/svg+xml");
        var root = parsed(answer).getDocumentElement();
        assertThat(root.getLocalName()).isEqualTo("svg");
        assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 1120 500");
        assertThat(root.getElementsByTagName("image").getLength()).isEqualTo(2);
        assertThat(text(answer))
                .contains("Cost of drawn, initial parameters, over W1[0, 0] and b1[0]")
                .contains("mean_squared_error", "binary_cross_entropy", "lowest: ")
                .doesNotContain("path of the job");
        assertThat(picture("image/svg+xml", "", INVERTER + BOTH).body()).isEqualTo(answer.body());
    }

    @ParameterizedTest
    @CsvSource({"'', 560, 500", "?width=200&height=2000, 200, 2000", "?width=2000, 2000, 500"})
    void aPngHasTheSizeThatIsAskedFor(String query, int width, int height) throws Exception {
        var answer = picture("image/png", query, INVERTER + "}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(answer.body()).startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
        var image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
    }

    @Test
    void moreSurfacesThanStandSideBySideMakeASecondRow() throws Exception {
        var answer = picture("image/png", "", INVERTER + ", \"losses\": [\"mean_squared_error\","
                + " \"half_mean_squared_error\", \"mean_absolute_error\", \"huber\", \"binary_cross_entropy\"]}");

        var image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(image.getWidth()).isEqualTo(1680);
        assertThat(image.getHeight()).isEqualTo(1000);
        assertThat(image.getRGB(1679, 999)).as("the panel that is left over is white").isEqualTo(0xffffffff);
    }

    /** Costs that are finite nowhere, only in part, everywhere the same, and near the largest number there is. */
    @ParameterizedTest
    @CsvSource({"1e200, 1", "1e200, 0", "0, 0", "1e153, 0"})
    void constantHugeAndNonFiniteSurfacesAreDrawn(String row, String from) throws Exception {
        var body =
                "{\"model\": \"drawn-line\", \"rows\": [" + row + "], \"targets\": [0], " + AXES.formatted(from) + "}";

        for (var accept : new String[] {"image/svg+xml", "image/png"}) {
            var answer = picture(accept, "", body);
            assertThat(answer.statusCode()).as("%s", text(answer)).isEqualTo(200);
            if (accept.equals("image/png")) {
                assertThat(ImageIO.read(new ByteArrayInputStream(answer.body())).getHeight()).isEqualTo(500);
            } else {
                var svg = text(answer).replaceAll("base64,[^\"]*", "");
                assertThat(svg).contains("<svg").doesNotContain("NaN").doesNotContain("Infinity");
            }
        }
    }

    @Test
    void acceptAnyIsAnsweredWithJson() throws Exception {
        var answer = picture("*/*", "", INVERTER + "}");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(picture("text/html", "", INVERTER + "}").statusCode()).isEqualTo(406);
    }

    @Test
    void invalidPictureRequestIsAProblem() throws Exception {
        for (var accept : new String[] {"image/svg+xml", "image/png"}) {
            var answer = picture(accept, "", INVERTER + ", \"losses\": []}");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        assertThat(text(picture("image/png", "?width=199&height=2001", INVERTER + "}")))
                .contains("?width", "?height");
    }
}
