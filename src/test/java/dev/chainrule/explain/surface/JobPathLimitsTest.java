package dev.chainrule.explain.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A path is refused if training the job again would take too long. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.cost-surface.max-path-work=800000",
    "chainrule.cost-surface.max-path-time=1ms"})
class JobPathLimitsTest {
    private final Api api;

    JobPathLimitsTest(Api api) {
        this.api = api;
    }

    /** 2 rows and 2 parameters. */
    private Answer path(int epochs) {
        var job = Trained.by(api, """
                {"model": {"name": "line", "inputs": 1, "layers": [{"units": 1}], "loss": "mean_squared_error"},
                 "dataset": {"name": "line", "features": [[1], [2]], "targets": [[1], [2]]}, "batchSize": 1,
                 "epochs": %d}""".formatted(epochs));
        return api.post("/cost-surfaces", """
                {"model": "line", "dataset": "line", "steps": 2, "job": "%s",
                 "x": {"parameter": {"layer": 0, "weight": [0, 0]}, "from": -15, "to": 15},
                 "y": {"parameter": {"layer": 0, "bias": 0}, "from": -15, "to": 15}}"""
                .formatted(job.path("id").asString()));
    }

    @Test
    void pathOfTooMuchWorkOrTimeIsRefused() {
        var tooMuch = path(200_001);
        assertThat(tooMuch.status()).isEqualTo(422);
        assertThat(tooMuch.pointers()).containsExactly("/job");
        assertThat(tooMuch.body().path("detail").asString()).contains("200001 epochs × 2 rows × 2 parameters");

        var tooLong = path(200_000);
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.pointers()).containsExactly("/job");
        assertThat(tooLong.body().path("detail").asString()).contains("takes too long");
    }
}
