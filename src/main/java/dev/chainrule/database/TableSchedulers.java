package dev.chainrule.database;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.chainrule.database.TableScheduler.PollSettings;
import dev.chainrule.database.TableScheduler.Threads;
import dev.chainrule.health.Vitals;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Builds and starts a db-scheduler for a {@link TaskTable}; its polls, heartbeats and searches for lost replicas run on
 * {@link SchedulerThreads}.
 *
 * <p>On PostgreSQL a replica locks the tasks that it takes, and takes no more than it has threads for. On H2 it cannot: each poll
 * offers up to three due tasks for every thread, whether or not they wait for a thread already, and a task is taken when its thread
 * starts it. Therefore a task that finds no place among those that wait is dropped; the next poll offers it again.
 */
@Component
public class TableSchedulers {
    /** As shares of the threads. */
    private static final double FETCH_AGAIN_BELOW = 0.5;

    private static final int FETCHED = 3;

    /** What still runs is interrupted after this: by then every write has ended or is abandoned. */
    private static final Duration LONGEST_STOP = Duration.ofMillis(500);

    private final DataSource dataSource;
    private final DatabaseProduct database;
    private final Clock clock;
    private final Vitals vitals;

    TableSchedulers(DataSource dataSource, DatabaseProduct database, Clock clock, Vitals vitals) {
        this.dataSource = dataSource;
        this.database = database;
        this.clock = clock;
        this.vitals = vitals;
    }

    /** Starts to take tasks. */
    public TableScheduler start(TaskTable table, Task<?> task, Threads threads, PollSettings settings) {
        var schedulerThreads = new SchedulerThreads(
                table.name().replace('_', ' '), vitals, settings.pollEvery(), settings.heartbeatEvery());
        var taskThreads = new TaskThreads(threads);
        var builder = Scheduler.create(schedulerThreads.dataSource(dataSource), task)
                .tableName(table.name())
                .schedulerName(new SchedulerName.Fixed(settings.replica()))
                .clock(schedulerThreads.clock(clock))
                .threads(threads.count())
                .executorService(taskThreads)
                .dueExecutor(schedulerThreads.poller())
                .housekeeperExecutor(schedulerThreads.housekeeper())
                .pollingInterval(settings.pollEvery())
                .heartbeatInterval(settings.heartbeatEvery())
                .missedHeartbeatsLimit(settings.missedHeartbeats())
                .shutdownMaxWait(LONGEST_STOP);
        if (table.hasPriorities()) {
            builder.enablePriority();
        }
        if (database.supportsSkipLocked()) {
            builder.pollUsingLockAndFetch(FETCH_AGAIN_BELOW, 1);
        } else {
            builder.pollUsingFetch(FETCH_AGAIN_BELOW, FETCHED);
        }
        var scheduler = builder.build();
        if (threads.pollsWhenFree()) {
            taskThreads.whenFree = scheduler::triggerCheckForDueExecutions;
        }
        table.onAdded(scheduler::triggerCheckForDueExecutions);
        scheduler.start();
        return new TableScheduler(table, schedulerThreads, scheduler);
    }

    private static final class TaskThreads extends ThreadPoolExecutor {
        private volatile Runnable whenFree = () -> {};

        TaskThreads(Threads threads) {
            super(threads.count(), threads.count(), 0, TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(FETCHED * threads.count()), threads.factory(), new DiscardPolicy());
        }

        @Override
        protected void afterExecute(Runnable done, @Nullable Throwable failure) {
            whenFree.run();
        }
    }
}
