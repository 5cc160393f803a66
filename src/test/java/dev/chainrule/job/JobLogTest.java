package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The log lines of jobs. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class JobLogTest {
    private final Api api;

    JobLogTest(Api api) {
        this.api = api;
    }

    /** The lines about a job that has ended, from its id on. The last one is written just after the end is visible to clients. */
    private static List<String> linesUntilTheEnd(CapturedOutput output, String id) {
        return await().until(
                () -> lines(output, id), lines -> lines.getLast().matches("(SUCCEEDED|FAILED|CANCELLED)\\b.*"));
    }

    private static List<String> lines(CapturedOutput output, String id) {
        return output.getOut().lines()
                .filter(line -> line.contains(" : Job " + id))
                .map(line -> line.substring(line.indexOf(id) + id.length() + 1))
                .toList();
    }

    @Test
    void succeededJobHasALineForAcceptanceStartAndEnd(CapturedOutput output) {
        var id = submit(api, xor("\"epochs\": 10, \"seed\": 1"));
        var job = ended(api, id);

        assertThat(linesUntilTheEnd(output, id)).satisfiesExactly(
                accepted -> assertThat(accepted)
                        .matches("accepted: model model-\\w+, dataset dataset-\\w+, 10 epochs, seed 1"),
                started -> assertThat(started).isEqualTo("started"),
                end -> assertThat(end).matches("SUCCEEDED \\(MAX_EPOCHS\\) after epoch 10 in \\d+\\.\\d s, cost "
                        + job.path("latest").path("cost").asDouble() + ", model model-\\w+ version \\d+"));
    }

    @Test
    void divergedJobIsAWarningWithItsReason(CapturedOutput output) {
        var id = submit(api, """
                {"model": {"layers": [{"units": 1}], "loss": "mean_squared_error"},
                 "dataset": {"features": [[1000], [2000], [3000]], "targets": [[1], [2], [3]]},
                 "optimizer": {"type": "sgd", "learningRate": 10}, "epochs": 1000, "batchSize": "full", "seed": 1}
                """);
        ended(api, id);

        assertThat(linesUntilTheEnd(output, id)).last().asString()
                .matches("FAILED \\(DIVERGED\\) after epoch \\d+ in .* s: The cost was no longer finite .*");
    }

    @Test
    void cancelledJobSaysSoOnceAndPausedJobIsRequeued(CapturedOutput output) {
        var id = submit(api, xor("\"epochs\": 10000000"));
        training(api, id);
        api.post("/jobs/" + id + "/pause", "");
        Requests.reached(api, id, "PAUSED");
        api.post("/jobs/" + id + "/resume", "");
        Requests.reached(api, id, "RUNNING");
        api.post("/jobs/" + id + "/cancel", "");
        ended(api, id);

        assertThat(linesUntilTheEnd(output, id).stream().map(line -> line.replaceAll("[ (:].*", "")))
                .containsExactly("accepted", "started", "pausing", "paused", "requeued", "resumed", "cancelling",
                        "CANCELLED");
    }
}
