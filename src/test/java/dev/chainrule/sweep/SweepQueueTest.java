package dev.chainrule.sweep;

import static dev.chainrule.sweep.Sweeps.ENDLESS;
import static dev.chainrule.sweep.Sweeps.ended;
import static dev.chainrule.sweep.Sweeps.submit;
import static dev.chainrule.sweep.Sweeps.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Five jobs may be live. */
@ServiceTest
@TestPropertySource(properties = "chainrule.job.max-live=5")
class SweepQueueTest {
    private final Api api;

    SweepQueueTest(Api api) {
        this.api = api;
    }

    @Test
    void aSweepIsAcceptedWholeOrRefused() {
        var first = submit(api, xor(ENDLESS, "\"restarts\": 3"));

        var tooMany = api.post("/sweeps", xor("\"epochs\": 1, \"labels\": {\"of\": \"refused\"}", "\"restarts\": 3"));
        var never = api.post("/sweeps", xor("\"epochs\": 1", "\"restarts\": 6"));
        var fits = submit(api, xor("\"epochs\": 1", "\"restarts\": 2"));

        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.header("Retry-After")).isEqualTo("5");
        assertThat(tooMany.body().path("type").asString()).isEqualTo("/problems/queue-full");
        assertThat(never.status()).isEqualTo(422);
        assertThat(never.pointers()).containsExactly("/restarts");
        assertThat(api.get("/jobs").body().toString()).doesNotContain("refused");
        assertThat(api.get("/sweeps").body().path("data").size()).isEqualTo(2);
        api.post("/sweeps/" + first + "/cancel", "");
        assertThat(ended(api, first).path("state").asString()).isEqualTo("CANCELLED");
        assertThat(ended(api, fits).path("state").asString()).isEqualTo("SUCCEEDED");
    }
}
