package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The same job gives the same bits, whatever the service computes with. */
class JobBitsTest {
    /** Batches that threads share, with every kind of thing that is random. */
    private static final String JOB =
            """
                    {"model": {"layers": [{"units": 96, "activation": "relu", "dropout": 0.2}, {"units": 40, "activation": "tanh"},
                                          {"units": 1, "activation": "sigmoid"}], "loss": "binary_cross_entropy"},
                     "dataset": {"generator": {"type": "spiral", "rows": 1000, "noise": 0.1, "seed": 5}},
                     "validation": {"fraction": 0.2}, "epochs": 5, "batchSize": 256, "seed": 11}
                    """;

    @TempDir
    private Path folder;

    private String weightsSha256(String kernels, int threads) {
        try (var service = new SpringApplicationBuilder(ChainruleApplication.class)
                .run(
                        "--server.port=0",
                        "--chainrule.data-folder=" + folder,
                        "--chainrule.compute.kernels=" + kernels,
                        "--chainrule.compute.threads=" + threads)) {
            var api = new Api(service.getEnvironment());
            return ended(api, submit(api, JOB)).path("weightsSha256").asString();
        }
    }

    @Test
    void kernelsAndThreadsChangeNoBit() {
        var scalarAlone = weightsSha256("scalar", 1);

        assertThat(scalarAlone).matches("[0-9a-f]{64}");
        assertThat(weightsSha256("vector", 2)).isEqualTo(scalarAlone);
        assertThat(weightsSha256("vector", 1)).isEqualTo(scalarAlone);
    }
}
