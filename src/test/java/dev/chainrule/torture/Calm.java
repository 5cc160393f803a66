package dev.chainrule.torture;

import java.util.concurrent.atomic.AtomicInteger;

/** Whether something is left alone, and whether it was so all the while: what is not left alone may fail to answer. */
final class Calm {
    /** Even while it is calm. */
    private final AtomicInteger turns = new AtomicInteger(1);

    /** No calm until {@link #restore}. */
    void disturb() {
        turns.updateAndGet(turn -> turn | 1);
    }

    /** A new calm, unless one goes on already. */
    void restore() {
        turns.updateAndGet(turn -> turn + (turn & 1));
    }

    boolean prevails() {
        return isCalm(turns.get());
    }

    /** The moment, for {@link #prevailedSince}. */
    int mark() {
        return turns.get();
    }

    boolean prevailedSince(int mark) {
        return isCalm(mark) && turns.get() == mark;
    }

    private static boolean isCalm(int turn) {
        return (turn & 1) == 0;
    }
}
