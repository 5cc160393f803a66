package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** One thread trains, and two jobs may be live. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.job.threads=1", "chainrule.job.max-live=2"})
class JobQueueTest {
    private final Api api;
    private final JobWorker worker;

    JobQueueTest(Api api, JobWorker worker) {
        this.api = api;
        this.worker = worker;
    }

    @Test
    void aJobThatIsAcceptedWhileTheServiceStopsIsTrainedAfterTheNextStart() {
        worker.stop();
        var id = submit(api, xor("\"epochs\": 10"));
        assertThat(api.get("/jobs/" + id).body().path("state").asString()).isEqualTo("QUEUED");

        worker.start();

        assertThat(ended(api, id).path("state").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void jobsWaitForTheirTurnAndTooManyAreRefused() {
        var first = submit(api, xor("\"epochs\": 10000000"));
        training(api, first);
        var second = submit(api, xor("\"epochs\": 10"));

        var third = api.post("/jobs", xor("\"epochs\": 10"));
        var waiting = api.get("/jobs/" + second).body();
        var cancelled = api.post("/jobs/" + second + "/cancel", "");

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.header("Retry-After")).isEqualTo("5");
        assertThat(third.body().path("type").asString()).isEqualTo("/problems/queue-full");
        assertThat(waiting.path("state").asString()).isEqualTo("QUEUED");
        assertThat(waiting.path("startedAt").isNull()).isTrue();
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.body().path("state").asString()).as("a waiting job is cancelled at once")
                .isEqualTo("CANCELLED");

        var next = submit(api, xor("\"epochs\": 10"));
        api.post("/jobs/" + first + "/cancel", "");
        assertThat(ended(api, first).path("state").asString()).isEqualTo("CANCELLED");
        assertThat(ended(api, next).path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(api.get("/jobs/" + second + "/epochs").body().path("data").isEmpty()).isTrue();
    }
}
