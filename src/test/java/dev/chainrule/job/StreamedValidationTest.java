package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.JsonNode;

/** A validation dataset that is too large to be in memory gives the same epochs. */
class StreamedValidationTest {
    private static final String JOB =
            """
                    {"model": {"layers": [{"units": 6, "activation": "tanh"}, {"units": 1}], "loss": "mean_squared_error"},
                     "dataset": {"columns": [{"name": "a"}, {"name": "b"}, {"name": "y", "role": "target"}],
                                 "rows": [[0, 1, 2], [1, 0.5, 1], [0.25, 2, 0], [-1, 0, 3]]},
                     "validation": {"dataset": "validation"}, "epochs": 4, "batchSize": 2, "seed": 11,
                     "earlyStopping": {"monitor": "validationCost", "patience": 2, "restoreBest": true}}
                    """;

    @TempDir
    private Path folder;

    /** Epochs, and at last the weights. */
    private List<JsonNode> trained(String limit) {
        try (var service = new SpringApplicationBuilder(ChainruleApplication.class)
                .run(
                        "--server.port=0", "--chainrule.data-folder=" + folder, "--chainrule.compute.threads=2",
                        "--chainrule.job.max-resident-validation=" + limit)) {
            var api = new Api(service.getEnvironment());
            upload(api);
            var id = submit(api, JOB);
            var job = ended(api, id);
            assertThat(job.path("state").asString()).as("%s", job).isEqualTo("SUCCEEDED");
            var found = new ArrayList<JsonNode>();
            api.get("/jobs/" + id + "/epochs").body().path("data").forEach(epoch -> {
                for (var figure : List.of("cost", "validationCost", "validationMae", "validationR2")) {
                    found.add(epoch.path(figure));
                }
            });
            found.add(job.path("weightsSha256"));
            return found;
        }
    }

    /** 70,000 rows with weights: more chunks than a window has. */
    private static void upload(Api api) {
        if (api.get("/datasets/validation").status() == 200) {
            return;
        }
        var random = new Random(5);
        var csv = new StringBuilder("a,b,y,w\n");
        for (int row = 0; row < 70_000; row++) {
            csv.append(random.nextGaussian()).append(',').append(random.nextGaussian()).append(',')
                    .append(random.nextGaussian()).append(',').append(random.nextInt(1, 4)).append('\n');
        }
        var answer = api.post("/datasets?name=validation&target=y&weight=w", "text/csv",
                BodyPublishers.ofString(csv.toString()));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    @Test
    void theLimitChangesNoBit() {
        var loaded = trained("64MB");

        assertThat(loaded.getLast().asString()).matches("[0-9a-f]{64}");
        assertThat(loaded).hasSizeGreaterThan(8);
        assertThat(trained("0B")).isEqualTo(loaded);
    }
}
