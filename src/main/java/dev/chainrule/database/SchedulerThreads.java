package dev.chainrule.database;

import com.github.kagkarlsson.scheduler.Clock;
import dev.chainrule.health.FatalErrors;
import dev.chainrule.health.Vitals;
import dev.chainrule.health.Vitals.Activity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The threads of a db-scheduler that poll for tasks, send heartbeats and search for lost replicas. {@link Vitals} watches them.
 *
 * <p>db-scheduler's own events do not show whether these threads work: there is none for a poll that finds nothing, or while the database
 * cannot be reached. But every poll and every pause reads the clock, and every access gets a connection. Each of these counts as a beat if
 * one of these threads does it. So a database that fails or hangs silences no thread for longer than one access takes.
 */
final class SchedulerThreads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SchedulerThreads.class);

    /** The heartbeats, and the search for lost replicas. */
    private static final int HOUSEKEEPERS = 2;

    private final String queue;
    private final Vitals vitals;
    private final Duration pollEvery;
    private final Duration heartbeatEvery;

    /** The activity of the current thread. */
    private final ScopedValue<Activity> current = ScopedValue.newInstance();

    private final List<Activity> activities = new CopyOnWriteArrayList<>();

    /** @param queue its name, as in "job queue" */
    SchedulerThreads(String queue, Vitals vitals, Duration pollEvery, Duration heartbeatEvery) {
        this.queue = queue;
        this.vitals = vitals;
        this.pollEvery = pollEvery;
        this.heartbeatEvery = heartbeatEvery;
    }

    /** The clock for the scheduler. */
    Clock clock(java.time.Clock clock) {
        return () -> {
            var now = clock.instant();
            beat();
            return now;
        };
    }

    /** The database for the scheduler. */
    DataSource dataSource(DataSource dataSource) {
        return new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                beat();
                var connection = super.getConnection();
                beat();
                return connection;
            }
        };
    }

    private void beat() {
        if (current.isBound()) {
            current.get().beat();
        }
    }

    private Activity begin(String what, Duration pause) {
        var activity = vitals.begin(what + " of the " + queue, pause);
        activities.add(activity);
        return activity;
    }

    /** Runs the scheduler's polls one after the other, in one endless task. */
    ExecutorService poller() {
        return new Poller();
    }

    private final class Poller extends ThreadPoolExecutor {
        Poller() {
            super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().name(queue.replace(' ', '-') + "-poller").factory());
        }

        @Override
        public Future<?> submit(Runnable looks) {
            var activity = begin("Poller", pollEvery);
            return super.submit(() -> poll(looks, activity));
        }

        private void poll(Runnable looks, Activity activity) {
            try {
                ScopedValue.where(current, activity).run(looks);
            } catch (RuntimeException | Error failure) {
                FatalErrors.endOn(failure);
                log.error(
                        "The poller of the {} has ended: nothing is taken from it here until the service is restarted",
                        queue, failure);
                throw failure;
            }
        }
    }

    /** Runs what the scheduler repeats: heartbeats, and the search for lost replicas. */
    ScheduledExecutorService housekeeper() {
        return new Housekeeper();
    }

    private final class Housekeeper extends ScheduledThreadPoolExecutor {
        Housekeeper() {
            super(HOUSEKEEPERS, Thread.ofPlatform().name(queue.replace(' ', '-') + "-housekeeper-", 1).factory());
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable round, long first, long delay, TimeUnit unit) {
            var pause = Duration.of(delay, unit.toChronoUnit());
            var activity = begin(pause.equals(heartbeatEvery) ? "Heartbeat" : "Search for lost replicas", pause);
            return super.scheduleWithFixedDelay(() -> ScopedValue.where(current, activity).run(() -> {
                beat();
                round.run();
                beat();
            }), first, delay, unit);
        }
    }

    /** The scheduler has stopped. */
    @Override
    public void close() {
        activities.forEach(Activity::close);
    }
}
