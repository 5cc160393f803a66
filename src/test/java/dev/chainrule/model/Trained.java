package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import tools.jackson.databind.JsonNode;

/** Trains small models through the API, as users do. */
public final class Trained {
    private Trained() {}

    /** Submits a job, waits for its success and gives it as it then is. */
    public static JsonNode by(Api api, String job) {
        var submitted = api.post("/jobs", job);
        assertThat(submitted.status()).as("%s", submitted.body()).isEqualTo(202);
        var ended = api.get("/jobs/" + submitted.body().path("id").asString() + "?wait=30").body();
        assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("SUCCEEDED");
        return ended;
    }
}
