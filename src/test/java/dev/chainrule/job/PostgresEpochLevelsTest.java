package dev.chainrule.job;

import dev.chainrule.Postgres;
import dev.chainrule.ServiceTest;
import dev.chainrule.job.history.EpochHistory;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The same on PostgreSQL. */
@ServiceTest
class PostgresEpochLevelsTest extends EpochLevelsTest {
    PostgresEpochLevelsTest(
            EpochHistory history, JdbcClient database, EntityManagerFactory entities) {
        super(history, database, entities);
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }
}
