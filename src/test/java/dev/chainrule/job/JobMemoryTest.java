package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.reached;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.until;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Jobs may take 30 MB together; each of the endless ones takes 14. Four threads train. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.memory.budget=40MB", "chainrule.job.threads=4"})
class JobMemoryTest {
    private static final String ENDLESS = "\"epochs\": 10000000";

    private final Api api;

    JobMemoryTest(Api api) {
        this.api = api;
    }

    private JsonNode waitingForMemory(String id) {
        return until(api, "/jobs/" + id, job -> job.path("waitsFor").path("reason").asString().equals("MEMORY"));
    }

    private void cancel(String id) {
        api.post("/jobs/" + id + "/cancel", "");
        reached(api, id, "CANCELLED");
    }

    @Test
    void aJobThatCanNeverFitIsRefusedWithBothFigures() {
        var answer = api.post("/jobs", """
                {"model": {"name": "too-large", "layers": [{"units": 2000}, {"units": 2000}, {"units": 1}],
                           "loss": "mean_squared_error"},
                 "dataset": {"name": "small", "features": [[0, 0], [1, 1]], "targets": [[0], [1]]},
                 "epochs": 1, "optimizer": {"type": "adam"}}""");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("detail").asString()).matches(
                "The job needs \\d+ MB of memory, but this service can give jobs 31 MB at most: lower batchSize.*");
        assertThat(api.get("/models/too-large").status()).as("nothing is stored").isEqualTo(404);
    }

    @Test
    void aJobThatDoesNotFitNowWaitsAndSaysForWhat() {
        var first = submit(api, xor(ENDLESS));
        var second = submit(api, xor(ENDLESS));
        training(api, first);
        training(api, second);
        var third = submit(api, xor("\"epochs\": 1000000, \"seed\": 3"));

        var waiting = waitingForMemory(third);
        assertThat(waiting.path("state").asString()).isEqualTo("QUEUED");
        assertThat(waiting.path("memoryBytes").asLong()).isBetween(13_000_000L, 15_000_000L);
        assertThat(waiting.path("waitsFor").path("detail").asString()).contains("needs 14 MB of memory");

        var small = ended(api, submit(api, xor("\"epochs\": 10")));
        assertThat(small.path("state").asString()).as("a smaller job passes").isEqualTo("SUCCEEDED");
        assertThat(small.path("waitsFor").isNull()).isTrue();

        cancel(first);
        var job = ended(api, third);
        assertThat(job.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(Requests.states(job)).as("it waited without a change of state")
                .containsExactly("QUEUED", "RUNNING", "SUCCEEDED");
        cancel(second);
    }

    @Test
    void aJobThatWaitsForMemoryCanBeCancelled() {
        var first = submit(api, xor(ENDLESS));
        var second = submit(api, xor(ENDLESS));
        training(api, first);
        training(api, second);
        var third = submit(api, xor(ENDLESS));
        waitingForMemory(third);

        cancel(third);

        assertThat(api.get("/jobs/" + third).body().path("waitsFor").isNull()).isTrue();
        cancel(first);
        cancel(second);
    }
}
