package dev.chainrule.explain.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Decision boundaries over HTTP. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionBoundaryTest {
    private static final String PATH = "/models/corner/versions/1/decision-boundary";

    private static final int LIGHT_BLUE = 0xbcd6e9;
    private static final int LIGHT_ORANGE = 0xffd9b7;

    private final Api api;

    DecisionBoundaryTest(Api api) {
        this.api = api;
    }

    /** Learns that the class is "warm" where a + b is above 1. */
    @BeforeAll
    void train() {
        api.post("/datasets",
                """
                        {"name": "corners", "columns": [{"name": "a"}, {"name": "b"}, {"name": "c", "role": "target"}],
                         "rows": [[0, 0, "cold"], [0.2, 0.2, "cold"], [1, 1, "warm"], [0.8, 0.8, "warm"], [0.1, 0.1, "warm"]]}""");
        train("corner", "corners", "{\"units\": 2, \"activation\": \"softmax\"}", "categorical_cross_entropy");
    }

    private void train(String model, String dataset, String layer, String loss) {
        var job = api.post("/jobs", """
                {"model": {"name": "%s", "layers": [%s], "loss": "%s"}, "dataset": "%s", "epochs": 200,
                 "optimizer": {"type": "adam", "learningRate": 0.1}, "seed": 1}"""
                .formatted(model, layer, loss, dataset));
        assertThat(job.status()).as(job.body().toString()).isEqualTo(202);
        assertThat(api.get("/jobs/" + job.body().path("id").asString() + "?wait=60").body().path("state").asString())
                .isEqualTo("SUCCEEDED");
    }

    private HttpResponse<byte[]> picture(String path) {
        return api.exchange(api.request(path).build());
    }

    @Test
    void theClassesAreAreasBelowTheRowsOfTheDataset() throws Exception {
        var answer = picture(PATH + ".svg?dataset=corners");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        var svg = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(svg).contains("Classes by corner, version 1",
                "4 of 5 rows of corners have the predicted class; crosses have another", ">a<", ">cold<",
                ">warm<");
        var areas = areas(svg);
        int last = areas.getWidth() - 1;
        assertThat(areas.getRGB(0, last) & 0xffffff).as("a and b are lowest").isEqualTo(LIGHT_BLUE);
        assertThat(areas.getRGB(last, 0) & 0xffffff).as("a and b are highest").isEqualTo(LIGHT_ORANGE);
    }

    private static BufferedImage areas(String svg) throws Exception {
        var data = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(svg);
        assertThat(data.find()).isTrue();
        return ImageIO.read(new ByteArrayInputStream(Base64.getMimeDecoder().decode(data.group(1))));
    }

    @Test
    void aPngHasTheSizeThatIsAskedFor() throws Exception {
        var image = ImageIO.read(new ByteArrayInputStream(
                picture(PATH + ".png?dataset=corners&width=320&height=240").body()));

        assertThat(image.getWidth()).isEqualTo(320);
        assertThat(image.getHeight()).isEqualTo(240);
    }

    @Test
    void aVersionThatPredictsNumbersHasNone() {
        api.post("/datasets", """
                {"name": "sums", "features": [[0, 0], [1, 1]], "targets": [[0], [2]]}""");
        train("summed", "sums", "{\"units\": 1}", "mean_squared_error");

        var answer = api.get("/models/summed/versions/1/decision-boundary.svg?dataset=sums");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("detail").asString()).contains("does not predict one of several classes");
    }

    @Test
    void aVersionWithAnotherNumberOfFeaturesHasNone() {
        api.post("/datasets", """
                {"name": "lines", "features": [[0], [1]], "targets": [[0], [1]]}""");
        train("lined", "lines", "{\"units\": 1, \"activation\": \"sigmoid\"}", "binary_cross_entropy");

        var answer = api.get("/models/lined/versions/1/decision-boundary.svg?dataset=lines");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("detail").asString()).contains("has 1 feature columns", "exactly two");
    }

    @Test
    void unknownDatasetOrUnfittingVersionIsRefused() {
        api.post("/datasets", """
                {"name": "others", "features": [[0, 1], [1, 0]], "targets": [[0], [1]]}""");

        assertThat(api.get(PATH + ".svg").pointers()).containsExactly("?dataset");
        assertThat(api.get(PATH + ".svg?dataset=others&width=1").pointers()).containsExactly("?width");
        var unfit = api.get(PATH + ".png?dataset=others");
        assertThat(unfit.status()).isEqualTo(422);
        assertThat(unfit.pointers()).containsOnly("?dataset");
        assertThat(api.get(PATH + ".svg?dataset=nowhere").status()).isEqualTo(404);
        assertThat(api.get("/models/corner/versions/9/decision-boundary.svg?dataset=corners").status()).isEqualTo(404);
    }
}
