package dev.chainrule.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.context.TestPropertySource;

/** What would take too long or too much memory is refused before it begins. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.cost-surface.max-rows=100", "chainrule.cost-surface.max-memory=2KB",
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
        api.post("/datasets", "{\"name\": \"many\", \"features\": " + Collections.nCopies(101, "[1]")
                + ", \"targets\": " + Collections.nCopies(101, "[1]") + "}");
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
    void thereIsALimitOfRows() {
        assertThat(post("\"dataset\": \"many\"", 2).pointers()).containsExactly("/dataset");
        assertThat(post(rows(101), 2).pointers()).containsExactly("/rows", "/targets");
    }

    @Test
    void thereIsALimitOfMemory() {
        // 1 input, 1 target and z: 24 bytes a row; C: 8 bytes; 2 parameters: 16 bytes.
        assertThat(post(rows(84), 2).status()).isEqualTo(200);
        assertThat(post(rows(85), 2).pointers()).containsExactly("/rows");

        api.post("/models",
                """
                        {"name": "wide", "inputs": 1, "layers": [{"units": 128}, {"units": 1}], "loss": "mean_squared_error"}""");
        assertThat(post("wide", rows(1), 2).pointers()).containsExactly("/model");
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
    void thereIsALimitOfWorkAndTheFaultSaysWhatIsPossible() {
        var tooMuch = post(rows(10), 13);

        assertThat(tooMuch.status()).isEqualTo(422);
        assertThat(tooMuch.pointers()).containsExactly("/steps");
        assertThat(tooMuch.body().path("detail").asString()).contains("169 points of 10 rows", "at most 12 steps");
        assertThat(post(rows(10), 12).status()).isEqualTo(200);
    }
}
