package dev.chainrule.matrix;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A caller and its current helpers. They share out the independent tasks of one operation at a time.
 *
 * <p>The caller takes part. Each thread has a share of the tasks that is the same in every operation, so that its results stay in its
 * core's cache. When it is done, it takes over shares that no thread has begun. So the caller waits only for shares that a helper has
 * begun, never for a helper to wake up.
 *
 * <p>No call allocates. The result of a task must not depend on the thread that runs it, nor on the order of tasks. A team is used by one
 * thread at a time; the team without helpers may be used by any number of threads.
 */
public final class ComputeTeam implements AutoCloseable {
    /** The tasks of one operation. */
    @FunctionalInterface
    public interface Work {
        /**
         * @param task 0 … tasks − 1; each is run exactly once
         */
        void run(int task);
    }

    static final ComputeThread[] NOBODY = {};
    private static final Work NOTHING = _ -> {};
    private static final ComputeTeam ALONE = new ComputeTeam(null, 1, false);

    private static final int SPINS_BEFORE_YIELD = 10_000;

    /** Distance of two elements that different threads write: two cache lines, because processors fetch lines in pairs. */
    private static final int APART = 16;

    private static final int ROUND = APART;
    private static final int UNFINISHED = 2 * APART;
    private static final int FIRST_SHARE = 3 * APART;

    /** Null for a team that never has helpers. */
    private final @Nullable ComputeThreads threads;

    private final boolean wantsHelpers;
    private volatile ComputeThread[] helpers = NOBODY;
    private boolean running;

    /**
     * The number of the round, the number of its unfinished shares, and for each share the round's number while the share is free, or its
     * negative afterwards. So a late helper cannot take a share of the next round.
     */
    private final AtomicLongArray state;

    // The caller sets these before it publishes a round, and changes them only when all shares of the round are finished.
    private Work work = NOTHING;
    private int tasks;
    private int shares;
    private volatile @Nullable Throwable failure;

    ComputeTeam(@Nullable ComputeThreads threads, int most, boolean wantsHelpers) {
        this.threads = threads;
        this.wantsHelpers = wantsHelpers;
        this.state = new AtomicLongArray(FIRST_SHARE + (most + 1) * APART);
    }

    /** The team of a caller that has no helpers. */
    public static ComputeTeam alone() {
        return ALONE;
    }

    /** The caller and its helpers. */
    int count() {
        return helpers.length + 1;
    }

    boolean wantsHelpers() {
        return wantsHelpers;
    }

    void setHelpers(ComputeThread[] helpers) {
        this.helpers = helpers;
    }

    /**
     * Runs every task once and returns when all are done, with their writes visible to the caller. A task that calls this method runs the
     * inner tasks on its own thread.
     *
     * @throws RuntimeException what a task threw
     */
    public void run(int tasks, Work work) {
        var helpers = this.helpers;
        if (tasks <= 1 || helpers.length == 0 || running) {
            for (var task = 0; task < tasks; task++) {
                work.run(task);
            }
            return;
        }
        running = true;
        try {
            share(tasks, work, helpers);
        } finally {
            this.work = NOTHING;
            running = false;
        }
    }

    private void share(int tasks, Work work, ComputeThread[] helpers) {
        this.work = work;
        this.tasks = tasks;
        shares = Math.min(tasks, helpers.length + 1);
        failure = null;
        var round = state.getPlain(ROUND) + 1;
        for (var share = 0; share < shares; share++) {
            state.setPlain(place(share), round);
        }
        state.setPlain(UNFINISHED, shares);
        state.set(ROUND, round);
        for (var helper : helpers) {
            helper.wake();
        }
        takePart(0, round);
        awaitTheOthers();
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private void awaitTheOthers() {
        for (var spins = 0; state.get(UNFINISHED) > 0; spins++) {
            if (spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /** The number of the latest round. */
    long round() {
        return state.get(ROUND);
    }

    /** Runs the share of this place, then shares that are still free. */
    void takePart(int place, long round) {
        var count = shares;
        for (var i = 0; i < count; i++) {
            var share = (place + i) % count;
            if (state.compareAndSet(place(share), round, -round)) {
                run(share);
            }
        }
    }

    private void run(int share) {
        try {
            for (var task = share; task < tasks; task += shares) {
                work.run(task);
            }
        } catch (RuntimeException | Error e) { // all that a task can throw
            failure = e;
        } finally {
            state.decrementAndGet(UNFINISHED);
        }
    }

    private static int place(int share) {
        return FIRST_SHARE + share * APART;
    }

    /** Returns the helpers; from then on the caller computes alone. */
    @Override
    public void close() {
        if (threads != null) {
            threads.dismiss(this);
        }
    }
}
