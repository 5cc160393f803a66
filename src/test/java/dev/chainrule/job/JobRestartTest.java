package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
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
    void whatWasTrainedSurvivesARestart() {
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

    @Test
    void aJobThatWasTrainingFailsWithTheReasonAndOneThatWaitedIsTrained() {
        String interrupted;
        String waiting;
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            interrupted = submit(api, xor("\"epochs\": 10000000"));
            training(api, interrupted);
            waiting = submit(api, xor("\"epochs\": 20"));
        }
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            var job = api.get("/jobs/" + interrupted).body();
            assertThat(job.path("state").asString()).isEqualTo("FAILED");
            assertThat(job.path("stopReason").asString()).isEqualTo("ERROR");
            assertThat(job.path("error").asString()).isEqualTo(JobRecords.Interrupted.WHILE_STOPPING.why());
            assertThat(job.path("latest").path("cost").isNumber()).as("its history stands").isTrue();
            assertThat(ended(api, waiting).path("state").asString()).isEqualTo("SUCCEEDED");
        }
    }

    /** What a kill -9 leaves behind: a row that still says RUNNING, and nobody who trains. */
    @Test
    void noJobIsLeftRunningByAServiceThatDied() {
        String id;
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            var blocking = submit(api, xor("\"epochs\": 10000000"));
            training(api, blocking);
            id = submit(api, xor("\"epochs\": 10"));
            service.getBean(JobRecords.class).start(UUID.fromString(id));
            assertThat(api.get("/jobs/" + id).body().path("state").asString()).isEqualTo("RUNNING");
        }
        try (var service = start()) {
            var job = new Api(service.getEnvironment()).get("/jobs/" + id).body();
            assertThat(job.path("state").asString()).isEqualTo("FAILED");
            assertThat(job.path("stopReason").asString()).isEqualTo("ERROR");
            assertThat(job.path("error").asString()).isEqualTo(JobRecords.Interrupted.BEFORE_THIS_START.why());
        }
    }
}
