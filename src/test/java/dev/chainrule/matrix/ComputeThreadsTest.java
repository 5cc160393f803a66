package dev.chainrule.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeThreadsTest {
    /** Far more than a thread needs, even where others have the processors. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void teamRunsEveryTaskOncePerRound(int count) {
        try (var threads = ComputeThreads.of(count); var team = threads.team()) {
            var runs = new AtomicIntegerArray(7);
            for (var round = 1; round <= 5_000; round++) {
                team.run(1 + round % 7, runs::incrementAndGet);
            }
            var expected = IntStream.range(0, 7)
                    .map(task -> (int) IntStream.rangeClosed(1, 5_000).filter(r -> task <= r % 7).count())
                    .toArray();
            assertThat(IntStream.range(0, 7).map(runs::get).toArray()).containsExactly(expected);
        }
    }

    @Test
    void helperRunsPartOfTheTasks() {
        try (var threads = ComputeThreads.of(2); var team = threads.team()) {
            var bothAtWork = new CountDownLatch(2);
            team.run(2, _ -> {
                bothAtWork.countDown();
                await(bothAtWork); // in vain if one thread did both
            });
            assertThat(bothAtWork.getCount()).isZero();
        }
    }

    @Test
    void aParkedHelperIsWoken() {
        try (var threads = ComputeThreads.of(2); var team = threads.team()) {
            while (Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> LockSupport.getBlocker(thread) == team)) {
                Thread.onSpinWait();
            }
            var bothAtWork = new CountDownLatch(2);
            team.run(2, _ -> {
                bothAtWork.countDown();
                await(bothAtWork);
            });
            assertThat(bothAtWork.getCount()).isZero();
        }
    }

    @Test
    void callerRunsTasksToo() {
        try (var threads = ComputeThreads.of(4)) {
            var first = threads.team();
            assertThat(first.count()).isEqualTo(4);

            var second = threads.team();
            assertThat(List.of(first.count(), second.count())).containsExactly(2, 2);

            var third = threads.team();
            assertThat(List.of(first.count(), second.count(), third.count())).containsExactly(2, 1, 1);

            first.close();
            second.close();
            assertThat(List.of(first.count(), second.count(), third.count())).containsExactly(1, 1, 4);
        }
    }

    @Test
    void moreCallersThanThreadsRunWithoutHelpers() {
        try (var threads = ComputeThreads.of(2);
                var first = threads.team();
                var second = threads.team();
                var third = threads.team()) {
            var caller = Thread.currentThread();
            for (var team : List.of(first, second, third)) {
                var done = new AtomicInteger();
                team.run(3, _ -> {
                    assertThat(Thread.currentThread()).isSameAs(caller);
                    done.incrementAndGet();
                });
                assertThat(done).hasValue(3);
            }
        }
    }

    @Test
    void teamOfOneCountsAsAThreadAndLeavesTheHelpersToOtherTeams() {
        try (var threads = ComputeThreads.of(4)) {
            var one = threads.teamOfOne();
            var team = threads.team();
            assertThat(List.of(one.count(), team.count())).containsExactly(1, 3);

            one.close();
            assertThat(team.count()).isEqualTo(4);
        }
    }

    @Test
    void openingAndClosingTeamsLosesNoTask() throws Exception {
        try (var threads = ComputeThreads.of(3); var callers = Executors.newFixedThreadPool(4)) {
            var done = new AtomicInteger();
            var jobs = callers.invokeAll(Collections.nCopies(4, () -> {
                for (var i = 0; i < 200; i++) {
                    try (var team = threads.team()) {
                        for (var round = 0; round < 10; round++) {
                            team.run(5, _ -> done.incrementAndGet());
                        }
                    }
                }
                return null;
            }));
            for (var job : jobs) {
                job.get();
            }
            assertThat(done).hasValue(4 * 200 * 10 * 5);
        }
    }

    @Test
    void tasksSharedFromWithinATaskRunOnItsThread() {
        try (var threads = ComputeThreads.of(2); var team = threads.team()) {
            var done = new AtomicInteger();
            team.run(2, _ -> team.run(3, _ -> done.incrementAndGet()));
            assertThat(done).hasValue(6);
        }
    }

    static List<Throwable> whatATaskCanThrow() {
        return List.of(new ArithmeticException("of a helper"), new StackOverflowError("of a helper"));
    }

    @ParameterizedTest
    @MethodSource("whatATaskCanThrow")
    void exceptionOfAHelpersTaskReachesTheCallerAndTheHelperContinues(Throwable thrown) {
        try (var threads = ComputeThreads.of(2); var team = threads.team()) {
            var caller = Thread.currentThread();
            var bothAtWork = new CountDownLatch(2);
            assertThatThrownBy(() -> team.run(2, _ -> {
                bothAtWork.countDown();
                await(bothAtWork);
                if (Thread.currentThread() != caller) {
                    throwUnchecked(thrown);
                }
            }))
                    .isSameAs(thrown);

            var bothAtWorkAgain = new CountDownLatch(2);
            team.run(2, _ -> {
                bothAtWorkAgain.countDown();
                await(bothAtWorkAgain);
            });
            assertThat(bothAtWorkAgain.getCount()).isZero();
        }
    }

    private static void throwUnchecked(Throwable thrown) {
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        throw (Error) thrown;
    }

    @Test
    void callerOfAClosedTeamRunsWithoutHelpers() {
        var threads = ComputeThreads.of(3);
        var team = threads.team();
        threads.close();
        threads.close();

        var done = new AtomicInteger();
        team.run(2, _ -> done.incrementAndGet());
        assertThat(done).hasValue(2);
        assertThat(team.count()).isEqualTo(1);
        assertThat(threads.team().count()).isEqualTo(1);
        assertThat(threads.count()).isEqualTo(3);
    }

    /** A helper finishes what it has begun, whichever thread closes. */
    @Test
    void closingLeavesNoOperationUnfinished() throws InterruptedException {
        var threads = ComputeThreads.of(2);
        var begun = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        var done = new AtomicInteger();
        var operation = Thread.ofPlatform().start(() -> threads.team().run(2, _ -> {
            begun.countDown();
            await(release);
            done.incrementAndGet();
        }));
        await(begun);

        threads.close();
        release.countDown();

        assertThat(operation.join(PATIENCE)).isTrue();
        assertThat(done).hasValue(2);
    }

    @Test
    void teamOfZeroThreadsIsRejected() {
        assertThatThrownBy(() -> ComputeThreads.of(0)).hasMessage("expected at least 1 thread, actual 0");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("another thread did not come");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("a test was interrupted", e);
        }
    }
}
