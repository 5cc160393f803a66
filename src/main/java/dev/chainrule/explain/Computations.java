package dev.chainrule.explain;

import dev.chainrule.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Computes what requests ask for, a few at a time, each on a thread of the operating system: what computes without a pause would hold one of
 * the few threads that all requests share.
 */
final class Computations {
    private final String what;
    private final Semaphore places;
    private final Duration patience;

    /**
     * @param what is computed, for those who have to wait too long
     * @param atOnce how many are computed at a time
     * @param patience how long others wait for a place
     */
    Computations(String what, int atOnce, Duration patience) {
        this.what = what;
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /** @throws ProblemException (503) if there is no place in time */
    <T> T run(Supplier<T> work) {
        if (!isPlaceFound()) {
            throw ProblemException.unavailable("Too many " + what + " are being computed: try again later");
        }
        try {
            return onThreadOfItsOwn(work);
        } finally {
            places.release();
        }
    }

    private boolean isPlaceFound() {
        try {
            return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T onThreadOfItsOwn(Supplier<T> work) {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform().name(what).daemon().start(() -> result.completeAsync(work, Runnable::run));
        try {
            return result.join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw failed;
            }
        }
    }
}
