package dev.chainrule.budget;

import dev.chainrule.health.FatalErrors;
import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Runs what requests compute on platform threads, a few at a time and each for a short turn, while their own threads wait. */
@Component
public class Computations {
    private final Turns turns;
    private final ComputationProperties properties;
    private final LongSupplier nanoTime;
    private volatile boolean closing;

    @Autowired
    Computations(ComputationProperties properties, MeterRegistry meters) {
        this(properties, System::nanoTime);
        Gauge.builder("chainrule.computations", turns, Turns::count)
                .description("Computations of requests that have begun or wait for their first turn")
                .register(meters);
    }

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    Computations(ComputationProperties properties, LongSupplier nanoTime) {
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.turns = new Turns(properties.count(), properties.maxBegun());
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        closing = true;
    }

    /**
     * Runs the work of the current request on a thread of its own, and waits for its result. On the thread of a computation it runs
     * immediately.
     *
     * @throws ProblemException (503) if its turn does not come in time
     * @throws ClientGoneException if the client closes its connection before it has the result
     * @throws X what the work throws
     */
    public <T extends @Nullable Object, X extends Exception> T run(ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        if (Computation.CURRENT.isBound()) {
            return work.call();
        }
        var caller = Caller.current();
        var participant = turns.enter(caller.client());
        try {
            awaitFirstTurn(participant, caller);
            return run(work, new Computation(participant, properties.turn().toNanos(), nanoTime, () -> closing),
                    caller);
        } finally {
            participant.leave();
        }
    }

    private void awaitFirstTurn(Turns.Participant participant, Caller caller) {
        long end = nanoTime.getAsLong() + properties.patience().toNanos();
        while (!isOpen(participant.turn())) {
            caller.requirePresence();
            if (closing || Thread.currentThread().isInterrupted()) {
                throw ProblemException.unavailable("The service is stopping: try again later");
            }
            if (nanoTime.getAsLong() - end >= 0) {
                throw ProblemException.unavailable("Too many requests compute: try again later");
            }
        }
    }

    /** Whether it opens before the next check of whether the client is still connected. */
    private static boolean isOpen(CountDownLatch latch) {
        try {
            return latch.await(Caller.LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return latch.getCount() == 0;
        }
    }

    private static <T extends @Nullable Object, X extends Exception> T run(
            ScopedValue.CallableOp<? extends T, X> work, Computation computation, Caller caller) throws X {
        var result = new ComputationResult<T, X>();
        var logged = MDC.getCopyOfContextMap();
        Thread.ofPlatform().daemon().name("computation-" + caller.client()).start(() -> result.of(() -> {
            Optional.ofNullable(logged).ifPresent(MDC::setContextMap);
            return ScopedValue.where(Caller.CURRENT, caller).where(Computation.CURRENT, computation).call(work);
        }));
        boolean interrupted = false;
        while (!isOpen(result.known)) {
            // Its end must be awaited: it works with what the request holds.
            interrupted |= Thread.interrupted();
            if (interrupted || caller.isGone()) {
                computation.giveUp();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result.get();
    }

    /** The result of the work, passed from the thread of the computation to the one that waits for it. */
    private static final class ComputationResult<T extends @Nullable Object, X extends Exception> {
        private final CountDownLatch known = new CountDownLatch(1);
        private ScopedValue.CallableOp<T, X> result = () -> {
            throw new IllegalStateException("The computation has not ended");
        };

        void of(ScopedValue.CallableOp<? extends T, X> work) {
            try {
                T value = work.call();
                result = () -> value;
            } catch (Throwable thrown) { // whatever it is, it is thrown again on the thread that waits for it
                FatalErrors.endOn(thrown);
                result = () -> {
                    throw declared(thrown);
                };
            } finally {
                known.countDown();
            }
        }

        /** The declared exception; an unchecked one is thrown. */
        @SuppressWarnings("unchecked")
        private X declared(Throwable failure) {
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            return (X) failure;
        }

        /** The result, once it is known. */
        T get() throws X {
            return result.call();
        }
    }
}
