package dev.chainrule.explain.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.context.TestPropertySource;

/** Requests that would take too long or too much memory are refused before they start. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.cost-surface.max-rows=300", "chainrule.cost-surface.max-memory=6168B",
    "chainrule.cost-surface.max-work=25000", "chainrule.model.max-parameters=1000"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CostSurfaceLimitsTest {
    private final Api api;

    CostSurfaceLimitsTest(Api api) {
        this.api = api;
    }

    @BeforeAll
    void create() {
        api.post("/models", """
                {"name": "line", "inputs": 1, "layers": [{"units": 1}], "loss": "mean_squared_error"}""");
        api.post("/datasets", "{\"name\": \"many\", \"features\": " + Collections.nCopies(301, "[1]")
                + ", \"targets\": " + Collections.nCopies(301, "[1]") + "}");
    }

    private Answer post(String data, int steps) {
        return post("line", data, steps);
    }

    private Answer post(String model, String data, int steps) {
        return api.post("/cost-surfaces", "{\"model\": \"" + model + "\", " + data + ", \"steps\": " + steps + ", "
                + "\"x\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": -15, \"to\": 15},"
                + "\"y\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -15, \"to\": 15}}");
    }

    private static String rows(int count) {
        return "\"rows\": " + Collections.nCopies(count, "1") + ", \"targets\": " + Collections.nCopies(count, "1");
    }

    @Test
    void rowsBeyondTheLimitAreRefused() {
        assertThat(post("\"dataset\": \"many\"", 2).pointers()).containsExactly("/dataset");
        assertThat(post(rows(301), 2).pointers()).containsExactly("/rows", "/targets");
    }

    /** 1 input, 1 target and z: 24 bytes a row; C: 8 bytes; 2 parameters: 16 bytes. 256 rows at a time take 6168 bytes. */
    @Test
    void theLimitOfMemoryIsThatOfOneBlockHoweverManyRowsThereAre() {
        assertThat(post(rows(256), 2).status()).isEqualTo(200);
        assertThat(post(rows(300), 2).status()).isEqualTo(200);
    }

    /** 2 inputs, 1 target and z: 32 bytes a row; C: 8 bytes; 3 parameters: 24 bytes. 191 rows take 6144 bytes. */
    @Test
    void aModelWhoseBlockTakesMoreMemoryThanAllowedIsRefused() {
        api.post("/models",
                """
                        {"name": "plane", "inputs": 2, "layers": [{"units": 1}], "loss": "mean_squared_error"}""");
        assertThat(post("plane", pairs(191), 2).status()).isEqualTo(200);

        var refused = post("plane", pairs(192), 2);

        assertThat(refused.pointers()).containsExactly("/model");
        assertThat(refused.body().path("detail").asString())
                .contains("takes 6176 bytes for its parameters and 192 rows at a time, more than the 6168");
        api.post("/models",
                """
                        {"name": "wide", "inputs": 1, "layers": [{"units": 300}, {"units": 1}], "loss": "mean_squared_error"}""");
        assertThat(post("wide", rows(1), 2).pointers()).containsExactly("/model");
    }

    private static String pairs(int count) {
        return "\"rows\": " + Collections.nCopies(count, "[1, 2]") + ", \"targets\": "
                + Collections.nCopies(count, "1");
    }

    @Test
    void aModelThatLeavesItsInputsOpenGetsNoMoreParametersThanAModelMayHave() {
        api.post("/models", "{\"name\": \"open\", \"layers\": [{\"units\": 10}], \"loss\": \"huber\"}");

        var answer = post(
                "open", "\"rows\": [" + Collections.nCopies(100, "1") + "], \"targets\": [["
                        + "1, ".repeat(9) + "1]]",
                2);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/model/layers");
    }

    /** One multiplication by the weight, and a loss of two numbers, which count 8 each: 17 for each row at each point. */
    @Test
    void workBeyondTheLimitIsRefusedWithThePossibleNumberOfSteps() {
        var tooMuch = post(rows(10), 13);

        assertThat(tooMuch.status()).isEqualTo(422);
        assertThat(tooMuch.pointers()).containsExactly("/steps");
        assertThat(tooMuch.body().path("detail").asString()).contains("169 points of 10 rows", "at most 12 steps");
        assertThat(post(rows(10), 12).status()).isEqualTo(200);
    }
}
