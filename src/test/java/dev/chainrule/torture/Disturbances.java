package dev.chainrule.torture;

import java.util.concurrent.atomic.AtomicInteger;

/** When a replica or the database was disturbed: meanwhile it may fail to answer. Disturbed at first, until it serves. */
final class Disturbances {
    /** Odd during a disturbance. */
    private final AtomicInteger turns = new AtomicInteger(1);

    /** A disturbance until {@link #end}. */
    void begin() {
        turns.updateAndGet(turn -> turn | 1);
    }

    /** The end of the disturbance, if there is one. */
    void end() {
        turns.updateAndGet(turn -> turn + (turn & 1));
    }

    /** Whether there is none now. */
    boolean isEmpty() {
        return isEmpty(turns.get());
    }

    /** The moment, for {@link #noneSince}. */
    int turn() {
        return turns.get();
    }

    /** Whether there was none from that moment on. */
    boolean noneSince(int before) {
        return isEmpty(before) && turns.get() == before;
    }

    private static boolean isEmpty(int turn) {
        return (turn & 1) == 0;
    }
}
