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
    private final Map<String, Queue<Place>> waiting = new LinkedHashMap<>();
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

    /** A computation's place: it waits, or has its turn. */
    final class Place {
        private final String client;
        private CountDownLatch turn = new CountDownLatch(1);
        private boolean begun;
        private boolean idle;

        private Place(String client) {
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

    synchronized Place enter(String client) {
        var place = new Place(client);
        enqueue(place);
        handOut();
        return place;
    }

    private synchronized boolean othersWait() {
        return !waiting.isEmpty();
    }

    /** How many have a turn or wait for one. */
    synchronized int count() {
        return taken + waiting.values().stream().mapToInt(Queue::size).sum();
    }

    private void enqueue(Place place) {
        waiting.computeIfAbsent(place.client, _ -> new ArrayDeque<>()).add(place);
    }

    private void dequeue(Place place) {
        waiting.computeIfPresent(place.client, (_, places) -> {
            places.remove(place);
            return places.isEmpty() ? null : places;
        });
    }

    private void handOut() {
        while (taken < most) {
            var next = next();
            if (next.isEmpty()) {
                return;
            }
            var place = next.get();
            taken++;
            if (!place.begun) {
                place.begun = true;
                begun++;
            }
            place.turn.countDown();
        }
    }

    /** Removes the next place that may have its turn from the queue of the first client that has one; that client is the last one then. */
    private Optional<Place> next() {
        for (Iterator<Queue<Place>> queues = waiting.values().iterator(); queues.hasNext();) {
            var places = queues.next();
            var found = places.stream().filter(place -> place.begun || begun < mostBegun).findFirst();
            if (found.isPresent()) {
                var place = found.get();
                places.remove(place);
                queues.remove();
                if (!places.isEmpty()) {
                    waiting.put(place.client, places);
                }
                return found;
            }
        }
        return Optional.empty();
    }
}
