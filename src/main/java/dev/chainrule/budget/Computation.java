package dev.chainrule.budget;

import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The work for one request on a thread of its own, which runs in turns. */
public final class Computation {
    static final ScopedValue<Computation> CURRENT = ScopedValue.newInstance();

    private final Turns.Participant participant;
    private final long turnNanoseconds;
    private final LongSupplier nanoTime;
    private final BooleanSupplier closing;
    private volatile boolean givenUp;
    private long turnSince;

    /**
     * @param participant has its turn
     * @param closing whether the service stops
     */
    Computation(Turns.Participant participant, long turnNanoseconds, LongSupplier nanoTime, BooleanSupplier closing) {
        this.participant = participant;
        this.turnNanoseconds = turnNanoseconds;
        this.nanoTime = nanoTime;
        this.closing = closing;
        this.turnSince = nanoTime.getAsLong();
    }

    /**
     * To be called every few milliseconds on the thread of a computation: ends the computation if its result is no longer needed, and lets
     * others have their turn. Does nothing on any other thread.
     *
     * @throws ClientGoneException if the client has closed its connection
     * @throws ProblemException (503) if the service stops
     */
    public static void checkpoint() {
        if (CURRENT.isBound()) {
            CURRENT.get().check();
        }
    }

    /** A {@link #checkpoint} for loops that check whether they are interrupted: it throws or returns false. */
    public static boolean isInterrupted() {
        checkpoint();
        return false;
    }

    private void check() {
        requireWanted();
        if (nanoTime.getAsLong() - turnSince >= turnNanoseconds && participant.isWanted() && !holdsTransaction()) {
            participant.passOn();
            awaitTurn();
        }
    }

    /** A computation keeps its turn while a transaction is open, because others may wait for the transaction's locks. */
    private static boolean holdsTransaction() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** To be called before the thread of a computation waits for something else than its turn: others may have it meanwhile. */
    static void releaseTurn() {
        if (CURRENT.isBound()) {
            CURRENT.get().participant.releaseTurn();
        }
    }

    /** To be called after {@link #releaseTurn()}: waits for a turn. */
    static void reacquireTurn() {
        if (CURRENT.isBound()) {
            CURRENT.get().participant.requestTurn();
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
            participant.turn().await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The service is stopping: try again later");
        }
        turnSince = nanoTime.getAsLong();
        requireWanted();
    }

    /** The result is no longer needed: the computation ends at its next checkpoint. */
    void giveUp() {
        givenUp = true;
    }
}
