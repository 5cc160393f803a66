package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/** {@code POST /jobs?wait=}. One thread trains, and one request computes at a time. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.job.threads=1", "chainrule.computation.at-once=1"})
class SubmitAndWaitTest {
    /** Longer than any test waits. */
    private static final String ENDLESS = "\"epochs\": 10000000";

    private final Api api;
    private final MeterRegistry meters;
    private final int port;

    SubmitAndWaitTest(Api api, MeterRegistry meters, Environment environment) {
        this.api = api;
        this.meters = meters;
        this.port = environment.getRequiredProperty("local.server.port", Integer.class);
    }

    private double count(String meter) {
        return meters.get("chainrule." + meter).gauge().value();
    }

    private void cancel(String id) {
        api.post("/jobs/" + id + "/cancel", "");
        ended(api, id);
    }

    @Test
    void jobThatEndsInTimeIsAnsweredEnded() {
        var answer = api.post("/jobs?wait=60", xor("\"epochs\": 10, \"seed\": 1"));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        assertThat(answer.body().path("state").asString()).isEqualTo("SUCCEEDED");
        var address = answer.header("Location");
        assertThat(address).isEqualTo("/api/v1/jobs/" + answer.body().path("id").asString());
        assertThat(answer.body()).isEqualTo(api.get(address.substring("/api/v1".length())).body());
    }

    @Test
    void jobThatDoesNotEndInTimeIsAnsweredAsItIsThen() {
        var blocking = submit(api, xor(ENDLESS));
        training(api, blocking);

        var answer = api.post("/jobs?wait=1", xor("\"epochs\": 10"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("state").asString()).isEqualTo("QUEUED");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        cancel(blocking);
        ended(api, answer.body().path("id").asString());
    }

    @Test
    void wrongWaitIsRefusedAndStoresNoJob() {
        var before = api.get("/jobs").body();

        var answer = api.post("/jobs?wait=61", xor("\"epochs\": 10"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("?wait");
        assertThat(api.get("/jobs").body()).isEqualTo(before);
    }

    @Test
    void repeatedRequestWithItsKeyWaitsForTheFirstOnesJob() {
        var body = xor("\"epochs\": 10, \"seed\": 2");
        var first = api.post("/jobs", "application/json", BodyPublishers.ofString(body), "Idempotency-Key", "waits");

        var repeated = api.post(
                "/jobs?wait=60", "application/json", BodyPublishers.ofString(body), "Idempotency-Key", "waits");

        assertThat(repeated.body().path("id")).isEqualTo(first.body().path("id"));
        assertThat(repeated.body().path("state").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void clientThatClosesItsConnectionWhileItWaitsLosesNoJob() throws IOException {
        var blocking = submit(api, xor(ENDLESS));
        training(api, blocking);
        var body = xor("\"epochs\": 10, \"seed\": 3").getBytes(StandardCharsets.UTF_8);
        var jobs = api.get("/jobs").body().path("data").size();
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(("POST /api/v1/jobs?wait=60 HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            await().until(() -> api.get("/jobs").body().path("data").size() > jobs);
        }

        cancel(blocking);

        var newest = api.get("/jobs?limit=1").body().path("data").get(0).path("id").asString();
        assertThat(ended(api, newest).path("state").asString()).isEqualTo("SUCCEEDED");
    }

    /** A dataset that is longer than what stays in memory: its job is accepted by a computation. */
    @Test
    void waitingRequestOccupiesNoComputationAndHoldsNoMemoryForItsBody() {
        var blocking = submit(api, xor(ENDLESS));
        training(api, blocking);
        var rows = "[0.25, 0.75],".repeat(50_000) + "[0, 1]";
        var targets = "[0],".repeat(50_000) + "[1]";
        var body = xor("\"epochs\": 1").replace("[[0, 0], [0, 1], [1, 0], [1, 1]]", "[" + rows + "]")
                .replace("[[0], [1], [1], [0]]", "[" + targets + "]");
        var jobs = api.get("/jobs").body().path("data").size();

        var waiting = CompletableFuture.supplyAsync(() -> api.post("/jobs?wait=60", body));
        await().until(() -> api.get("/jobs").body().path("data").size() > jobs);

        await().until(() -> count("computations") == 0);
        await().untilAsserted(() -> assertThat(count("memory.requests")).isLessThan(body.length()));
        cancel(blocking);
        assertThat(waiting.join().body().path("state").asString()).isEqualTo("SUCCEEDED");
    }
}
