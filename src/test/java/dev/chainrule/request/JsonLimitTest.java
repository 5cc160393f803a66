package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** JSON is held in memory as a tree, so its size is limited. */
@ServiceTest
@TestPropertySource(properties = "chainrule.request.max-json=1KB")
class JsonLimitTest {
    private static final String[] CALLS = {
        "/models", "/models/validate", "/models/any/predict", "/models/any/evaluate", "/jobs"
    };

    private final Api api;

    JsonLimitTest(Api api) {
        this.api = api;
    }

    /** A valid model of this length. */
    private static String model(int bytes) {
        var model = "{\"layers\": [{\"units\": 1}], \"loss\": \"huber\"}";
        return model + " ".repeat(bytes - model.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 1025, 100_000, 20_000_000})
    void aDeclaredLengthBeyondTheLimitIsTooLarge(int bytes) {
        for (var call : CALLS) {
            var answer = api.post(call, model(bytes));

            assertThat(answer.status() == 413).as("%s: %s", call, answer.body()).isEqualTo(bytes > 1024);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 1025, 100_000, 20_000_000})
    void chunksBeyondTheLimitAreTooLarge(int bytes) {
        for (var call : CALLS) {
            var answer = api.post(
                    call,
                    "application/json",
                    BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(model(bytes).getBytes(StandardCharsets.UTF_8))));

            assertThat(answer.status() == 413).as("%s: %s", call, answer.body()).isEqualTo(bytes > 1024);
        }
    }

    @Test
    void tooLargeBodyIsRefusedWithTheLimit() {
        var answer = api.post("/models", model(2000));

        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/too-large");
        assertThat(answer.body().path("detail").asString())
                .isEqualTo("The body has more than the 1024 bytes allowed here");
    }

    @Test
    void uploadsOfDatasetsHaveALimitOfTheirOwn() {
        var answer = api.post("/datasets", """
                {"name": "long", "features": [[1]], "targets": [[1]]}""" + " ".repeat(2000));

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }
}
