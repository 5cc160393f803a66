package dev.chainrule.matrix;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that takes part in the rounds of its team. After each round it spins for a while, then parks. */
final class ComputeThread extends Thread {
    /** Longer than a caller computes alone between two operations of a batch, so that helpers still spin when the next operation starts. */
    private static final long SPIN_NANOS = 200_000;

    /** Spins between two checks of the clock and of the team. */
    private static final int SPINS = 64;

    /** @param place position among the threads of the team; the caller has 0 */
    private record Membership(ComputeTeam team, int place) {}

    /** Null while the thread is in no team. */
    private volatile @Nullable Membership membership;
    private volatile boolean ended;
    private volatile boolean parked;

    ComputeThread(String name) {
        super(name);
        setDaemon(true);
    }

    void join(ComputeTeam team, int place) {
        var next = new Membership(team, place);
        if (!next.equals(membership)) {
            change(next);
        }
    }

    void leave() {
        change(null);
    }

    private void change(@Nullable Membership next) {
        membership = next;
        LockSupport.unpark(this);
    }

    void end() {
        ended = true;
        LockSupport.unpark(this);
    }

    /** Called after a round was published. {@code parked} is set before the last check for a new round, so no wake-up is lost. */
    void wake() {
        if (parked) {
            LockSupport.unpark(this);
        }
    }

    @Override
    public void run() {
        while (!ended) {
            var current = membership;
            if (current == null) {
                LockSupport.park(this);
            } else {
                takePart(current);
            }
        }
    }

    private void takePart(Membership current) {
        var round = 0L;
        while (!ended && current.equals(membership)) {
            var next = current.team.round();
            if (next == round) {
                awaitRoundAfter(round, current);
            } else {
                round = next;
                current.team.takePart(current.place, round);
            }
        }
    }

    /** Returns when there is another round, or when the wait ended for another reason. */
    private void awaitRoundAfter(long round, Membership current) {
        var start = System.nanoTime();
        do {
            for (var spin = 0; spin < SPINS; spin++) {
                if (current.team.round() != round) {
                    return;
                }
                Thread.onSpinWait();
            }
            if (ended || !current.equals(membership)) {
                return;
            }
        } while (System.nanoTime() - start < SPIN_NANOS);
        parked = true;
        if (current.team.round() == round && current.equals(membership) && !ended) {
            LockSupport.park(current.team);
        }
        parked = false;
    }
}
