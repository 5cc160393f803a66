package dev.chainrule.job;

import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.chainrule.budget.ByteCount;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.budget.Reservation;
import dev.chainrule.database.DatabaseProduct;
import dev.chainrule.database.StorageRetry;
import dev.chainrule.database.TableScheduler;
import dev.chainrule.database.TableScheduler.Threads;
import dev.chainrule.database.TableSchedulers;
import dev.chainrule.health.FatalErrors;
import dev.chainrule.job.JobQueue.Claim;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Trains queued jobs on a fixed number of threads. Starts before the service listens, so that no job of an earlier process is answered in
 * an outdated state, and stops after it.
 */
@Component
class JobWorker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    /** How long a stop waits, from its start, for the last writes; and how long if the database is away. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(7);
    private static final Duration LONGEST_STOP_WITHOUT_STORAGE = Duration.ofSeconds(4);

    /** How long a training thread waits for a job's memory before it looks for a job that fits. */
    private static final Duration MEMORY_WAIT = Duration.ofMillis(250);

    /** When a job that did not fit is tried again, and how much later for every job that waits. */
    private static final Duration MEMORY_PAUSE = Duration.ofSeconds(2);
    private static final Duration MORE_PAUSE = Duration.ofMillis(50);

    private final RunStore store;
    private final JobQueue queue;
    private final JobRunner runner;
    private final RunningJobs running;
    private final JobFailures failures;
    private final MemoryBudget memory;
    private final StorageRetry storage;
    private final DatabaseProduct database;
    private final TableSchedulers schedulers;
    private final JobProperties properties;
    private final Clock clock;
    private final TrainingMeters meters;

    private volatile @Nullable TableScheduler scheduler;

    /** Once true, no job is started. */
    private volatile boolean closing;
    private volatile long closingSince;

    JobWorker(
            RunStore store,
            JobQueue queue,
            JobRunner runner,
            RunningJobs running,
            JobFailures failures,
            MemoryBudget memory,
            StorageRetry storage,
            DatabaseProduct database,
            TableSchedulers schedulers,
            JobProperties properties,
            Clock clock,
            TrainingMeters meters) {
        this.store = store;
        this.queue = queue;
        this.runner = runner;
        this.running = running;
        this.failures = failures;
        this.memory = memory;
        this.storage = storage;
        this.database = database;
        this.schedulers = schedulers;
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public void start() {
        closing = false;
        storage.open();
        if (database.embedded()) {
            int waiting = store.requeueAllOrphans();
            if (waiting > 0) {
                log.info("{} jobs from before the start of the service are queued", waiting);
            }
        }
        var threads = new Threads(properties.threadCount(), Thread.ofPlatform().name("training-", 1).factory(), true);
        scheduler = schedulers.start(queue.tasks(), task(), threads, properties.polling());
    }

    private Task<Void> task() {
        return Tasks.custom(JobQueue.TASK)
                .onFailure((execution, operations) -> {
                    execution.getCause().ifPresent(FatalErrors::endOn);
                    requeueExecution(execution.getExecution().taskInstance.getId(), operations,
                            store::requeueWithBackoff);
                })
                .onDeadExecution((execution, operations) -> requeueExecution(
                        execution.getExecution().taskInstance.getId(), operations, store::requeueOrphan))
                .execute((instance, _) -> {
                    return train(Claim.parse(instance.getId()))
                            ? new CompletionHandler.OnCompleteRemove<>()
                            : (complete, operations) -> operations.reschedule(
                                    complete, clock.instant().plus(memoryPause()));
                });
    }

    /** A claim failed, here or on a lost replica: the job is requeued. Several replicas may find the same lost one. */
    void requeueExecution(String instance, ExecutionOperations<Void> operations, Consumer<Claim> requeue) {
        var claim = Claim.parse(instance);
        if (running.contains(claim)) {
            log.debug("{} trains here: only its heartbeats were late", claim);
            return;
        }
        requeue.accept(claim);
        try {
            operations.stop();
        } catch (ExecutionException removed) {
            log.debug("Another replica has requeued {} at the same time", claim, removed);
        }
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

    /** Training begins to stop while the web server still completes its requests; no more jobs are started. */
    @EventListener(ContextClosedEvent.class)
    void requeueAll() {
        if (!closing) {
            closingSince = System.nanoTime();
            closing = true;
            Optional.ofNullable(scheduler).ifPresent(TableScheduler::pause);
        }
        running.requeueAll();
    }

    /** Waits for every job to reach the end of its epoch, and requeues it with a checkpoint. */
    @Override
    public void stop() {
        requeueAll();
        if (!running.awaitNone(() -> System.nanoTime() - closingSince >= longestStop().toNanos())) {
            log.warn("{} jobs did not stop in time: they will resume from their last checkpoints", running.count());
        }
        storage.close();
        Optional.ofNullable(scheduler).ifPresent(TableScheduler::close);
        scheduler = null;
    }

    private Duration longestStop() {
        return storage.isFailing() ? LONGEST_STOP_WITHOUT_STORAGE : LONGEST_STOP;
    }

    /** Grows with the number of waiting jobs, so that retries take little of the database's time. */
    private Duration memoryPause() {
        return MEMORY_PAUSE.plus(MORE_PAUSE.multipliedBy(memory.countOfWaitingJobs()));
    }

    /** @return false if it could not start and is to be tried again later */
    private boolean train(Claim claim) {
        var run = running.add(claim);
        try (var _ = JobLog.linesOf(claim.job())) {
            if (closing) {
                store.requeueOrphan(claim);
                return true;
            }
            var needed = store.memoryBytes(claim);
            if (needed.isEmpty()) {
                memory.forget(claim.job());
                return true;
            }
            var reserved = reserve(claim, needed.get());
            reserved.ifPresent(reservation -> {
                try (reservation) {
                    trainWithMemory(claim, run);
                }
            });
            return reserved.isPresent();
        } finally {
            running.remove(claim);
        }
    }

    private Optional<Reservation> reserve(Claim claim, long bytes) {
        if (bytes > memory.mostOfJob()) {
            store.awaitMemory(claim,
                    "It needs " + ByteCount.text(bytes) + " of memory, but this service can give jobs "
                            + ByteCount.text(memory.mostOfJob())
                            + " at most: give it a larger heap (-Xmx), or cancel the job");
            return Optional.empty();
        }
        try {
            // If many wait, the thread tries the next one without waiting.
            var wait = memory.countOfWaitingJobs() <= properties.threadCount() ? MEMORY_WAIT : Duration.ZERO;
            var reserved = memory.reserveForJob(claim.job(), bytes, wait);
            if (reserved.isEmpty()) {
                memory.firstJob().filter(first -> !store.isQueued(first)).ifPresent(memory::forget);
                store.awaitMemory(claim,
                        "It needs " + ByteCount.text(bytes) + " of memory: other jobs and requests hold too"
                                + " much of the " + ByteCount.text(memory.mostOfJob())
                                + " that this service can give jobs");
            }
            return reserved;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void trainWithMemory(Claim claim, RunningJobs.RunningJob run) {
        var held = store.start(claim);
        if (held.isPresent()) {
            train(claim, held.get(), run);
        }
    }

    private void train(Claim claim, RunStore.Held held, RunningJobs.RunningJob run) {
        try {
            runner.run(claim, held, run.stop(), writeBehind -> running.begin(run, held.job().modelName(), writeBehind));
        } catch (ClaimLostException lost) {
            meters.claimLost();
            log.info("Job {} is held by another worker now: {}", claim.job(), lost.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (RunFailedException failure) {
            if (isCutOff(failure.failure())) {
                throw failure;
            }
            failures.end(claim, failure.failure(), failure.rest());
        } catch (RuntimeException | Error failure) {
            FatalErrors.endOn(failure);
            if (isCutOff(failure)) {
                throw failure;
            }
            failures.end(claim, failure, Optional.empty());
        }
    }

    /**
     * Whether the run did not fail itself: the service stops while the database is away. The claim stays until it is found to be an orphan.
     */
    private boolean isCutOff(Throwable failure) {
        return storage.isClosed() && StorageRetry.isTransient(failure);
    }
}
