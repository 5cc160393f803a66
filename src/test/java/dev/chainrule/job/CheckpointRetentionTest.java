package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Checkpoints with a retention of zero. */
@ServiceTest
@TestPropertySource(properties = "chainrule.job.keep-checkpoints=0s")
class CheckpointRetentionTest {
    private final Api api;
    private final CheckpointRetention retention;
    private final JobRepository jobs;
    private final ScheduledTaskHolder scheduled;
    private final TransactionTemplate transaction;
    private final JdbcClient database;

    CheckpointRetentionTest(
            Api api,
            CheckpointRetention retention,
            JobRepository jobs,
            ScheduledTaskHolder scheduled,
            TransactionTemplate transaction,
            JdbcClient database) {
        this.api = api;
        this.retention = retention;
        this.jobs = jobs;
        this.scheduled = scheduled;
        this.transaction = transaction;
        this.database = database;
    }

    private int checkpoints(String id) {
        return api.get("/jobs/" + id + "/checkpoints").body().path("data").size();
    }

    @Test
    void lockedJobKeepsItsCheckpoints() {
        var inUse = submit(api, xor("\"epochs\": 10"));
        var other = submit(api, xor("\"epochs\": 10, \"seed\": 2"));
        ended(api, inUse);
        ended(api, other);
        int kept = checkpoints(inUse);
        assertThat(kept).as("a job that has ended has its last state").isPositive();

        transaction.executeWithoutResult(_ -> {
            jobs.findForTransition(UUID.fromString(inUse));
            CompletableFuture.runAsync(retention::deleteExpired).join();
        });

        assertThat(checkpoints(inUse)).isEqualTo(kept);
        assertThat(checkpoints(other)).isZero();
        retention.deleteExpired();
        assertThat(checkpoints(inUse)).isZero();
    }

    @Test
    void moreThanOneBatchIsDeleted() {
        var sweep = api.post("/sweeps", "{\"job\": %s, \"restarts\": 101}".formatted(xor("\"epochs\": 1"))).body();
        api.get("/jobs?limit=1000&sweep=" + sweep.path("id").asString()).body().path("data").valueStream()
                .forEach(job -> ended(api, job.path("id").asString()));
        assertThat(database.sql("select count(*) from checkpoint").query(Integer.class).single()).isGreaterThan(100);

        retention.deleteExpired();

        assertThat(database.sql("select count(*) from checkpoint").query(Integer.class).single()).isZero();
    }

    /** Tasks of a fixed delay share one thread. */
    @Test
    void cleanupDoesNotDelayPolling() {
        assertThat(scheduled.getScheduledTasks())
                .filteredOn(task -> task.getTask() instanceof FixedDelayTask)
                .singleElement()
                .asString()
                .endsWith("JobWatch.look");
    }
}
