package dev.chainrule.job;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Trains waiting jobs on a fixed number of threads, oldest first. Starts before the service listens, so that no job of an earlier
 * run is ever seen in a state that is no longer true, and stops after it.
 */
@Component
class JobWorker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);
    private static final long STOP_SECONDS = 10;

    private final JobRecords records;
    private final JobRunner runner;
    private final JobEnds ends;
    private final JobProperties properties;

    /** The stop signals of the jobs that train in this process. */
    private final Map<UUID, AtomicBoolean> running = new ConcurrentHashMap<>();

    private volatile ThreadPoolExecutor threads;

    /** Once true, no job is begun any more. */
    private volatile boolean stopping;

    JobWorker(JobRecords records, JobRunner runner, JobEnds ends, JobProperties properties) {
        this.records = records;
        this.runner = runner;
        this.ends = ends;
        this.properties = properties;
    }

    @Override
    public void start() {
        int count = properties.threadCount();
        stopping = false;
        threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("training-", 1).factory(),
                // After the stop, jobs wait for the next start.
                new ThreadPoolExecutor.DiscardPolicy());
        var waiting = records.recover();
        waiting.forEach(this::enqueue);
        if (!waiting.isEmpty()) {
            log.info("{} jobs were waiting: they are trained now", waiting.size());
        }
    }

    @Override
    public boolean isRunning() {
        return threads != null && !threads.isShutdown();
    }

    /** Before the web server, and so stopped after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    /** Lets every training job end at its next batch. Threads are not interrupted: that would close H2's files under them. */
    @Override
    public void stop() {
        stopping = true;
        threads.getQueue().clear();
        threads.shutdown();
        running.values().forEach(stop -> stop.set(true));
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("{} jobs did not stop in time: the next start will say that they failed", running.size());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Trains a job as soon as a thread is free, be it after the next start. Its row must be committed. */
    void enqueue(UUID id) {
        threads.execute(() -> train(id));
    }

    /** Stops a job's training before its next batch, if it trains here. */
    void stop(UUID id) {
        var stop = running.get(id);
        if (stop != null) {
            stop.set(true);
        }
    }

    private void train(UUID id) {
        var stop = new AtomicBoolean();
        running.put(id, stop);
        try {
            if (!stopping) {
                records.start(id).ifPresent(job -> runner.run(job, stop));
            }
        } catch (OutOfMemoryError error) {
            fail(id, "There is not enough memory for this job: use a smaller batch, network or dataset", error);
        } catch (RuntimeException | Error failure) {
            fail(id, "Unexpected failure " + id + ": the service's log has more under this id", failure);
        } finally {
            running.remove(id);
            ends.ended(id);
        }
    }

    private void fail(UUID id, String why, Throwable cause) {
        log.error("Job {} failed", id, cause);
        records.fail(id, why);
    }
}
