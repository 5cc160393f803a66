package dev.chainrule.job;

import dev.chainrule.budget.Caller;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.health.Vitals;
import dev.chainrule.health.Vitals.Activity;
import dev.chainrule.job.JobLocks.LockedJob;
import dev.chainrule.job.JobLocks.LockedProgress;
import dev.chainrule.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Lets requests wait for changes of jobs. Changes by this replica are noticed immediately; those by other replicas are found by polling,
 * with one query for all watched jobs.
 */
@Component
class JobWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JobWatch.class);
    private static final int LOOK_MILLISECONDS = 250;
    private static final long PRESENCE_NANOSECONDS = TimeUnit.SECONDS.toNanos(1);

    private final JobRepository jobs;
    private final MemoryBudget memory;
    private final Activity activity;
    private final Map<UUID, Watched> watched = new ConcurrentHashMap<>();
    private final AtomicLong revisions = new AtomicLong();
    private volatile boolean open = true;

    JobWatch(JobRepository jobs, MemoryBudget memory, Vitals vitals) {
        this.jobs = jobs;
        this.memory = memory;
        this.activity = vitals.begin("Search for changes of jobs", Duration.ofMillis(LOOK_MILLISECONDS));
    }

    /**
     * A state of a job that waiting requests have seen, until it changes.
     *
     * @param number no other revision of any job has the same
     * @param outdated open after the job has changed
     */
    private record Revision(long number, CountDownLatch outdated) {}

    /** A job that requests wait for. */
    private final class Watched {
        private final AtomicReference<Revision> revision = new AtomicReference<>(nextRevision());
        private int watchers;
        private volatile JobRepository.@Nullable WatchedColumns columns;
        private final AtomicBoolean lookedFor = new AtomicBoolean();

        void notifyWaiting() {
            revision.getAndSet(nextRevision()).outdated.countDown();
        }
    }

    private Revision nextRevision() {
        return new Revision(revisions.incrementAndGet(), new CountDownLatch(1));
    }

    /** A request that waits for changes of a job, until {@link #close}. */
    final class Subscription implements AutoCloseable {
        private final UUID id;
        private final Watched job;

        private Subscription(UUID id) {
            this.id = id;
            this.job = enter(id);
        }

        /**
         * Looks at the job after each change of it, until there is a result or the time has elapsed.
         *
         * @param look empty as long as there is no result; must not hold a transaction. Its argument is the number of the newest
         *     revision: readers with the same number may share a result
         * @return empty when the time has elapsed or the service ends
         * @throws ProblemException (401) if the request's key is not valid any more
         */
        <T> Optional<T> await(Duration atMost, LongFunction<Optional<T>> look) throws InterruptedException {
            long end = System.nanoTime() + atMost.toNanos();
            while (true) {
                Caller.current().requireValidKey();
                var seen = job.revision.get();
                var found = look.apply(seen.number);
                if (found.isPresent() || !open || !awaitChange(seen, end) || !open) {
                    return found;
                }
            }
        }

        /** Whether the job changes before the time has elapsed; checks every second whether the client is still connected. */
        private static boolean awaitChange(Revision seen, long end) throws InterruptedException {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                if (seen.outdated.await(Math.min(left, PRESENCE_NANOSECONDS), TimeUnit.NANOSECONDS)) {
                    return true;
                }
                Caller.current().requirePresence();
            }
            return false;
        }

        @Override
        public void close() {
            leave(id);
        }
    }

    /**
     * Watches a job for longer than one wait.
     *
     * @throws ProblemException (503) if too many requests wait already
     */
    Subscription subscribe(UUID id) {
        if (!memory.reserveToWait()) {
            throw ProblemException
                    .unavailable("Too many requests wait for changes of jobs: try again later, or poll without wait");
        }
        return new Subscription(id);
    }

    /** Waits once, as in {@link Subscription#await}; looks once only, if too many requests wait already. */
    <T> Optional<T> await(UUID id, Duration atMost, Supplier<Optional<T>> look) {
        if (!memory.reserveToWait()) {
            return look.get();
        }
        try (var subscription = new Subscription(id)) {
            return subscription.await(atMost, _ -> look.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Watched enter(UUID id) {
        return watched.compute(id, (_, found) -> {
            var job = found == null ? new Watched() : found;
            job.watchers++;
            return job;
        });
    }

    private void leave(UUID id) {
        watched.computeIfPresent(id, (_, job) -> --job.watchers == 0 ? null : job);
    }

    @TransactionalEventListener
    void changed(LockedJob locked) {
        changed(locked.job().id());
    }

    @TransactionalEventListener
    void changed(LockedProgress locked) {
        changed(locked.job());
    }

    /** Looks immediately at a job whose change is committed, but not on the caller's thread. */
    private void changed(UUID id) {
        var job = watched.get(id);
        if (job != null && job.lookedFor.compareAndSet(false, true)) {
            Thread.ofVirtual().name("watch-" + id).start(() -> {
                job.lookedFor.set(false);
                look(Set.of(id));
            });
        }
    }

    @Scheduled(fixedDelay = LOOK_MILLISECONDS)
    void look() {
        if (!watched.isEmpty()) {
            look(watched.keySet());
        }
        activity.beat();
    }

    private void look(Set<UUID> ids) {
        try {
            for (var columns : jobs.watchedColumns(ids)) {
                var job = watched.get(columns.id());
                if (job != null && !columns.equals(job.columns)) {
                    job.columns = columns;
                    job.notifyWaiting();
                }
            }
        } catch (DataAccessException | TransactionException away) {
            log.debug("Waiting requests look again later", away);
        }
    }

    /** No request waits during a shutdown: the shutdown would wait for it. */
    @EventListener(ContextClosedEvent.class)
    @Override
    public void stop() {
        open = false;
        watched.values().forEach(Watched::notifyWaiting);
    }

    @Override
    public void start() {
        open = true;
    }

    @Override
    public boolean isRunning() {
        return open;
    }
}
