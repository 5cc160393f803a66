package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Polling a job with the ETag of an earlier answer. One thread trains. */
@ServiceTest
@TestPropertySource(properties = "chainrule.job.threads=1")
class JobEtagTest {
    private final Api api;

    JobEtagTest(Api api) {
        this.api = api;
    }

    private Answer poll(String id, String query, String etag) {
        return api.send(api.request("/jobs/" + id + query).header("If-None-Match", etag));
    }

    @Test
    void unchangedJobIsAnsweredWith304() {
        var id = submit(api, xor("\"epochs\": 10, \"seed\": 1"));
        ended(api, id);
        var etag = api.get("/jobs/" + id).header("ETag");
        assertThat(etag).startsWith("W/\"");

        var unchanged = poll(id, "", etag);

        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.header("ETag")).isEqualTo(etag);
        assertThat(unchanged.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(unchanged.body().isMissingNode()).isTrue();
        assertThat(poll(id, "?wait=30", etag).status()).as("it has ended: nothing to wait for").isEqualTo(304);
        assertThat(poll(id, "", "W/\"other\", " + etag).status()).as("one of several").isEqualTo(304);
        assertThat(poll(id, "", "W/\"other\"").status()).isEqualTo(200);
    }

    @Test
    void headersAreTheSameWithoutTheJob() {
        var id = submit(api, xor("\"epochs\": 10, \"seed\": 1"));
        ended(api, id);

        var get = api.get("/jobs/" + id);
        var head = api.send(api.request("/jobs/" + id + "?wait=30").method("HEAD", BodyPublishers.noBody()));
        var unchanged = api.send(api.request("/jobs/" + id).header("If-None-Match", get.header("ETag"))
                .method("HEAD", BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
        assertThat(head.body().isMissingNode()).isTrue();
        assertThat(unchanged.status()).isEqualTo(304);
    }

    @Test
    void newEpochOrStateIsAnsweredDespiteAnOldEtag() {
        var id = submit(api, xor("\"epochs\": 10000000"));
        training(api, id);
        var etag = api.get("/jobs/" + id).header("ETag");
        Answer changed;
        do {
            changed = poll(id, "", etag);
        } while (changed.status() == 304);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(etag);

        api.post("/jobs/" + id + "/cancel", "");
        var end = poll(id, "?wait=30", changed.header("ETag"));
        assertThat(end.status()).as("waits for the end, which changes the ETag").isEqualTo(200);
        assertThat(end.body().path("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void waitThatTimesOutIsAnsweredWith304() {
        var blocking = submit(api, xor("\"epochs\": 10000000"));
        training(api, blocking);
        var waiting = submit(api, xor("\"epochs\": 10"));
        var etag = api.get("/jobs/" + waiting).header("ETag");

        assertThat(poll(waiting, "?wait=1", etag).status()).isEqualTo(304);

        api.post("/jobs/" + blocking + "/cancel", "");
        assertThat(poll(waiting, "?wait=30", etag).status()).isEqualTo(200);
    }
}
