package dev.chainrule.job;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
 * Lets requests wait for news of jobs. News from this replica come at once; those from others are looked for, with one query
 * for all jobs that anybody waits for.
 */
@Component
class JobWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JobWatch.class);
    private static final int LOOK_MILLISECONDS = 250;

    private final JobRepository jobs;
    private final Map<UUID, Watched> watched = new ConcurrentHashMap<>();
    private volatile boolean open = true;

    JobWatch(JobRepository jobs) {
        this.jobs = jobs;
    }

    /** A job that somebody waits for. */
    private static final class Watched {
        private int watchers;
        private long news;
        private JobRepository.Mark mark;
    }

    /**
     * Looks at a job again and again, whenever there is news of it, until there is a result or the time is over.
     *
     * @param look empty as long as the job is not as wanted; must not hold a transaction
     * @return empty when the time is over or the service ends
     */
    <T> Optional<T> await(UUID id, Duration atMost, Supplier<Optional<T>> look) {
        var job = enter(id);
        try {
            long end = System.nanoTime() + atMost.toNanos();
            while (true) {
                long seen = news(job);
                var found = look.get();
                if (found.isPresent() || !await(job, seen, end)) {
                    return found;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            leave(id);
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

    private static long news(Watched job) {
        synchronized (job) {
            return job.news;
        }
    }

    /** @return false when the time is over or the service ends */
    private boolean await(Watched job, long seen, long end) throws InterruptedException {
        synchronized (job) {
            while (open && job.news == seen) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                job.wait(left);
            }
            return open;
        }
    }

    /** There is news of a job, and it is committed. */
    void changed(UUID id) {
        var job = watched.get(id);
        if (job != null) {
            announce(job);
        }
    }

    private static void announce(Watched job) {
        synchronized (job) {
            job.news++;
            job.notifyAll();
        }
    }

    @Scheduled(fixedDelay = LOOK_MILLISECONDS)
    void look() {
        if (watched.isEmpty()) {
            return;
        }
        try {
            for (var mark : jobs.marks(watched.keySet())) {
                var job = watched.get(mark.id());
                if (job != null && !mark.equals(job.mark)) {
                    job.mark = mark;
                    announce(job);
                }
            }
        } catch (DataAccessException | TransactionException away) {
            log.debug("Whoever waits looks again later", away);
        }
    }

    /** Nobody waits while the service ends: its end would wait, too. */
    @EventListener(ContextClosedEvent.class)
    @Override
    public void stop() {
        open = false;
        watched.values().forEach(JobWatch::announce);
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
