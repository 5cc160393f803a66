package dev.chainrule.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TaskTableTest {
    private static final TaskDescriptor<Void> TASK = TaskDescriptor.of("train");

    private final JdbcDataSource database = new JdbcDataSource();

    @Test
    void aTaskThatCannotBeAddedInTimeFailsLikeEveryOtherAccess() throws SQLException {
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";LOCK_TIMEOUT=1;DB_CLOSE_DELAY=-1");
        JdbcClient.create(database).sql("""
                create table tasks (
                    task_name varchar(100), task_instance varchar(100), task_data varbinary(10),
                    execution_time timestamp with time zone, picked boolean, picked_by varchar(255),
                    last_success timestamp with time zone, last_failure timestamp with time zone,
                    consecutive_failures integer, last_heartbeat timestamp with time zone, version bigint,
                    priority smallint, primary key (task_name, task_instance))""").update();
        var tasks = TaskTable.byTime(database, "tasks");
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(database));

        try (var other = database.getConnection(); var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("insert into tasks (task_name, task_instance) values ('train', 'one')");

            assertThatThrownBy(
                    () -> transaction.executeWithoutResult(
                            _ -> tasks.add(TASK.instance("one").scheduledTo(Instant.EPOCH))))
                    .isInstanceOfSatisfying(
                            DataAccessException.class,
                            failure -> assertThat(StorageRetry.isTransient(failure)).isTrue());
        }
    }
}
