package dev.chainrule.budget;

import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Work for one request on a thread of its own, which has its turn now and then. */
public final class Computation {
    static final ScopedValue<Computation> CURRENT = ScopedValue.newInstance();

    private final Turns.Place place;
    private final long turnNanoseconds;
    private final LongSupplier nanoTime;
    private final BooleanSupplier closing;
    private volatile boolean givenUp;
    private long turnSince;

    /**
     * @param place has its turn
     * @param closing whether the service stops
     */
    Computation(Turns.Place place, long turnNanoseconds, LongSupplier nanoTime, BooleanSupplier closing) {
        this.place = place;
        this.turnNanoseconds = turnNanoseconds;
        this.nanoTime = nanoTime;
        this.closing = closing;
        this.turnSince = nanoTime.getAsLong();
    }

    /**
     * To be called every few milliseconds on the thread of a computation: ends it if nobody waits for its result any more, and lets others
     * have their turn. Does nothing on any other thread.
     *
     * @throws ClientGoneException if the client has closed its connection
     * @throws ProblemException (503) if the service stops
     */
    public static void checkpoint() {
        if (CURRENT.isBound()) {
            CURRENT.get().check();
        }
    }

    /** A {@link #checkpoint} for loops that ask whether they are interrupted: it throws, or answers that they are not. */
    public static boolean isInterrupted() {
        checkpoint();
        return false;
    }

    private void check() {
        requireWanted();
        if (nanoTime.getAsLong() - turnSince >= turnNanoseconds && place.isWanted() && !holdsTransaction()) {
            place.passOn();
            awaitTurn();
        }
    }

    /** Others may wait for what a transaction holds: it is not kept open for their turns. */
    private static boolean holdsTransaction() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** To be called before the thread of a computation waits for something else than its turn: others may have it meanwhile. */
    static void rest() {
        if (CURRENT.isBound()) {
            CURRENT.get().place.rest();
        }
    }

    /** To be called after {@link #rest()}: waits for a turn. */
    static void comeBack() {
        if (CURRENT.isBound()) {
            CURRENT.get().place.comeBack();
            CURRENT.get().awaitTurn();
        }
    }

    private void requireWanted() {
        if (givenUp) {
            throw new ClientGoneException();
        }
        if (closing.getAsBoolean()) {
            throw ProblemException.unavailable("The service is stopping: try again later");
        }
    }

    private void awaitTurn() {
        try {
            place.turn().await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The service is stopping: try again later");
        }
        turnSince = nanoTime.getAsLong();
        requireWanted();
    }

    /** Nobody waits for the result any more: it ends at its next checkpoint. */
    void giveUp() {
        givenUp = true;
    }
}
