package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.reached;
import static dev.chainrule.job.Requests.sampledHistory;
import static dev.chainrule.job.Requests.states;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Jobs that are paused and resumed. One thread trains. */
@ServiceTest
@TestPropertySource(properties = "chainrule.job.threads=1")
class JobPauseTest {
    /** Long enough to be found training. */
    private static final String LONG = "\"epochs\": 1000000, \"seed\": 7";
    private static final String ENDLESS = "\"epochs\": 10000000";

    private final Api api;
    private final JdbcClient database;

    JobPauseTest(Api api, JdbcClient database) {
        this.api = api;
        this.database = database;
    }

    private int queued(String id) {
        return database.sql("select count(*) from job_queue where task_instance like :claims")
                .param("claims", id + "/%")
                .query(Integer.class)
                .single();
    }

    @Test
    void pausedJobFreesItsThreadAndResumesToTheSameBits() {
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
        assertThat(sampledHistory(api, id)).isEqualTo(sampledHistory(api, undisturbed.path("id").asString()));
    }

    @Test
    void waitingJobIsPausedAndPausedJobCancelledImmediately() {
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
    void aWaitingJobThatIsPausedOrCancelledLeavesNothingInTheQueue() {
        var running = submit(api, xor(ENDLESS));
        training(api, running);
        var paused = submit(api, xor("\"epochs\": 10"));
        var cancelled = submit(api, xor("\"epochs\": 10"));
        assertThat(queued(paused)).isEqualTo(1);

        api.post("/jobs/" + paused + "/pause", "");
        api.post("/jobs/" + cancelled + "/cancel", "");

        assertThat(queued(paused)).isZero();
        assertThat(queued(cancelled)).isZero();
        api.post("/jobs/" + paused + "/resume", "");
        assertThat(queued(paused)).isEqualTo(1);
        api.post("/jobs/" + running + "/cancel", "");
        assertThat(ended(api, paused).path("state").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void pauseIsRefusedAfterAThousandTransitions() {
        var running = submit(api, xor(ENDLESS));
        training(api, running);
        var id = submit(api, xor("\"epochs\": 10"));
        var one = api.get("/jobs/" + id).body().path("transitions").get(0).toString();
        database.sql("update training_job set transitions = :many where id = :id")
                .param("many", "[" + String.join(",", Collections.nCopies(999, one)) + "]")
                .param("id", UUID.fromString(id))
                .update();

        assertThat(api.post("/jobs/" + id + "/pause", "").status()).isEqualTo(202);
        assertThat(api.post("/jobs/" + id + "/resume", "").status()).isEqualTo(202);
        var refused = api.post("/jobs/" + id + "/pause", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("detail").asString()).contains("paused and resumed too often");
        assertThat(queued(id)).as("it waits").isEqualTo(1);
        assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(202);
        api.post("/jobs/" + running + "/cancel", "");
        ended(api, running);
    }

    @Test
    void endedJobCanNeitherBePausedNorResumed() {
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
    void pollWithTheCurrentEtagIsAnsweredWith304() {
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
