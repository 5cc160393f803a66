package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A job's progress within the epoch that it trains. */
@ServiceTest
class BatchProgressTest {
    private static final int ROWS = 100_000;

    private final Api api;

    BatchProgressTest(Api api) {
        this.api = api;
    }

    @Test
    void jobInItsFirstEpochNamesItsBatchAndAnEndedJobNone() {
        var id = submit(api, """
                {"model": {"layers": [{"units": 256, "activation": "tanh"}, {"units": 256, "activation": "tanh"},
                                      {"units": 1, "activation": "sigmoid"}], "loss": "binary_cross_entropy"},
                 "dataset": {"generator": {"type": "moons", "rows": %d}}, "batchSize": 1, "epochs": 2, "seed": 1}
                """.formatted(ROWS));

        var first = until(api, "/jobs/" + id, job -> job.path("progress").path("current").isObject());
        var later = until(api, "/jobs/" + id, job -> batch(job) > batch(first)).path("progress");

        assertThat(later.path("epoch").asInt()).as("completed epochs").isZero();
        assertThat(later.path("fraction").asDouble()).isZero();
        assertThat(later.path("current").path("epoch").asInt()).isEqualTo(1);
        assertThat(later.path("current").path("batches").asInt()).isEqualTo(ROWS);
        try (var reader = EventReader.open(api, id, "?after=latest")) {
            var told = reader.nextProgress().orElseThrow();
            var next = reader.nextProgress().orElseThrow();
            assertThat(told.id()).isNull();
            assertThat(told.data().path("epoch").asInt()).isEqualTo(1);
            assertThat(told.data().path("batch").asInt())
                    .isGreaterThanOrEqualTo(later.path("current").path("batch").asInt());
            assertThat(told.data().path("batches").asInt()).isEqualTo(ROWS);
            assertThat(next.data().path("batch").asInt()).isGreaterThan(told.data().path("batch").asInt());
        }
        api.post("/jobs/" + id + "/cancel", "");
        assertThat(ended(api, id).path("progress").path("current").isNull()).isTrue();
    }

    private static int batch(JsonNode job) {
        return job.path("progress").path("current").path("batch").asInt();
    }
}
