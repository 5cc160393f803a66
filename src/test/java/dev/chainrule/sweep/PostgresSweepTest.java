package dev.chainrule.sweep;

import static dev.chainrule.sweep.Sweeps.ENDLESS;
import static dev.chainrule.sweep.Sweeps.ended;
import static dev.chainrule.sweep.Sweeps.submit;
import static dev.chainrule.sweep.Sweeps.until;
import static dev.chainrule.sweep.Sweeps.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Postgres;
import dev.chainrule.ServiceTest;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Sweeps on PostgreSQL. */
@ServiceTest
class PostgresSweepTest {
    private final Api api;
    private final JdbcClient database;
    private final SessionFactory sessions;

    PostgresSweepTest(Api api, JdbcClient database, EntityManagerFactory entities) {
        this.api = api;
        this.database = database;
        this.sessions = entities.unwrap(SessionFactory.class);
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }

    @Test
    void aSweepIsRankedListedAndDeleted() {
        var id = submit(api,
                xor("\"epochs\": 50", "\"grid\": {\"optimizer.learningRate\": [0.01, 1]}, \"restarts\": 2"));

        var sweep = ended(api, id);

        assertThat(sweep.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(sweep.path("ranking").valueStream().map(job -> job.path("value").asDouble()).toList())
                .hasSize(4)
                .isSorted();
        assertThat(api.get("/sweeps").body().path("data").get(0).path("progress")).isEqualTo(sweep.path("progress"));
        assertThat(Sweeps.jobs(api, id)).hasSize(4);
        assertThat(api.delete("/sweeps/" + id).status()).isEqualTo(204);
        assertThat(api.get("/jobs").body().path("data").isEmpty()).isTrue();
    }

    @Test
    void aSweepIsDeletedWithoutAStatementForEachOfItsJobs() {
        assertThat(statementsToDelete(20)).isLessThan(20);
        assertThat(database.sql("select count(*) from checkpoint").query(Integer.class).single()).isZero();
    }

    private long statementsToDelete(int restarts) {
        var id = submit(api, xor("\"epochs\": 50", "\"restarts\": " + restarts));
        ended(api, id);
        assertThat(database.sql("select count(*) from checkpoint").query(Integer.class).single())
                .isGreaterThanOrEqualTo(restarts);
        var statistics = sessions.getStatistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();
        assertThat(api.delete("/sweeps/" + id).status()).isEqualTo(204);
        long statements = statistics.getPrepareStatementCount();
        statistics.setStatisticsEnabled(false);
        return statements;
    }

    @Test
    void everyForeignKeyHasAnIndex() {
        var without = database.sql("""
                select conrelid::regclass || ' ' || conname from pg_constraint foreign_key
                where contype = 'f' and not exists (
                    select 1 from pg_index where indrelid = conrelid and indkey[0] = conkey[1])""")
                .query(String.class)
                .list();

        assertThat(without).isEmpty();
    }

    @Test
    void aSweepIsCancelledAsOne() {
        var id = submit(api, xor(ENDLESS, "\"restarts\": 8"));
        until(api, "/sweeps/" + id, sweep -> sweep.path("state").asString().equals("RUNNING"));

        assertThat(api.post("/sweeps/" + id + "/cancel", "").status()).isEqualTo(202);

        assertThat(ended(api, id).path("progress").path("cancelled").asInt()).isEqualTo(8);
        assertThat(api.delete("/sweeps/" + id).status()).isEqualTo(204);
    }
}
