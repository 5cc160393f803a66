package dev.chainrule.database;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.DbSchedulerException;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A table of db-scheduler's: tasks are put into it by the caller's transaction, and looked for once that is over. */
public final class TaskTable {
    private final SchedulerClient client;
    private final SQLExceptionTranslator translator = new SQLExceptionSubclassTranslator();
    private volatile Runnable wakeUp = () -> {};

    /** @param name of a table with a column for priorities, which tasks need not use */
    public TaskTable(DataSource dataSource, String name) {
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .tableName(name)
                .enablePriority()
                .build();
    }

    /**
     * Adds a task, unless it is there.
     *
     * @throws DataAccessException if the database cannot do it
     */
    public void add(SchedulableInstance<?> task) {
        try {
            client.scheduleIfNotExists(task);
        } catch (DbSchedulerException | SQLRuntimeException failure) {
            throw translated(failure);
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wakeUp.run();
            }
        });
    }

    /** What the database failed with, however the scheduler wrapped it; the failure itself if it was not the database's. */
    private RuntimeException translated(RuntimeException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException why) {
                var translated = translator.translate("Queue a task", null, why);
                return translated != null ? translated : new UncategorizedSQLException("Queue a task", null, why);
            }
        }
        return failure instanceof SQLRuntimeException
                ? new DataAccessResourceFailureException("A task was not queued", failure)
                : failure;
    }

    /** Who wants to know of tasks that were added here. */
    public void onAdded(Runnable look) {
        wakeUp = look;
    }
}
