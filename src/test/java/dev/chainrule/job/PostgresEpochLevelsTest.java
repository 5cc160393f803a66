package dev.chainrule.job;

import dev.chainrule.Postgres;
import dev.chainrule.ServiceTest;
import dev.chainrule.job.history.EpochHistory;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** The same on PostgreSQL. */
@ServiceTest
class PostgresEpochLevelsTest extends EpochLevelsTest {
    PostgresEpochLevelsTest(
            EpochHistory history, JdbcClient database, TransactionTemplate transaction, EntityManagerFactory entities) {
        super(history, database, transaction, entities);
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }
}
