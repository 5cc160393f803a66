package dev.chainrule.database;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A table of db-scheduler: the caller's transaction adds tasks, and this replica polls for them after the commit. */
public final class TaskTable {
    private final String name;
    private final boolean hasPriorities;
    private final SchedulerClient client;
    private final SQLExceptionTranslator translator = new SQLExceptionSubclassTranslator();
    private volatile Runnable wakeUp = () -> {};

    private TaskTable(DataSource dataSource, String name, boolean hasPriorities) {
        this.name = name;
        this.hasPriorities = hasPriorities;
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .tableName(name)
                .enablePriority()
                .build();
    }

    /** A table whose tasks are taken in the order of their times. */
    public static TaskTable byTime(DataSource dataSource, String name) {
        return new TaskTable(dataSource, name, false);
    }

    /** A table whose tasks are taken in the order of their priorities, the highest first, and then of their times. */
    public static TaskTable byPriority(DataSource dataSource, String name) {
        return new TaskTable(dataSource, name, true);
    }

    String name() {
        return name;
    }

    boolean hasPriorities() {
        return hasPriorities;
    }

    /**
     * Adds a task, unless it exists.
     *
     * @throws DataAccessException if the database cannot do it
     */
    public void add(SchedulableInstance<?> task) {
        try {
            client.scheduleIfNotExists(task);
        } catch (RuntimeException failure) {
            throw translated(failure);
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wakeUp.run();
            }
        });
    }

    /**
     * The database's failure; the given one if the database was not the cause. db-scheduler wraps it in exceptions of its own, of which
     * some are private to it.
     */
    private RuntimeException translated(RuntimeException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException why) {
                var translated = translator.translate("Queue a task", null, why);
                return translated != null ? translated : new UncategorizedSQLException("Queue a task", null, why);
            }
        }
        return failure;
    }

    /** @param poll what runs after a commit that added tasks */
    void onAdded(Runnable poll) {
        wakeUp = poll;
    }
}
