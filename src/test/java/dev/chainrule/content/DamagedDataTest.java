package dev.chainrule.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** What requests are answered when stored bytes have changed. On a service of its own, whose health is down afterwards. */
@ServiceTest
@TestPropertySource(properties = "spring.application.name=chainrule-damaged")
class DamagedDataTest {
    private static final String JOB =
            """
                    {"model": {"name": "sum", "layers": [{"units": 1}], "loss": "mean_squared_error"},
                     "dataset": {"name": "numbers", "features": [[1, 2], [3, 4], [5, 6]], "targets": [[3], [7], [11]]}, "epochs": 2}
                    """;

    private final Api api;
    private final JdbcClient database;

    DamagedDataTest(Api api, JdbcClient database) {
        this.api = api;
        this.database = database;
    }

    private void damage(String contentId) {
        database.sql("update content_chunk set data = X'00' where content_id in (select " + contentId + ")").update();
    }

    @Test
    void changedBytesOfRowsWeightsPreprocessingAndDefinitionAreNamedAndHealthIsDownButReady() {
        assertThat(api.post("/jobs?wait=30", JOB).body().path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(api.health("").body().path("components").path("storedData").path("status").asString())
                .isEqualTo("UP");

        damage("content_id from dataset where name = 'numbers'");
        assertDamaged(
                api.get("/datasets/numbers/rows"), "The dataset \"numbers\"", "delete it and upload it again");
        damage("weights_id from model_version");
        assertDamaged(
                api.post("/models/sum/predict", "{\"rows\": [[1, 2]]}"), "The version 1 of model \"sum\"",
                "delete it and train it again");
        damage("preprocessing_id from model_version");
        assertDamaged(
                api.get("/models/sum/versions/1/preprocessing"), "The version 1 of model \"sum\"",
                "delete it and train it again");
        damage("definition_id from model");
        assertDamaged(
                api.get("/models/sum"), "The definition of the model \"sum\"", "delete the model and create it again");

        assertThat(api.health("").body().path("components").path("storedData").path("status").asString())
                .isEqualTo("DOWN");
        assertThat(api.health("/readiness").status()).isEqualTo(200);
        assertThat(api.delete("/models/sum").status()).as("a damaged model can be deleted").isEqualTo(204);
    }

    private static void assertDamaged(Api.Answer answer, String what, String remedy) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(500);
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/stored-data-damaged");
        assertThat(answer.body().path("detail").asString())
                .isEqualTo(what + " is damaged in the database: " + remedy + ", or restore a backup");
    }
}
