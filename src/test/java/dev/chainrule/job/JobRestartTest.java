package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.sampledHistory;
import static dev.chainrule.job.Requests.states;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
import dev.chainrule.job.JobQueue.Claim;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on its file database, stopped and started again. */
class JobRestartTest {
    @TempDir
    private Path folder;

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(ChainruleApplication.class)
                .run("--server.port=0", "--chainrule.data-folder=" + folder, "--chainrule.job.threads=1");
    }

    @Test
    void trainedJobAndVersionSurviveARestart() {
        String id;
        String versions;
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            id = submit(api, xor("\"epochs\": 20"));
            versions = api.get("/models/" + ended(api, id).path("model").path("name").asString() + "/versions").body()
                    .toString();
        }
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            var job = api.get("/jobs/" + id).body();
            var model = job.path("model").path("name").asString();
            assertThat(job.path("state").asString()).isEqualTo("SUCCEEDED");
            assertThat(api.get("/jobs/" + id + "/epochs").body().path("data").size()).isEqualTo(21);
            assertThat(api.get("/models/" + model + "/versions").body().toString()).isEqualTo(versions);
            assertThat(api.post("/models/" + model + "/predict", "{\"rows\": [[0, 1]]}").status()).isEqualTo(200);
        }
    }

    /** Enough epochs for several seconds, with a checkpoint in every tenth of one. */
    private static String longXor() {
        return xor("\"epochs\": 3000000, \"seed\": 5, \"checkpointSeconds\": 0.1");
    }

    private static final int EPOCHS = 1_000_000;

    private static String shortXor() {
        return xor("\"epochs\": " + EPOCHS + ", \"seed\": 5, \"checkpointSeconds\": 0.1");
    }

    @Test
    void jobResumesAfterAStopOfTheServiceAndEndsWithTheBitsOfAnUndisturbedOne() {
        String interrupted;
        String waiting;
        int epoch;
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            interrupted = submit(api, shortXor());
            waiting = submit(api, xor("\"epochs\": 20, \"seed\": 1"));
            epoch = training(api, interrupted).path("progress").path("epoch").asInt();
        }
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            var job = ended(api, interrupted);
            assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("SUCCEEDED");
            assertThat(epoch).isLessThan(EPOCHS);
            assertThat(states(job)).containsExactly("QUEUED", "RUNNING", "QUEUED", "RUNNING", "SUCCEEDED");
            assertThat(job.path("transitions").get(2).path("reason").asString()).isEqualTo("The service was stopped");
            assertThat(ended(api, waiting).path("state").asString()).isEqualTo("SUCCEEDED");

            var undisturbed = ended(api, submit(api, shortXor()));
            assertThat(job.path("weightsSha256")).isEqualTo(undisturbed.path("weightsSha256"));
            assertThat(sampledHistory(api, interrupted))
                    .isEqualTo(sampledHistory(api, undisturbed.path("id").asString()));
        }
    }

    /** What a kill -9 leaves behind: a row that still says RUNNING, without a worker. */
    @Test
    void jobLeftRunningWithoutAWorkerIsTrainedAfterTheNextStart() {
        String id;
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            var blocking = submit(api, longXor());
            training(api, blocking);
            id = submit(api, xor("\"epochs\": 10"));
            service.getBean(RunStore.class).start(new Claim(UUID.fromString(id), 1));
            assertThat(api.get("/jobs/" + id).body().path("state").asString()).isEqualTo("RUNNING");
            assertThat(api.post("/jobs/" + blocking + "/cancel", "").status()).isEqualTo(202);
        }
        try (var service = start()) {
            var job = ended(new Api(service.getEnvironment()), id);
            assertThat(job.path("state").asString()).isEqualTo("SUCCEEDED");
            assertThat(states(job)).containsExactly("QUEUED", "RUNNING", "QUEUED", "RUNNING", "SUCCEEDED");
        }
    }
}
