package dev.chainrule.budget;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

/**
 * A few computations have a turn at a time. Turns rotate among clients, however many computations of each wait; the computations of one
 * client get turns in the order in which they came. Thread-safe.
 */
final class Turns {
    private final int most;
    private final int mostBegun;
    private final Map<String, Queue<Participant>> waiting = new LinkedHashMap<>();
    private int taken;
    private int begun;

    /**
     * @param most how many have a turn at a time
     * @param mostBegun how many may have begun and not ended
     */
    Turns(int most, int mostBegun) {
        this.most = most;
        this.mostBegun = mostBegun;
    }

    /** A computation that waits for its turn, or has it. */
    final class Participant {
        private final String client;
        private CountDownLatch turn = new CountDownLatch(1);
        private boolean begun;
        private boolean idle;

        private Participant(String client) {
            this.client = client;
        }

        /** Open once it has its turn. */
        CountDownLatch turn() {
            synchronized (Turns.this) {
                return turn;
            }
        }

        /** Whether others wait for a turn. */
        boolean isWanted() {
            return othersWait();
        }

        /** Gives its turn to the next one, and waits for another. */
        void passOn() {
            releaseTurn();
            requestTurn();
        }

        /** Gives its turn to the next one, and takes none until it {@linkplain #requestTurn requests one}. */
        void releaseTurn() {
            synchronized (Turns.this) {
                turn = new CountDownLatch(1);
                taken--;
                idle = true;
                handOut();
            }
        }

        /** Waits for a turn again. */
        void requestTurn() {
            synchronized (Turns.this) {
                idle = false;
                enqueue(this);
                handOut();
            }
        }

        /** Ends the computation, which had its turn or no longer needs one. */
        void leave() {
            synchronized (Turns.this) {
                if (turn.getCount() == 0) {
                    taken--;
                } else if (!idle) {
                    dequeue(this);
                }
                if (begun) {
                    Turns.this.begun--;
                }
                handOut();
            }
        }
    }

    synchronized Participant enter(String client) {
        var participant = new Participant(client);
        enqueue(participant);
        handOut();
        return participant;
    }

    private synchronized boolean othersWait() {
        return !waiting.isEmpty();
    }

    /** How many have a turn or wait for one. */
    synchronized int count() {
        return taken + waiting.values().stream().mapToInt(Queue::size).sum();
    }

    private void enqueue(Participant participant) {
        waiting.computeIfAbsent(participant.client, _ -> new ArrayDeque<>()).add(participant);
    }

    private void dequeue(Participant participant) {
        waiting.computeIfPresent(participant.client, (_, participants) -> {
            participants.remove(participant);
            return participants.isEmpty() ? null : participants;
        });
    }

    private void handOut() {
        while (taken < most) {
            var next = next();
            if (next.isEmpty()) {
                return;
            }
            var participant = next.get();
            taken++;
            if (!participant.begun) {
                participant.begun = true;
                begun++;
            }
            participant.turn.countDown();
        }
    }

    /**
     * Removes the next participant that may have its turn from the queue of the first client that has one; that client is the last one
     * then.
     */
    private Optional<Participant> next() {
        for (Iterator<Queue<Participant>> queues = waiting.values().iterator(); queues.hasNext();) {
            var participants = queues.next();
            var found = participants.stream().filter(participant -> participant.begun || begun < mostBegun).findFirst();
            if (found.isPresent()) {
                var participant = found.get();
                participants.remove(participant);
                queues.remove();
                if (!participants.isEmpty()) {
                    waiting.put(participant.client, participants);
                }
                return found;
            }
        }
        return Optional.empty();
    }
}
