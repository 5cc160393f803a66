package dev.chainrule.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeThreadsTest {
    /** Far more than a thread needs, even where others have the processors. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void runsEveryTaskOnceInEveryRound(int count) {
        try (var threads = ComputeThreads.of(count)) {
            var runs = new AtomicIntegerArray(7);
            for (var round = 1; round <= 5_000; round++) {
                threads.run(1 + round % 7, runs::incrementAndGet);
            }
            var expected = IntStream.range(0, 7)
                    .map(task -> (int) IntStream.rangeClosed(1, 5_000).filter(r -> task <= r % 7).count())
                    .toArray();
            assertThat(IntStream.range(0, 7).map(runs::get).toArray()).containsExactly(expected);
        }
    }

    @Test
    void aHelperTakesPart() {
        try (var threads = ComputeThreads.of(2)) {
            var bothAtWork = new CountDownLatch(2);
            threads.run(2, _ -> {
                bothAtWork.countDown();
                await(bothAtWork); // would wait for ever if one thread did both
            });
            assertThat(bothAtWork.getCount()).isZero();
        }
    }

    @Test
    void aSecondCallerDoesItsTasksItselfWhileTheHelpersAreTaken() throws InterruptedException {
        try (var threads = ComputeThreads.of(2)) {
            var begun = new CountDownLatch(2);
            var release = new CountDownLatch(1);
            var first = Thread.ofPlatform().start(() -> threads.run(2, _ -> {
                begun.countDown();
                await(release);
            }));
            await(begun);

            var done = new AtomicInteger();
            var caller = Thread.currentThread();
            threads.run(3, _ -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                done.incrementAndGet();
            });

            assertThat(done).hasValue(3);
            release.countDown();
            first.join();
        }
    }

    @Test
    void aTasksExceptionReachesTheCallerAndTheThreadsLiveOn() {
        try (var threads = ComputeThreads.of(2)) {
            assertThatThrownBy(() -> threads.run(4, task -> {
                throw new ArithmeticException("task " + task);
            }))
                    .isInstanceOf(ArithmeticException.class);

            var done = new AtomicInteger();
            threads.run(4, _ -> done.incrementAndGet());
            assertThat(done).hasValue(4);
        }
    }

    @Test
    void onceClosedTheCallerIsAlone() {
        var threads = ComputeThreads.of(3);
        threads.close();
        threads.close();

        var done = new AtomicInteger();
        threads.run(2, _ -> done.incrementAndGet());
        assertThat(done).hasValue(2);
        assertThat(threads.count()).isEqualTo(3);
    }

    /** Both wait for the operation under way; one of them closes, and the other must not wait for what nobody gives back. */
    @Test
    void twoMayCloseAtOnce() throws InterruptedException {
        var threads = ComputeThreads.of(2);
        var begun = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        var operation = Thread.ofPlatform().start(() -> threads.run(2, _ -> {
            begun.countDown();
            await(release);
        }));
        await(begun);
        var first = Thread.ofPlatform().daemon().start(threads::close);
        var second = Thread.ofPlatform().daemon().start(threads::close);
        while (!isClosing(first) || !isClosing(second)) {
            Thread.onSpinWait();
        }

        release.countDown();

        operation.join();
        assertThat(first.join(PATIENCE)).isTrue();
        assertThat(second.join(PATIENCE)).isTrue();
    }

    private static boolean isClosing(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("close"));
    }

    @Test
    void needsAtLeastTheCaller() {
        assertThatThrownBy(() -> ComputeThreads.of(0)).hasMessage("expected at least 1 thread, actual 0");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a test was interrupted", e);
        }
    }
}
