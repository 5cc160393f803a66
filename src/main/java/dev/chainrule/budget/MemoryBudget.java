package dev.chainrule.budget;

import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The part of the heap that requests and jobs may take. Its size follows from the heap ({@code -Xmx}), see {@link MemoryProperties}.
 *
 * <p>Requests may take all that is free. Jobs leave a share to requests, so that a request never waits for the end of a job's training.
 * Smaller requests and jobs may pass larger ones that wait. A job that waited for long is not passed any more: until it has its memory,
 * no other job gets any, and requests get no more than their share.
 */
@Component
public class MemoryBudget {

    /** Buffers, headers and the stack of a request's thread, measured: about 100 KB. */
    private static final long WAITING_REQUEST = 128L << 10;

    /**
     * The most that a poll or a small prediction takes. They may slightly exceed the budget, so that they never wait for large requests.
     */
    private static final long SMALL = 1L << 20;
    private static final int SHARE_OF_SMALL = 16;

    private static final String RAISE = ", or give the service a larger heap (-Xmx)";

    private final long total;
    private final long forJobs;
    private final MemoryProperties properties;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final WaitingJobs waitingJobs;

    private long takenByJobs;
    /** Includes the memory of those that wait. */
    private long takenByRequests;
    private long takenByWaiting;
    private int waitingRequests;

    @Autowired
    MemoryBudget(MemoryProperties properties, MeterRegistry meters) {
        this(properties, Runtime.getRuntime().maxMemory(), System::nanoTime);
        gauge(meters, "budget", "What requests and jobs may reserve together", usage -> usage.total);
        gauge(meters, "jobs", "What jobs that train have reserved", usage -> usage.jobs);
        gauge(meters, "requests", "What requests have reserved", usage -> usage.requests);
    }

    /**
     * @param heap the largest size of the heap in bytes
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    MemoryBudget(MemoryProperties properties, long heap, LongSupplier nanoTime) {
        this.properties = properties;
        this.nanoTime = nanoTime;
        total = properties.budget(heap);
        forJobs = (long) (total * (1 - properties.forRequests()));
        waitingJobs = new WaitingJobs(properties.jobPatience());
    }

    private void gauge(MeterRegistry meters, String name, String description, ToLongFunction<Usage> of) {
        Gauge.builder("chainrule.memory." + name, this, budget -> of.applyAsLong(budget.usage()))
                .description(description)
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * What is reserved, in bytes, and how many requests and jobs wait.
     *
     * @param total the whole budget
     * @param forJobs the most that jobs may take together
     */
    public record Usage(
            long total, long forJobs, long jobs, long requests, int waitingJobs, int waitingRequests) {}

    public Usage usage() {
        lock.lock();
        try {
            return new Usage(
                    total, forJobs, takenByJobs, takenByRequests, waitingJobs.count(),
                    waitingRequests);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reserves memory for the current request until it is answered; waits for a bounded time.
     *
     * @param remedy what its sender can do if this is more than the whole budget, such as {@code send fewer rows}
     * @throws ProblemException (413) if it can never fit, (503) if it does not fit in time
     * @throws ClientGoneException if the client closes its connection while it waits
     */
    public void reserveForRequest(long bytes, String remedy) {
        if (bytes > total) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The request needs " + ByteCount.text(bytes) + " of memory, but this service can give "
                            + ByteCount.text(total) + " at most: " + remedy + RAISE);
        }
        var caller = Caller.current();
        if (!takeForRequest(bytes)) {
            // The requests that hold that memory may wait for this turn.
            Computation.releaseTurn();
            try {
                awaitRoomForRequest(bytes, caller);
            } finally {
                Computation.reacquireTurn();
            }
        }
    }

    /** Takes memory for the caller, if there is room. */
    private boolean takeForRequest(long bytes) {
        lock.lock();
        try {
            if (!hasRoomForRequest(bytes)) {
                return false;
            }
            takenByRequests += bytes;
        } finally {
            lock.unlock();
        }
        Caller.current().hold(new Reservation(bytes, this::releaseOfRequest));
        return true;
    }

    /**
     * Called before the current request waits for its client to send or receive data, or for an event: reserves the memory that it takes in
     * the web server meanwhile. All that wait take no more together than the share that jobs leave to requests. Does not block.
     *
     * @return whether there is room; then others may be served in its place
     */
    public boolean reserveToWait() {
        var caller = Caller.current();
        if (caller.waits()) {
            return true;
        }
        lock.lock();
        try {
            if (takenByWaiting + WAITING_REQUEST > total - forJobs
                    || takenByJobs + takenByRequests + WAITING_REQUEST > total) {
                return false;
            }
            takenByWaiting += WAITING_REQUEST;
            takenByRequests += WAITING_REQUEST;
        } finally {
            lock.unlock();
        }
        caller.beginToWait(new Reservation(WAITING_REQUEST, this::releaseOfWaiting));
        return true;
    }

    private void releaseOfWaiting(long bytes) {
        release(() -> {
            takenByWaiting -= bytes;
            takenByRequests -= bytes;
        });
    }

    private void awaitRoomForRequest(long bytes, Caller caller) {
        long end = nanoTime.getAsLong() + properties.patience().toNanos();
        lock.lock();
        waitingRequests++;
        try {
            while (!hasRoomForRequest(bytes)) {
                long left = end - nanoTime.getAsLong();
                if (left <= 0) {
                    throw ProblemException.unavailable("The request needs " + ByteCount.text(bytes)
                            + " of memory, but other requests and jobs hold "
                            + ByteCount.text(takenByJobs + takenByRequests) + " of the " + ByteCount.text(total)
                            + " that this service can give: try again later");
                }
                released.awaitNanos(Math.min(left, Caller.LOOK.toNanos()));
                caller.requirePresence();
            }
            takenByRequests += bytes;
        } catch (InterruptedException _) {
            throw stopping();
        } finally {
            waitingRequests--;
            lock.unlock();
        }
        caller.hold(new Reservation(bytes, this::releaseOfRequest));
    }

    private static ProblemException stopping() {
        Thread.currentThread().interrupt();
        return ProblemException.unavailable("The service is stopping: try again later");
    }

    private boolean hasRoomForRequest(long bytes) {
        if (bytes <= SMALL) {
            return takenByJobs + takenByRequests + bytes <= total + total / SHARE_OF_SMALL;
        }
        if (takenByRequests + bytes <= total - forJobs) {
            return takenByJobs + takenByRequests + bytes <= total;
        }
        return takenByJobs + takenByRequests + bytes <= total
                && waitingJobs.first(nanoTime.getAsLong()).isEmpty();
    }

    private void releaseOfRequest(long bytes) {
        release(() -> takenByRequests -= bytes);
    }

    private void releaseOfJob(long bytes) {
        release(() -> takenByJobs -= bytes);
    }

    private void release(Runnable accounting) {
        lock.lock();
        try {
            accounting.run();
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The most that one job may take. */
    public long mostOfJob() {
        return forJobs;
    }

    /**
     * Reserves memory for a job's run, if it becomes free within a time. A job that gets none counts as waiting, and should try again soon.
     *
     * @param bytes at most {@link #mostOfJob()}: a larger amount never fits
     */
    public Optional<Reservation> reserveForJob(UUID job, long bytes, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long end = nanoTime.getAsLong() + atMost.toNanos();
            while (!hasRoomForJob(job, bytes)) {
                waitingJobs.add(job, nanoTime.getAsLong());
                long left = end - nanoTime.getAsLong();
                if (left <= 0) {
                    return Optional.empty();
                }
                released.awaitNanos(left);
            }
            waitingJobs.remove(job);
            takenByJobs += bytes;
            return Optional.of(new Reservation(bytes, this::releaseOfJob));
        } finally {
            lock.unlock();
        }
    }

    /** The job that has waited so long that no other one may pass it. */
    public Optional<UUID> firstJob() {
        lock.lock();
        try {
            return waitingJobs.first(nanoTime.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** A job does not wait any more: it was cancelled or paused, or another replica trains it. */
    public void forget(UUID job) {
        release(() -> waitingJobs.remove(job));
    }

    /** How many jobs wait for memory. */
    public int countOfWaitingJobs() {
        return usage().waitingJobs();
    }

    private boolean hasRoomForJob(UUID job, long bytes) {
        return takenByJobs + bytes <= forJobs
                && takenByJobs + takenByRequests + bytes <= total
                && waitingJobs.first(nanoTime.getAsLong()).filter(first -> !first.equals(job)).isEmpty();
    }
}
