package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.reached;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A job that starts from a version gives the same bits, also if the service is stopped meanwhile and computes with other threads. */
class StartFromBitsTest {
    private static final String BASE =
            """
                    {"model": {"name": "start-bits", "layers": [{"units": 96, "activation": "relu", "dropout": 0.2},
                                          {"units": 40, "activation": "tanh"}, {"units": 1}], "loss": "binary_cross_entropy"},
                     "dataset": {"name": "start-bits", "generator": {"type": "spiral", "rows": 1000, "noise": 0.1, "seed": 5}},
                     "validation": {"fraction": 0.2}, "epochs": 3, "batchSize": 256, "seed": 11}
                    """;

    private static final String FURTHER =
            """
                    {"model": "start-bits", "dataset": "start-bits", "startFrom": {"version": 1}, "validation": {"fraction": 0.2},
                     "epochs": 300, "batchSize": 256, "seed": 12, "checkpointSeconds": 0.1}""";

    @TempDir
    private Path folder;

    private ConfigurableApplicationContext start(String kernels, int threads) {
        return new SpringApplicationBuilder(ChainruleApplication.class).run(
                "--server.port=0", "--chainrule.data-folder=" + folder, "--chainrule.compute.kernels=" + kernels,
                "--chainrule.compute.threads=" + threads, "--chainrule.job.threads=1");
    }

    @Test
    void stopAndThreadsChangeNoBit() {
        String undisturbed;
        String interrupted;
        String waiting;
        try (var service = start("vector", 1)) {
            var api = new Api(service.getEnvironment());
            ended(api, submit(api, BASE));
            undisturbed = ended(api, submit(api, FURTHER)).path("weightsSha256").asString();
            interrupted = submit(api, FURTHER);
            waiting = submit(api, FURTHER);
            training(api, interrupted);
            api.post("/jobs/" + interrupted + "/pause", "");
            api.post("/jobs/" + waiting + "/pause", "");
            reached(api, interrupted, "PAUSED");
        }
        try (var service = start("vector", 2)) {
            var api = new Api(service.getEnvironment());
            assertThat(api.delete("/models/start-bits/versions/1").status()).as("it is needed").isEqualTo(409);
            api.post("/jobs/" + interrupted + "/resume", "");
            api.post("/jobs/" + waiting + "/resume", "");

            assertThat(undisturbed).matches("[0-9a-f]{64}");
            assertThat(ended(api, interrupted).path("weightsSha256").asString()).isEqualTo(undisturbed);
            assertThat(ended(api, waiting).path("weightsSha256").asString()).isEqualTo(undisturbed);
        }
    }
}
