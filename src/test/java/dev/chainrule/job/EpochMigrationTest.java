package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Postgres;
import java.util.HashMap;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database with histories that meets the levels. */
class EpochMigrationTest {
    @Test
    void historiesBecomeLevel0OnH2() {
        var url = "jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1";
        historiesBecomeLevel0(new DriverManagerDataSource(url, "sa", ""));
    }

    @Test
    void historiesBecomeLevel0OnPostgres() {
        var properties = new HashMap<String, Object>();
        Postgres.use((name, value) -> properties.put(name, value.get()));
        historiesBecomeLevel0(new DriverManagerDataSource(
                (String) properties.get("spring.datasource.url"),
                (String) properties.get("spring.datasource.username"),
                (String) properties.get("spring.datasource.password")));
    }

    private static void historiesBecomeLevel0(DriverManagerDataSource source) {
        var database = JdbcClient.create(source);
        Flyway.configure().dataSource(source).target("3").load().migrate();
        var job = UUID.randomUUID();
        database.sql("""
                insert into training_job (id, state, model_id, model_name, dataset_id, dataset_name, spec, epochs, seed,
                    request_sha256, created_at, row_version)
                values (?, 'SUCCEEDED', ?, 'm', ?, 'd', '{}', 11, 1, '', current_timestamp, 0)""")
                .params(job, job, job)
                .update();
        for (int first = 0; first < 12; first += 6) {
            database.sql("insert into epoch_block (job_id, first_epoch, epochs, data) values (?, ?, 6, ?)")
                    .params(job, first, new byte[] {0, (byte) first})
                    .update();
        }

        Flyway.configure().dataSource(source).load().migrate();

        var rows = database
                .sql("select level, first_epoch, epochs, format, data from epoch_block where job_id = ? order by 2")
                .param(job)
                .query((row, _) -> row.getInt(1) + " " + row.getInt(2) + " " + row.getInt(3) + " " + row.getInt(4) + " "
                        + row.getBytes(5)[1])
                .list();
        assertThat(rows).containsExactly("0 0 6 0 0", "0 6 6 0 6");
        database.sql("delete from training_job").update();
        assertThat(database.sql("select count(*) from epoch_block").query(Integer.class).single())
                .as("they still go with their job")
                .isZero();
    }
}
