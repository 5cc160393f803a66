package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What is stored says with which key it was created. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.admin-key=" + CreatedByTest.ADMIN_KEY, "chainrule.anonymous=trainer"})
class CreatedByTest {
    static final String ADMIN_KEY = "an-admin-key-of-many-characters";

    private static final String MODEL = "{\"name\": \"%s\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}";
    private static final String TABLE = "{\"name\": \"%s\", \"features\": [[0], [1]], \"targets\": [[0], [1]]}";

    private final Api api;

    CreatedByTest(Api api) {
        this.api = api;
    }

    private Api trainer(String name) {
        var made = api.withKey(ADMIN_KEY).post("/keys", "{\"name\": \"" + name + "\", \"role\": \"trainer\"}");
        return api.withKey(made.body().path("key").asString());
    }

    private String createdBy(String path) {
        return createdBy(api.get(path).body());
    }

    private static String createdBy(JsonNode resource) {
        return resource.path("createdBy").asString();
    }

    @Test
    void jobAndAllThatStandsInItAreCreatedByTheKeyThatSubmitsIt() {
        var trainer = trainer("ada");

        var job = trainer.post("/jobs?wait=30", "{\"model\": " + MODEL.formatted("by-ada") + ", \"dataset\": "
                + TABLE.formatted("by-ada") + ", \"epochs\": 1}").body();

        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("SUCCEEDED");
        assertThat(createdBy(job)).isEqualTo("ada");
        for (var path : new String[] {"/jobs/" + job.path("id").asString(), "/models/by-ada", "/datasets/by-ada",
            "/models/by-ada/versions/1"}) {
            assertThat(createdBy(path)).as(path).isEqualTo("ada");
        }
        assertThat(createdBy(api.get("/jobs").body().path("data").get(0))).isEqualTo("ada");
    }

    @Test
    void whatIsUsedAgainKeepsItsCreator() {
        api.withKey(ADMIN_KEY).post("/models", MODEL.formatted("shared"));
        api.post("/datasets", TABLE.formatted("shared"));

        var sweep = trainer("grace").post("/sweeps?wait=30", """
                {"job": {"model": "shared", "dataset": "shared", "epochs": 1}, "grid": {"seed": [1, 2]}}""").body();

        assertThat(createdBy(sweep)).as("%s", sweep).isEqualTo("grace");
        var job = sweep.path("ranking").get(0).path("jobId").asString();
        assertThat(createdBy("/jobs/" + job)).isEqualTo("grace");
        assertThat(createdBy("/models/shared/versions/1")).isEqualTo("grace");
        assertThat(createdBy("/models/shared")).isEqualTo("admin");
        assertThat(createdBy("/datasets/shared")).isEqualTo("anonymous");
    }
}
