package dev.chainrule.budget;

import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The client that waits for the answer to a request, and the memory that the request holds until it is answered. It is created on the
 * request's own thread; any thread may use it.
 */
public final class Caller implements AutoCloseable {
    /** The caller of the request that the current thread works for. */
    public static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    /** How often a thread that waits checks whether its client is still connected. */
    static final Duration LOOK = Duration.ofMillis(250);

    /** Who creates what no request asked for. */
    public static final String SERVICE = "service";

    private final String user;
    private final String client;
    private final BooleanSupplier revoked;
    private final BooleanSupplier gone;
    private final Runnable leavePlace;
    private final Thread own = Thread.currentThread();
    private volatile boolean seenGone;
    private final List<Reservation> reservations = new ArrayList<>();
    private Optional<Reservation> waiting = Optional.empty();
    private boolean closed;

    /**
     * @param user the name under which what the request creates is stored
     * @param client identifies the client for the order of turns, such as its address
     * @param revoked whether the request's key is not valid any more
     * @param gone whether the client has closed its connection; called on the current thread only
     * @param leavePlace gives up the request's place among those that are served at a time; may be called more than once
     */
    public Caller(
            String user, String client, BooleanSupplier revoked, BooleanSupplier gone, Runnable leavePlace) {
        this.user = user;
        this.client = client;
        this.revoked = revoked;
        this.gone = gone;
        this.leavePlace = leavePlace;
    }

    /** @throws java.util.NoSuchElementException if the current thread works for no request */
    public static Caller current() {
        return CURRENT.get();
    }

    /** A client whose key stays valid, with the name of the client. */
    public Caller(String client, BooleanSupplier gone, Runnable leavePlace) {
        this(client, client, () -> false, gone, leavePlace);
    }

    /** The user of the request that the current thread works for; {@value #SERVICE} if it works for none. */
    public static String currentUser() {
        return CURRENT.isBound() ? CURRENT.get().user : SERVICE;
    }

    String client() {
        return client;
    }

    /** Whether the client has closed its connection, as far as the request's own thread has seen. */
    boolean isGone() {
        if (!seenGone && Thread.currentThread().equals(own)) {
            seenGone = gone.getAsBoolean();
        }
        return seenGone;
    }

    /**
     * @throws ClientGoneException if the client has closed its connection
     * @throws ProblemException (401) if its key is not valid any more
     */
    public void requirePresence() {
        if (isGone()) {
            throw new ClientGoneException();
        }
        requireValidKey();
    }

    /** @throws ProblemException (401) if the request's key was revoked, or has expired, since the request began */
    public void requireValidKey() {
        if (revoked.getAsBoolean()) {
            throw ProblemException.unauthorized(
                    "The key was revoked, or has expired, while the request was served", Optional.of("invalid_token"));
        }
    }

    synchronized void hold(Reservation reservation) {
        if (closed) {
            reservation.close();
            throw new IllegalStateException("The request is answered already");
        }
        reservations.add(reservation);
    }

    /** Whether it has already begun to wait. */
    synchronized boolean waits() {
        return waiting.isPresent();
    }

    /** @param reservation of what the request takes while it waits */
    synchronized void beginToWait(Reservation reservation) {
        hold(reservation);
        waiting = Optional.of(reservation);
        leavePlace.run();
    }

    /** Releases what was reserved for the work until now, but not what the request takes while it waits. */
    public synchronized void releaseReservations() {
        waiting.ifPresent(reservations::remove);
        reservations.forEach(Reservation::close);
        reservations.clear();
        waiting.ifPresent(reservations::add);
    }

    /** The request is answered: what it holds is released. */
    @Override
    public synchronized void close() {
        closed = true;
        reservations.forEach(Reservation::close);
        reservations.clear();
    }
}
