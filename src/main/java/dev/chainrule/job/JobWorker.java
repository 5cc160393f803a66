package dev.chainrule.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.job.RunJournal.Bunch;
import dev.chainrule.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Trains queued jobs on a fixed number of threads. Starts before the service listens, so that no job of an earlier run is ever
 * seen in a state that is no longer true, and stops after it.
 */
@Component
class JobWorker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);
    private static final int TICK_MILLISECONDS = 1000;

    /** How long an epoch may take to its end when the service stops: the whole stop is to take less than ten seconds. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(4);

    /** How long after it began a stop still waits for what is left to write; and if the database is away. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(7);
    private static final Duration LONGEST_STOP_WITHOUT_STORAGE = Duration.ofSeconds(4);
    private static final long LOOK_MILLISECONDS = 100;

    /** How long an epoch may take to its end when its job is to pause. */
    private static final Duration PAUSE_PATIENCE = Duration.ofSeconds(10);

    /** Shares of the threads. On PostgreSQL a replica takes no more jobs than it has threads for; on H2 it only looks at more. */
    private static final double FETCH_AGAIN_BELOW = 0.5;
    private static final double FETCHED = 3;

    /** How long an epoch may take to its end when its job is cancelled. */
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(1);

    private final JobRepository jobs;
    private final JobRecords records;
    private final JobQueue queue;
    private final JobRunner runner;
    private final JobWatch watch;
    private final PatientStorage storage;
    private final Database database;
    private final DataSource dataSource;
    private final JobProperties properties;
    private final Clock clock;

    /** What this replica trains. */
    private final Map<Claim, Running> running = new ConcurrentHashMap<>();

    private volatile Scheduler scheduler;

    /** Once true, no job is begun any more. */
    private volatile boolean closing;
    private volatile long closingSince;

    JobWorker(
            JobRepository jobs,
            JobRecords records,
            JobQueue queue,
            JobRunner runner,
            JobWatch watch,
            PatientStorage storage,
            Database database,
            DataSource dataSource,
            JobProperties properties,
            Clock clock) {
        this.jobs = jobs;
        this.records = records;
        this.queue = queue;
        this.runner = runner;
        this.watch = watch;
        this.storage = storage;
        this.database = database;
        this.dataSource = dataSource;
        this.properties = properties;
        this.clock = clock;
    }

    /** A job that trains here. */
    private static final class Running {
        private final Stop stop = new Stop(System::nanoTime);
        private volatile RunJournal journal;
    }

    @Override
    public void start() {
        closing = false;
        storage.open();
        int waiting = records.recover(database.embedded());
        if (waiting > 0) {
            log.info("{} jobs go on where the last run of the service left them", waiting);
        }
        scheduler = scheduler();
        queue.onAdded(scheduler::triggerCheckForDueExecutions);
        scheduler.start();
    }

    private Scheduler scheduler() {
        int count = properties.threadCount();
        var builder = Scheduler.create(dataSource, task())
                .tableName(JobQueue.TABLE)
                .enablePriority()
                .schedulerName(new SchedulerName.Fixed(properties.replicaName()))
                .clock(clock::instant)
                .threads(count)
                .executorService(new TrainingThreads(count))
                .pollingInterval(properties.pollEvery())
                .heartbeatInterval(properties.heartbeatEvery())
                .missedHeartbeatsLimit(properties.missedHeartbeats())
                // Nobody is interrupted who could still write: by then all runs are over, or given up.
                .shutdownMaxWait(Duration.ofMillis(500));
        if (database.locksAndSkips()) {
            builder.pollUsingLockAndFetch(FETCH_AGAIN_BELOW, 1);
        } else {
            builder.pollUsingFetch(FETCH_AGAIN_BELOW, FETCHED);
        }
        return builder.build();
    }

    /** Threads that look for the next job as soon as one is free. */
    private final class TrainingThreads extends ThreadPoolExecutor {
        TrainingThreads(int count) {
            super(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().name("training-", 1).factory());
        }

        @Override
        public void execute(Runnable candidate) {
            // Without locks the scheduler offers what is due again and again, whether or not it waits here already.
            if (database.locksAndSkips() || getQueue().size() < FETCHED * getMaximumPoolSize()) {
                super.execute(candidate);
            }
        }

        @Override
        protected void afterExecute(Runnable done, Throwable failure) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    private Task<Void> task() {
        return Tasks.custom(JobQueue.TASK)
                .onFailure((execution, operations) -> giveBack(
                        execution.getExecution().taskInstance.getId(), operations, records::putOff))
                .onDeadExecution((execution, operations) -> giveBack(
                        execution.getExecution().taskInstance.getId(), operations, records::takeBack))
                .execute((instance, _) -> {
                    train(Claim.parse(instance.getId()));
                    return new CompletionHandler.OnCompleteRemove<>();
                });
    }

    /** A claim came to nothing, here or on a replica that is gone: the job is queued under a new one. */
    private void giveBack(String instance, ExecutionOperations<Void> operations, Consumer<Claim> way) {
        var claim = Claim.parse(instance);
        if (running.containsKey(claim)) {
            log.debug("{} trains here: only its heartbeats were late", claim);
            return;
        }
        way.accept(claim);
        operations.stop();
        watch.changed(claim.job());
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    /** Before the web server, and so stopped after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    /** Training begins to stop while the web server still ends its requests, and nothing is begun any more. */
    @EventListener(ContextClosedEvent.class)
    void handBackAll() {
        if (!closing) {
            closingSince = System.nanoTime();
            closing = true;
            queue.onAdded(() -> {});
            if (scheduler != null) {
                scheduler.pause();
            }
        }
        running.values().forEach(run -> run.stop.handBack(STOP_PATIENCE, "The service was stopped"));
    }

    /** Lets every job reach the end of its epoch, and hands it back with its state. */
    @Override
    public void stop() {
        handBackAll();
        if (!awaitNoneRunning()) {
            log.warn("{} jobs did not stop in time: they go on from their last checkpoints", running.size());
        }
        storage.close();
        scheduler.stop();
        scheduler = null;
    }

    private boolean awaitNoneRunning() {
        try {
            synchronized (running) {
                while (!running.isEmpty() && System.nanoTime() - closingSince < longestStop().toNanos()) {
                    running.wait(LOOK_MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return running.isEmpty();
    }

    private Duration longestStop() {
        return storage.isFailing() ? LONGEST_STOP_WITHOUT_STORAGE : LONGEST_STOP;
    }

    /** Passes a user's wish on at once, if the job trains here; else the replica that trains it hears of it soon. */
    void hear(UUID job) {
        var here = running.keySet().stream().map(Claim::job).filter(job::equals).toList();
        if (!here.isEmpty()) {
            try {
                hear(here);
            } catch (DataAccessException | TransactionException away) {
                log.debug("The database cannot be reached: the wish is heard at the next tick", away);
            }
        }
    }

    /** Keeps in touch: tells that the jobs are alive, hears what users want of them, and has their records written. */
    @Scheduled(fixedRate = TICK_MILLISECONDS)
    void tick() {
        if (running.isEmpty()) {
            return;
        }
        running.values().stream().map(run -> run.journal).filter(journal -> journal != null).forEach(RunJournal::flush);
        try {
            for (var claim : running.keySet()) {
                jobs.beat(claim.job(), claim.number(), JobState.HELD, clock.instant());
            }
            hear(running.keySet().stream().map(Claim::job).toList());
        } catch (DataAccessException | TransactionException away) {
            log.debug("The database cannot be reached: jobs are looked for again at the next tick", away);
        }
    }

    private void hear(List<UUID> ids) {
        var standings = jobs.standings(ids).stream()
                .collect(Collectors.toMap(JobRepository.Standing::id, Function.identity()));
        running.forEach((claim, run) -> {
            if (ids.contains(claim.job())) {
                obey(claim, run.stop, Optional.ofNullable(standings.get(claim.job())));
            }
        });
    }

    private static void obey(Claim claim, Stop stop, Optional<JobRepository.Standing> standing) {
        if (standing.isEmpty() || standing.get().claim() != claim.number()) {
            stop.abandon();
            return;
        }
        switch (standing.get().state()) {
            case CANCELLING -> stop.cancel(CANCEL_PATIENCE);
            case PAUSING -> stop.handBack(PAUSE_PATIENCE, null);
            case QUEUED, RUNNING, PAUSED, SUCCEEDED, FAILED, CANCELLED -> {}
        }
    }

    private void train(Claim claim) {
        var run = new Running();
        running.put(claim, run);
        try {
            if (closing) {
                records.takeBack(claim);
                return;
            }
            var held = records.start(claim);
            watch.changed(claim.job());
            if (held.isPresent()) {
                train(claim, held.get(), run);
            }
        } finally {
            running.remove(claim);
            synchronized (running) {
                running.notifyAll();
            }
            watch.changed(claim.job());
        }
    }

    private void train(Claim claim, JobRecords.Held held, Running run) {
        try {
            runner.run(claim, held, run.stop, journal -> run.journal = journal);
        } catch (ClaimLostException lost) {
            log.info("Job {} is somebody else's now: {}", claim.job(), lost.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (RunFailedException failure) {
            fail(claim, failure.getCause(), failure.rest());
        } catch (RuntimeException | Error failure) {
            if (storage.isClosed() && PatientStorage.mayPass(failure)) {
                // It did not fail: it could not be handed back. Its claim stays, until it is put off or found dead.
                throw failure;
            }
            fail(claim, failure, Optional.empty());
        }
    }

    private void fail(Claim claim, Throwable cause, Optional<Bunch> rest) {
        log.error("Job {} failed", claim.job(), cause);
        try {
            end(claim, rest, why(claim, cause));
        } catch (ClaimLostException lost) {
            log.info("Job {} is somebody else's now: {}", claim.job(), lost.getMessage());
        } catch (RuntimeException unwritable) {
            if (rest.isEmpty() || PatientStorage.mayPass(unwritable)) {
                throw unwritable;
            }
            log.error("The last records of job {} cannot be stored: it ends without them", claim.job(), unwritable);
            end(claim, Optional.empty(), why(claim, cause));
        }
    }

    private void end(Claim claim, Optional<Bunch> rest, String why) {
        storage.retryForever(() -> {
            records.fail(claim, rest, why);
            return null;
        });
    }

    private String why(Claim claim, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            return "There is not enough memory for this job: use a smaller batch, network or dataset";
        }
        if (PatientStorage.mayPass(cause)) {
            return "The database did not work for " + properties.storagePatience().toSeconds()
                    + " s: see that it runs and that its disk has room, then resume from this job's last checkpoint";
        }
        if (cause instanceof ProblemException problem) {
            return problem.getMessage();
        }
        return "Unexpected failure " + claim.job() + ": the service's log has more under this id";
    }
}
