package dev.chainrule.database;

import com.github.kagkarlsson.scheduler.Scheduler;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** A db-scheduler on one {@link TaskTable}: takes due tasks and runs them. {@link TableSchedulers} starts it. */
public final class TableScheduler implements AutoCloseable {
    private final TaskTable table;
    private final SchedulerThreads schedulerThreads;
    private final Scheduler scheduler;

    TableScheduler(TaskTable table, SchedulerThreads schedulerThreads, Scheduler scheduler) {
        this.table = table;
        this.schedulerThreads = schedulerThreads;
        this.scheduler = scheduler;
    }

    /**
     * How a replica polls, and how others learn that it is lost.
     *
     * @param replica its name in the table
     * @param missedHeartbeats how many of them make a replica count as lost
     */
    public record PollSettings(String replica, Duration pollEvery, Duration heartbeatEvery, int missedHeartbeats) {}

    /**
     * The threads that run tasks.
     *
     * @param pollsWhenFree whether a thread that has run a task polls for the next one instead of waiting for the next poll
     */
    public record Threads(int count, ThreadFactory factory, boolean pollsWhenFree) {}

    /** Takes no more tasks; running ones continue. */
    public void pause() {
        table.onAdded(() -> {});
        scheduler.pause();
    }

    /** Ends the threads; tasks that still run are interrupted soon. */
    @Override
    public void close() {
        pause();
        scheduler.stop();
        schedulerThreads.close();
    }
}
