package dev.chainrule.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Postgres;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Submissions that PostgreSQL chooses as a deadlock's victim: the first job that is stored is refused so. */
@ServiceTest
class PostgresDeadlockTest {
    private final Api api;
    private final JdbcClient database;

    PostgresDeadlockTest(Api api, JdbcClient database) {
        this.api = api;
        this.database = database;
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }

    @BeforeEach
    void refuseTheFirstJob() {
        // A sequence keeps counting even if the transaction is rolled back.
        database.sql("create sequence attempts").update();
        database.sql("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                    if nextval('attempts') = 1 then
                        raise exception 'deadlock detected' using errcode = '40P01';
                    end if;
                    return new;
                end $$""").update();
        database.sql("create trigger refuse before insert on training_job for each row execute function refuse()")
                .update();
    }

    @AfterEach
    void refuseNothing() {
        database.sql("drop trigger refuse on training_job").update();
        database.sql("drop function refuse").update();
        database.sql("drop sequence attempts").update();
    }

    private JsonNode accepted(String path, String body) {
        var answer = api.post(path, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body();
    }

    @Test
    void jobIsAcceptedAfterADeadlock() {
        accepted("/jobs", """
                {"model": {"layers": [{"units": 1}], "loss": "mean_squared_error"},
                 "dataset": {"features": [[0], [1]], "targets": [[0], [1]]}, "epochs": 1}""");
    }

    @Test
    void sweepIsAcceptedAfterADeadlock() {
        var sweep = accepted("/sweeps", Sweeps.xor("\"epochs\": 1", "\"restarts\": 2"));

        assertThat(sweep.path("ranking").size()).isEqualTo(2);
        assertThat(Sweeps.ended(api, sweep.path("id").asString()).path("state").asString()).isEqualTo("SUCCEEDED");
    }
}
