package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.reached;
import static dev.chainrule.job.Requests.states;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.timelessHistory;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Jobs that rest and go on. One thread trains. */
@ServiceTest
@TestPropertySource(properties = "chainrule.job.threads=1")
class JobPauseTest {
    /** Long enough to be met while it trains. */
    private static final String LONG = "\"epochs\": 200000, \"seed\": 7";
    private static final String ENDLESS = "\"epochs\": 10000000";

    private final Api api;

    JobPauseTest(Api api) {
        this.api = api;
    }

    @Test
    void aPausedJobFreesItsThreadAndGoesOnToTheSameBits() {
        var id = submit(api, xor(LONG));
        training(api, id);

        var pause = api.post("/jobs/" + id + "/pause", "");
        var paused = reached(api, id, "PAUSED");
        var again = api.post("/jobs/" + id + "/pause", "");
        var other = ended(api, submit(api, xor("\"epochs\": 10")));
        var resume = api.post("/jobs/" + id + "/resume", "");
        var job = ended(api, id);

        assertThat(pause.status()).isEqualTo(202);
        assertThat(pause.body().path("state").asString()).isIn("PAUSING", "PAUSED");
        assertThat(again.status()).as("paused already").isEqualTo(200);
        assertThat(paused.path("heartbeatAt").isNull()).isTrue();
        assertThat(other.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(resume.status()).isEqualTo(202);
        assertThat(states(job)).containsExactly(
                "QUEUED", "RUNNING", "PAUSING", "PAUSED", "QUEUED", "RUNNING", "SUCCEEDED");
        var undisturbed = ended(api, submit(api, xor(LONG)));
        assertThat(job.path("weightsSha256")).isEqualTo(undisturbed.path("weightsSha256"));
        assertThat(timelessHistory(api, id)).isEqualTo(timelessHistory(api, undisturbed.path("id").asString()));
    }

    @Test
    void aWaitingJobIsPausedAtOnceAndAPausedOneCancelledAtOnce() {
        var running = submit(api, xor(ENDLESS));
        training(api, running);
        var waiting = submit(api, xor("\"epochs\": 10"));

        assertThat(api.post("/jobs/" + waiting + "/pause", "").body().path("state").asString()).isEqualTo("PAUSED");
        assertThat(api.post("/jobs/" + waiting + "/resume", "").body().path("state").asString()).isEqualTo("QUEUED");
        assertThat(api.post("/jobs/" + waiting + "/resume", "").status()).as("not paused any more").isEqualTo(200);
        assertThat(api.post("/jobs/" + waiting + "/pause", "").body().path("state").asString()).isEqualTo("PAUSED");
        var cancelled = api.post("/jobs/" + waiting + "/cancel", "").body();
        assertThat(cancelled.path("state").asString()).isEqualTo("CANCELLED");
        assertThat(states(cancelled)).containsExactly("QUEUED", "PAUSED", "QUEUED", "PAUSED", "CANCELLED");

        api.post("/jobs/" + running + "/pause", "");
        reached(api, running, "PAUSED");
        api.post("/jobs/" + running + "/cancel", "");
        assertThat(ended(api, running).path("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void aJobThatHasEndedNeitherRestsNorGoesOn() {
        var id = submit(api, xor("\"epochs\": 1"));
        ended(api, id);

        assertThat(api.post("/jobs/" + id + "/pause", "").status()).isEqualTo(409);
        assertThat(api.post("/jobs/" + id + "/resume", "").status()).isEqualTo(409);
        assertThat(api.post("/jobs/00000000-0000-7000-8000-000000000000/pause", "").status()).isEqualTo(404);
    }

    @Test
    void aJobOfHigherPriorityIsTrainedBeforeOneThatCameEarlier() {
        var running = submit(api, xor(ENDLESS));
        training(api, running);
        var low = submit(api, xor("\"epochs\": 10, \"priority\": -5"));
        var middle = submit(api, xor("\"epochs\": 10"));
        var high = submit(api, xor("\"epochs\": 10, \"priority\": 5"));

        api.post("/jobs/" + running + "/cancel", "");

        var startOfHigh = ended(api, high).path("startedAt").asString();
        var startOfMiddle = ended(api, middle).path("startedAt").asString();
        var startOfLow = ended(api, low).path("startedAt").asString();
        assertThat(startOfHigh).isLessThan(startOfMiddle);
        assertThat(startOfMiddle).isLessThan(startOfLow);
    }

    @Test
    void aPollerThatKnowsTheJobGetsNothingNew() {
        var id = submit(api, xor("\"epochs\": 10"));
        ended(api, id);
        var first = api.get("/jobs/" + id);

        var second = api.send(api.request("/jobs/" + id).header("If-None-Match", first.header("ETag")).GET());

        assertThat(second.status()).isEqualTo(304);
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(api.send(api.request("/jobs/" + id).header("If-None-Match", "W/\"0-0\"").GET()).status())
                .isEqualTo(200);
    }
}
