package dev.chainrule.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ComputationsTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static Computations computations(int atOnce, Duration turn, Duration patience) {
        return new Computations(new ComputationProperties(atOnce, 10, turn, patience), System::nanoTime);
    }

    private static <T, X extends Exception> T inRequest(
            String client, BooleanSupplier gone, ScopedValue.CallableOp<T, X> work) throws X {
        try (var caller = new Caller(client, gone, () -> {})) {
            return ScopedValue.where(Caller.CURRENT, caller).call(work);
        }
    }

    private static <T, X extends Exception> T inRequest(ScopedValue.CallableOp<T, X> work) throws X {
        return inRequest("test", () -> false, work);
    }

    @Test
    void aComputationRunsOnAPlatformThreadOfItsOwn() throws Exception {
        var computations = computations(1, LONG, LONG);

        var thread = inRequest(() -> computations.run(Thread::currentThread));

        assertThat(thread.isVirtual()).isFalse();
        assertThat(thread).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void aComputationInsideAComputationRunsImmediately() throws Exception {
        var computations = computations(1, LONG, Duration.ZERO);

        assertThat(inRequest(() -> computations.run(() -> computations.run(() -> 3)))).isEqualTo(3);
    }

    @Test
    void exceptionOfAComputationReachesItsCaller() {
        var computations = computations(1, LONG, LONG);

        assertThatThrownBy(() -> inRequest(() -> computations.run(() -> {
            throw new IOException("checked");
        }))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> inRequest(() -> computations.run(() -> {
            throw ProblemException.conflict("unchecked");
        }))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> inRequest(() -> computations.run(() -> {
            throw new AssertionError("error");
        }))).isInstanceOf(AssertionError.class);
    }

    @Test
    void aRequestWithoutATurnInTimeGets503() throws Exception {
        var computations = computations(1, LONG, Duration.ZERO);
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var running = CompletableFuture.runAsync(() -> run(computations, "a", () -> {
            begun.countDown();
            await(end);
        }));
        begun.await();

        assertThatThrownBy(() -> inRequest(() -> computations.run(() -> 2)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Too many requests compute");

        end.countDown();
        running.join();
    }

    @Test
    void aShortComputationHasItsTurnBeforeALongOneEnds() throws Exception {
        var computations = computations(1, Duration.ofNanos(1), LONG);
        var order = new ArrayList<String>();
        var begun = new CountDownLatch(1);
        var shortOneDone = new AtomicBoolean();
        var longOne = CompletableFuture.runAsync(() -> run(computations, "a", () -> {
            begun.countDown();
            while (!shortOneDone.get()) {
                Computation.checkpoint();
            }
            order.add("long");
        }));
        begun.await();

        run(computations, "b", () -> order.add("short"));
        shortOneDone.set(true);
        longOne.join();

        assertThat(order).isEqualTo(List.of("short", "long"));
    }

    @Test
    void aComputationWhoseClientHasGoneEndsAtItsNextCheckpoint() {
        var computations = computations(1, LONG, LONG);
        var begun = new AtomicBoolean();

        assertThatThrownBy(() -> inRequest("a", begun::get, () -> computations.run(() -> {
            begun.set(true);
            while (true) {
                Computation.checkpoint();
            }
        }))).isInstanceOf(ClientGoneException.class);
    }

    @Test
    void aServiceThatStopsEndsItsComputations() {
        var computations = computations(1, LONG, LONG);

        assertThatThrownBy(() -> inRequest(() -> computations.run(() -> {
            computations.close();
            Computation.checkpoint();
            return 1;
        }))).isInstanceOf(ProblemException.class).hasMessageContaining("stopping");
    }

    @Test
    void checkpointOutsideAComputationReturns() {
        Computation.checkpoint();

        assertThat(Computation.isInterrupted()).isFalse();
    }

    private static void run(Computations computations, String client, Runnable work) {
        inRequest(client, () -> false, () -> computations.run(() -> {
            work.run();
            return true;
        }));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
