package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;

/** How jobs end. */
@ServiceTest
class JobOutcomeTest {
    /** Longer than any test waits. */
    private static final String ENDLESS = "\"epochs\": 10000000";

    private final Api api;

    JobOutcomeTest(Api api) {
        this.api = api;
    }

    @Test
    void divergenceEndsFailedWithItsLastFiniteEpoch() {
        var id = submit(api, """
                {"model": {"layers": [{"units": 1}], "loss": "mean_squared_error"},
                 "dataset": {"features": [[1000], [2000], [3000]], "targets": [[1], [2], [3]]},
                 "optimizer": {"type": "sgd", "learningRate": 10}, "epochs": 1000, "batchSize": "full", "seed": 1}
                """);

        var job = ended(api, id);

        assertThat(job.path("state").asString()).isEqualTo("FAILED");
        assertThat(job.path("stopReason").asString()).isEqualTo("DIVERGED");
        assertThat(job.path("error").asString()).contains("no longer finite");
        assertThat(job.path("latest").path("cost").isNumber()).isTrue();
        assertThat(job.path("progress").path("epoch").asInt()).isPositive().isLessThan(1000);
        assertThat(job.path("model").path("version").isNull()).isTrue();
        assertThat(api.get("/jobs/" + id + "/epochs").body().path("data").size())
                .isEqualTo(job.path("progress").path("epoch").asInt() + 1);
    }

    @Test
    void jobStopsAtItsTargetCost() {
        var job = ended(api, submit(api, xor("\"epochs\": 100000, \"stopAtCost\": 0.5, \"seed\": 1")));

        assertThat(job.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(job.path("stopReason").asString()).isEqualTo("TARGET_REACHED");
        assertThat(job.path("latest").path("cost").asDouble()).isLessThanOrEqualTo(0.5);
        assertThat(job.path("model").path("version").asInt()).isPositive();
    }

    @Test
    void jobFailsIfItsTimeElapsesBeforeTheFirstMeasurement() {
        var job = ended(api, submit(api, xor(ENDLESS + ", \"maxSeconds\": 1e-300")));

        assertThat(job.path("state").asString()).isEqualTo("FAILED");
        assertThat(job.path("stopReason").asString()).isEqualTo("TIME_LIMIT");
        assertThat(job.path("error").asString()).contains("maxSeconds");
    }

    @Test
    void jobStopsAtItsTimeLimit() {
        var job = ended(api, submit(api, xor(ENDLESS + ", \"maxSeconds\": 0.05")));

        assertThat(job.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(job.path("stopReason").asString()).isEqualTo("TIME_LIMIT");
        assertThat(job.path("progress").path("fraction").asDouble()).isLessThan(1);
    }

    @Test
    void earlyStoppingRestoresTheBestEpoch() {
        var job = ended(api, submit(api, """
                {"model": {"layers": [{"units": 16, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
                           "loss": "binary_cross_entropy"},
                 "dataset": {"generator": {"type": "moons", "rows": 60, "noise": 0.6, "seed": 1}},
                 "validation": {"fraction": 0.5}, "epochs": 5000, "seed": 1,
                 "optimizer": {"type": "adam", "learningRate": 0.05}, "earlyStopping": {"patience": 5}}
                """));

        assertThat(job.path("stopReason").asString()).isEqualTo("EARLY_STOPPED");
        int best = job.path("best").path("epoch").asInt();
        assertThat(job.path("progress").path("epoch").asInt()).isEqualTo(best + 5);
        var version = api.get("/models/" + job.path("model").path("name").asString() + "/versions/1").body();
        assertThat(version.path("epoch").asInt()).isEqualTo(best);
        assertThat(version.path("metrics")).isEqualTo(job.path("best"));
    }

    @Test
    void validatesWithAShareOfTheRowsOrWithAnotherDataset() {
        api.post("/datasets", "{\"name\": \"held-out\", \"features\": [[0], [1]], \"targets\": [[0], [2]]}");
        var body = """
                {"model": {"layers": [{"units": 1, "weights": [[0]], "biases": [0]}], "loss": "mean_squared_error"},
                 "dataset": {"features": [[0], [1], [2], [3]], "targets": [[0], [2], [4], [6]]},
                 "optimizer": {"type": "sgd", "learningRate": 1e-30}, "validation": %s, "epochs": 3, "seed": 1}
                """;

        var share = ended(api, submit(api, body.formatted("{\"fraction\": 0.25}")));
        var other = ended(api, submit(api, body.formatted("{\"dataset\": \"held-out\"}")));

        // All outputs are 0. One of the four rows validates, and the squares of all four add up to 56.
        double one = share.path("latest").path("validationCost").asDouble();
        assertThat(one).isIn(0.0, 4.0, 16.0, 36.0);
        assertThat(share.path("latest").path("cost").asDouble()).isCloseTo((56 - one) / 3, within(1e-5));
        assertThat(other.path("latest").path("cost").asDouble()).isEqualTo(56 / 4);
        assertThat(other.path("latest").path("validationCost").asDouble()).isEqualTo(2);
        assertThat(other.path("latest").path("validationMae").asDouble()).isEqualTo(1);
        assertThat(other.path("latest").path("validationAccuracy").isNull()).isTrue();
    }

    @Test
    void historyIsReadableWhileTheJobTrainsAndCancellingKeepsIt() {
        var id = submit(api, xor(ENDLESS));
        var running = training(api, id);

        var cancel = api.post("/jobs/" + id + "/cancel", "");
        var job = ended(api, id);

        assertThat(running.path("state").asString()).isEqualTo("RUNNING");
        assertThat(running.path("progress").path("etaSeconds").asDouble()).isPositive();
        assertThat(cancel.status()).isEqualTo(202);
        assertThat(cancel.body().path("state").asString()).isIn("CANCELLING", "CANCELLED");
        assertThat(job.path("state").asString()).isEqualTo("CANCELLED");
        assertThat(job.path("stopReason").asString()).isEqualTo("CANCELLED");
        assertThat(job.path("model").path("version").isNull()).isTrue();
        int last = job.path("progress").path("epoch").asInt();
        assertThat(last).isGreaterThanOrEqualTo(running.path("progress").path("epoch").asInt());
        var rest = api.get("/jobs/" + id + "/epochs?after=" + (last - 1)).body().path("data");
        assertThat(rest.valueStream().map(epoch -> epoch.path("epoch").asInt())).containsExactly(last);
        assertThat(api.post("/jobs/" + id + "/cancel", "").status()).as("cancelled already").isEqualTo(200);
    }

    @Test
    void succeededJobCannotBeCancelled() {
        var id = submit(api, xor("\"epochs\": 1"));
        ended(api, id);

        assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(409);
    }
}
