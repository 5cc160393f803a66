package dev.chainrule.matrix;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed set of threads that share out the independent tasks of one operation.
 *
 * <p>The caller takes part. While another caller has the workers, a caller does all its tasks itself: a job uses what the others leave, and
 * none waits for another. The caller waits only for tasks that a worker has begun, never for a worker to wake up. No call allocates.
 * What a task computes must not depend on who runs it, nor on the order.
 */
public final class ComputeThreads implements AutoCloseable {
    /** The tasks of one operation. */
    @FunctionalInterface
    public interface Work {
        /**
         * @param task 0 … tasks − 1; each is run exactly once
         */
        void run(int task);
    }

    // Some 20 to 50 µs: longer than the pause between two products of one batch, so that workers still spin when the next one comes.
    private static final int SPINS = 1_000;
    private static final int SPINS_BEFORE_YIELD = 10_000;

    private final Worker[] workers;
    private final AtomicInteger owner = new AtomicInteger();

    /** The number of the round in the upper half, its tasks not yet taken in the lower: a late worker cannot take from the next round. */
    private final AtomicLong untaken = new AtomicLong();

    private final AtomicInteger unfinished = new AtomicInteger();
    // The owner sets these before it publishes a round in `untaken`, and changes them only when all its tasks are finished.
    private Work work;
    private int tasks;
    private volatile Throwable failure;
    private volatile boolean closed;

    private ComputeThreads(int threads) {
        this.workers = new Worker[threads - 1];
        for (var i = 0; i < workers.length; i++) {
            workers[i] = new Worker("compute-" + (i + 1));
        }
    }

    /**
     * @param threads the caller and its workers together, at least 1
     */
    public static ComputeThreads of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, actual " + threads);
        }
        var computeThreads = new ComputeThreads(threads);
        for (var worker : computeThreads.workers) {
            worker.start();
        }
        return computeThreads;
    }

    /** The caller and its workers together. */
    public int count() {
        return workers.length + 1;
    }

    /**
     * Runs every task once and returns when all are done, with their writes visible to the caller.
     *
     * @throws RuntimeException what a task threw
     */
    public void run(int tasks, Work work) {
        if (tasks <= 1 || workers.length == 0 || !owner.compareAndSet(0, 1)) {
            for (var task = 0; task < tasks; task++) {
                work.run(task);
            }
            return;
        }
        try {
            share(tasks, work);
        } finally {
            this.work = null;
            owner.set(0);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private void share(int tasks, Work work) {
        this.work = work;
        this.tasks = tasks;
        failure = null;
        unfinished.set(tasks);
        var round = roundOf(untaken.get()) + 1;
        untaken.set(((long) round << 32) | tasks);
        for (var worker : workers) {
            worker.wake();
        }
        takeTasks(round);
        for (var spins = 0; unfinished.get() > 0; spins++) {
            if (spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("a task threw a checked exception", e);
        }
    }

    private void takeTasks(int round) {
        while (true) {
            var seen = untaken.get();
            if (roundOf(seen) != round || (int) seen == 0) {
                return;
            }
            if (untaken.compareAndSet(seen, seen - 1)) {
                finish(tasks - (int) seen);
            }
        }
    }

    private void finish(int task) {
        try {
            work.run(task);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            unfinished.decrementAndGet();
        }
    }

    private static int roundOf(long untaken) {
        return (int) (untaken >>> 32);
    }

    /** Waits for the operation under way, then ends the workers; a later {@link #run} is done by its caller alone. */
    @Override
    public void close() {
        while (!owner.compareAndSet(0, 1)) {
            if (closed) {
                return;
            }
            Thread.onSpinWait();
        }
        closed = true; // and the owner stays: nobody gets the workers again
        for (var worker : workers) {
            worker.wake();
        }
    }

    /** Takes tasks of every round it notices; spins for a while after each, then parks. */
    private final class Worker extends Thread {
        private volatile boolean parked;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        /** To be called after a round was published: {@code parked} is set before the last look at it, so no wake-up is lost. */
        void wake() {
            if (parked) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            var round = 0;
            while (true) {
                round = awaitRoundAfter(round);
                if (closed) {
                    return;
                }
                takeTasks(round);
            }
        }

        private int awaitRoundAfter(int seen) {
            for (var spins = 0; roundOf(untaken.get()) == seen && !closed; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    parked = true;
                    if (roundOf(untaken.get()) == seen && !closed) {
                        LockSupport.park(ComputeThreads.this);
                    }
                    parked = false;
                }
            }
            return roundOf(untaken.get());
        }
    }
}
