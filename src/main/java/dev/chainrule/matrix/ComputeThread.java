package dev.chainrule.matrix;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that takes part in the rounds of the team it belongs to; spins for a while after each, then parks. */
final class ComputeThread extends Thread {
    /** Longer than a caller is busy alone between two operations of one batch, so that helpers still spin when the next one comes. */
    private static final long SPIN_NANOS = 200_000;

    /** Spins between two looks at the clock and at the team. */
    private static final int SPINS = 64;

    /** @param place among those who take part; the caller has 0 */
    private record Membership(ComputeTeam team, int place) {}

    /** Null: it is in no team. */
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

    /** To be called after a round was published: {@code parked} is set before the last look at it, so no wake-up is lost. */
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

    /** Returns when there is another round, or when a wait is over for another reason. */
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
