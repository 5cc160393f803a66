package dev.chainrule.job;

import dev.chainrule.health.Vitals;
import dev.chainrule.health.Vitals.Activity;
import dev.chainrule.job.JobLocks.LockedJob;
import dev.chainrule.job.JobQueue.Claim;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/** The jobs that train on this replica: sends their heartbeats, and applies commands of users to them. */
@Component
class RunningJobs {
    private static final Logger log = LoggerFactory.getLogger(RunningJobs.class);
    private static final int TICK_MILLISECONDS = 1000;
    private static final long LOOK_MILLISECONDS = 100;

    /** How long an epoch may still take when the service stops: the whole stop is to take less than ten seconds. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(4);

    /** How long an epoch may still take when its job is to pause. */
    private static final Duration PAUSE_PATIENCE = Duration.ofSeconds(10);

    /** How long an epoch may still take when its job is cancelled. */
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(1);

    private final JobRepository jobs;
    private final Clock clock;
    private final Activity activity;
    private final Map<Claim, RunningJob> runs = new ConcurrentHashMap<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final RunMeters meters;

    RunningJobs(JobRepository jobs, Clock clock, Vitals vitals, MeterRegistry registry) {
        this.jobs = jobs;
        this.meters = new RunMeters(runs, System::nanoTime, registry);
        this.clock = clock;
        this.activity = vitals.begin("Watch over running jobs", Duration.ofMillis(TICK_MILLISECONDS));
    }

    /** A job that trains here. */
    static final class RunningJob {
        private final StopSignal stop = new StopSignal(System::nanoTime);
        private volatile @Nullable EpochWriteBehind writeBehind;
        private volatile String model = "";

        StopSignal stop() {
            return stop;
        }

        /** The name of its model; empty before it has begun. */
        String model() {
            return model;
        }

        /** Empty before it has begun. */
        Optional<EpochWriteBehind> writeBehind() {
            return Optional.ofNullable(writeBehind);
        }

        private void flush() {
            writeBehind().ifPresent(EpochWriteBehind::flush);
        }

        private Optional<BatchProgress> batch() {
            return writeBehind().flatMap(EpochWriteBehind::batch);
        }
    }

    RunningJob add(Claim claim) {
        var run = new RunningJob();
        runs.put(claim, run);
        return run;
    }

    /** A run has begun to train. */
    void begin(RunningJob run, String model, EpochWriteBehind writeBehind) {
        run.model = model;
        run.writeBehind = writeBehind;
        meters.show();
    }

    void remove(Claim claim) {
        runs.remove(claim);
        meters.show();
        synchronized (runs) {
            runs.notifyAll();
        }
    }

    boolean contains(Claim claim) {
        return runs.containsKey(claim);
    }

    int count() {
        return runs.size();
    }

    /** Stops every job at the end of its epoch, to be requeued. */
    void requeueAll() {
        runs.values().forEach(run -> run.stop.requeue(STOP_PATIENCE, "The service was stopped"));
    }

    /** Waits until no job trains here; false if the time elapsed first. */
    boolean awaitNone(BooleanSupplier timeIsOver) {
        try {
            synchronized (runs) {
                while (!runs.isEmpty() && !timeIsOver.getAsBoolean()) {
                    runs.wait(LOOK_MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return runs.isEmpty();
    }

    /**
     * Applies a command that is committed, if the job trains here; otherwise the replica that trains it applies it with its next tick.
     * The row is read again, on another thread: a later command may have been committed, and this transaction still has its connection.
     */
    @TransactionalEventListener
    void readCommand(LockedJob locked) {
        var job = locked.job().id();
        if (locked.isCommanded() && jobs().contains(job)) {
            Thread.ofVirtual().name("command-" + job).start(() -> {
                try {
                    readCommands(List.of(job));
                } catch (DataAccessException | TransactionException away) {
                    log.debug("The database cannot be reached: the command is applied with the next tick", away);
                }
            });
        }
    }

    /** Sends heartbeats, applies commands, and has records written. */
    @Scheduled(fixedRate = TICK_MILLISECONDS)
    void tick() {
        // Each tick has a thread of its own: while the database hangs, they would only wait for connections together.
        if (!ticking.compareAndSet(false, true)) {
            return;
        }
        try {
            if (runs.isEmpty()) {
                meters.heartbeatsSent();
            } else {
                lookAfterRuns();
            }
            activity.beat();
        } finally {
            ticking.set(false);
        }
    }

    private void lookAfterRuns() {
        runs.values().forEach(RunningJob::flush);
        try {
            for (var entry : runs.entrySet()) {
                jobs.recordHeartbeat(entry.getKey(), clock.instant(), entry.getValue().batch());
                activity.beat();
            }
            meters.heartbeatsSent();
            readCommands(jobs());
        } catch (DataAccessException | TransactionException away) {
            log.debug("The database cannot be reached: heartbeats and commands wait for the next tick", away);
        }
    }

    private List<UUID> jobs() {
        return runs.keySet().stream().map(Claim::job).toList();
    }

    private void readCommands(List<UUID> ids) {
        var statuses = jobs.claimStatuses(ids).stream()
                .collect(Collectors.toMap(JobRepository.ClaimStatus::id, Function.identity()));
        runs.forEach((claim, run) -> {
            if (ids.contains(claim.job())) {
                apply(claim, run.stop, Optional.ofNullable(statuses.get(claim.job())));
            }
        });
    }

    private static void apply(Claim claim, StopSignal stop, Optional<JobRepository.ClaimStatus> status) {
        if (status.isEmpty() || status.get().claim() != claim.number()) {
            stop.abandon();
            return;
        }
        switch (status.get().state()) {
            case CANCELLING -> stop.cancel(CANCEL_PATIENCE);
            case PAUSING -> stop.pause(PAUSE_PATIENCE);
            case RUNNING -> stop.withdrawPause();
            case QUEUED, PAUSED, SUCCEEDED, FAILED, CANCELLED -> {}
        }
    }
}
