package dev.chainrule.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** A budget of 100 MiB, of which jobs may take 75. */
class MemoryBudgetTest {
    private static final long MIB = 1 << 20;
    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration JOB_PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong();
    private final MemoryBudget budget = new MemoryBudget(
            new MemoryProperties(DataSize.ofMegabytes(0), DataSize.ofMegabytes(56), 0.5, 0.25, Duration.ofMillis(1),
                    JOB_PATIENCE),
            256 * MIB,
            now::get);

    @Test
    void theBudgetFollowsFromTheHeap() {
        assertThat(budget.usage().total()).isEqualTo(100 * MIB);
        assertThat(budget.mostOfJob()).isEqualTo(75 * MIB);
    }

    @Test
    void aHeapSmallerThanTheBaseStillHasABudget() {
        var properties = new MemoryProperties(
                DataSize.ofMegabytes(0), DataSize.ofMegabytes(96), 0.75, 0.25, NO_WAIT, JOB_PATIENCE);

        assertThat(properties.budget(64 * MIB)).isEqualTo(8 * MIB);
    }

    @Test
    void configuredBudgetIsUsed() {
        var properties = new MemoryProperties(
                DataSize.ofMegabytes(50), DataSize.ofMegabytes(96), 0.75, 0.25, NO_WAIT, JOB_PATIENCE);

        assertThat(properties.budget(256 * MIB)).isEqualTo(50 * MIB);
    }

    @Test
    void aRequestThatNeverFitsGets413WithBothFigures() {
        assertThatThrownBy(() -> inRequest(() -> budget.reserveForRequest(101 * MIB, "send fewer rows")))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.TOO_LARGE);
                    assertThat(problem)
                            .hasMessage("The request needs 106 MB of memory, but this service can give 105 MB"
                                    + " at most: send fewer rows, or give the service a larger heap (-Xmx)");
                });
        assertThat(budget.usage().requests()).isZero();
    }

    @Test
    void answeredRequestReleasesItsReservations() {
        inRequest(() -> {
            budget.reserveForRequest(40 * MIB, "");
            budget.reserveForRequest(10 * MIB, "");
            assertThat(budget.usage().requests()).isEqualTo(50 * MIB);
        });

        assertThat(budget.usage().requests()).isZero();
    }

    @Test
    void aRequestThatDoesNotFitInTimeGets503() {
        inRequest(() -> {
            budget.reserveForRequest(60 * MIB, "");
            assertThatThrownBy(() -> inRequest(this::isGoneASecondLater, () -> budget.reserveForRequest(41 * MIB, "")))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
        });
        assertThat(budget.usage().waitingRequests()).isZero();
    }

    /** The client stays; time passes with every look at it. */
    private boolean isGoneASecondLater() {
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        return false;
    }

    @Test
    void aRequestThatWaitsGetsWhatAnotherOneReleases() {
        CompletableFuture<Void> second;
        try (var first = new Caller("a", () -> false, () -> {})) {
            ScopedValue.where(Caller.CURRENT, first).run(() -> budget.reserveForRequest(60 * MIB, ""));
            second = CompletableFuture.runAsync(() -> inRequest(() -> budget.reserveForRequest(60 * MIB, "")));
            Awaitility.await().until(() -> budget.usage().waitingRequests() == 1);
        }

        second.join();
        assertThat(budget.usage().requests()).isZero();
    }

    @Test
    void aSmallerRequestPassesALargerOneThatWaits() {
        try (var first = new Caller("a", () -> false, () -> {})) {
            ScopedValue.where(Caller.CURRENT, first).run(() -> budget.reserveForRequest(60 * MIB, ""));
            var large = CompletableFuture.runAsync(() -> inRequest(() -> budget.reserveForRequest(60 * MIB, "")));
            Awaitility.await().until(() -> budget.usage().waitingRequests() == 1);

            inRequest(() -> budget.reserveForRequest(10 * MIB, ""));

            assertThat(large).isNotDone();
        }
    }

    @Test
    void aRequestWhoseClientGoesStopsWaiting() {
        inRequest(() -> {
            budget.reserveForRequest(60 * MIB, "");
            assertThatThrownBy(() -> inRequest(() -> true, () -> budget.reserveForRequest(60 * MIB, "")))
                    .isInstanceOf(ClientGoneException.class);
        });
    }

    @Test
    void aSmallRequestDoesNotWaitForLargeOnes() {
        inRequest(() -> {
            budget.reserveForRequest(100 * MIB, "");
            inRequest(() -> {
                budget.reserveForRequest(MIB, "");
                assertThat(budget.usage().requests()).isEqualTo(101 * MIB);
            });
        });
    }

    @Test
    void aRequestThatWaitsReservesOnceAndLeavesItsPlace() {
        var left = new AtomicLong();
        try (var caller = new Caller("a", () -> false, left::incrementAndGet)) {
            ScopedValue.where(Caller.CURRENT, caller).run(() -> {
                assertThat(budget.reserveToWait()).isTrue();
                assertThat(budget.reserveToWait()).isTrue();
            });

            assertThat(budget.usage().requests()).isEqualTo(128 << 10);
            assertThat(left).hasValue(1);
        }
        assertThat(budget.usage().requests()).isZero();
    }

    @Test
    void aRequestDoesNotWaitWhereThereIsNoMemoryForIt() {
        inRequest(() -> {
            budget.reserveForRequest(100 * MIB, "");
            inRequest(() -> assertThat(budget.reserveToWait()).isFalse());
        });
    }

    @Test
    void jobsLeaveAShareToRequests() throws InterruptedException {
        try (var _ = budget.reserveForJob(UUID.randomUUID(), 75 * MIB, NO_WAIT).orElseThrow()) {
            assertThat(budget.reserveForJob(UUID.randomUUID(), MIB, NO_WAIT)).isEmpty();
            inRequest(() -> budget.reserveForRequest(25 * MIB, ""));
        }
    }

    @Test
    void smallerJobPassesALargerOneThatHasWaitedBriefly() throws InterruptedException {
        try (var _ = budget.reserveForJob(UUID.randomUUID(), 50 * MIB, NO_WAIT).orElseThrow()) {
            assertThat(budget.reserveForJob(UUID.randomUUID(), 60 * MIB, NO_WAIT)).isEmpty();

            assertThat(budget.reserveForJob(UUID.randomUUID(), 20 * MIB, NO_WAIT)).isPresent();
        }
    }

    @Test
    void aJobThatWaitedForLongIsNotPassedAnyMore() throws InterruptedException {
        var large = UUID.randomUUID();
        var first = budget.reserveForJob(UUID.randomUUID(), 50 * MIB, NO_WAIT).orElseThrow();
        assertThat(budget.reserveForJob(large, 60 * MIB, NO_WAIT)).isEmpty();
        tryUntilPatienceIsOver(large);

        assertThat(budget.reserveForJob(UUID.randomUUID(), 20 * MIB, NO_WAIT)).isEmpty();
        inRequest(() -> budget.reserveForRequest(25 * MIB, ""));
        first.close();
        assertThat(budget.reserveForJob(UUID.randomUUID(), 20 * MIB, NO_WAIT)).isEmpty();
        assertThat(budget.reserveForJob(large, 60 * MIB, NO_WAIT)).isPresent();
        assertThat(budget.reserveForJob(UUID.randomUUID(), 10 * MIB, NO_WAIT)).isPresent();
    }

    private void tryUntilPatienceIsOver(UUID job) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            now.addAndGet(JOB_PATIENCE.dividedBy(2).toNanos());
            assertThat(budget.reserveForJob(job, 60 * MIB, NO_WAIT)).isEmpty();
        }
    }

    @Test
    void aJobThatDoesNotWaitAnyMoreKeepsNoOtherOneWaiting() throws InterruptedException {
        try (var _ = budget.reserveForJob(UUID.randomUUID(), 50 * MIB, NO_WAIT).orElseThrow()) {
            var cancelled = UUID.randomUUID();
            assertThat(budget.reserveForJob(cancelled, 60 * MIB, NO_WAIT)).isEmpty();
            tryUntilPatienceIsOver(cancelled);
            assertThat(budget.firstJob()).contains(cancelled);
            assertThat(budget.reserveForJob(UUID.randomUUID(), 20 * MIB, NO_WAIT)).isEmpty();

            budget.forget(cancelled);

            assertThat(budget.firstJob()).isEmpty();
            assertThat(budget.reserveForJob(UUID.randomUUID(), 20 * MIB, NO_WAIT)).isPresent();
        }
    }

    @Test
    void requestsThatWaitTakeNoMoreThanTheirShare() {
        var callers = new ArrayList<Caller>();
        for (int i = 0; i < 25 * 8; i++) {
            var caller = new Caller("a", () -> false, () -> {});
            callers.add(caller);
            ScopedValue.where(Caller.CURRENT, caller).run(() -> assertThat(budget.reserveToWait()).isTrue());
        }

        inRequest(() -> assertThat(budget.reserveToWait()).isFalse());

        callers.forEach(Caller::close);
        assertThat(budget.usage().requests()).isZero();
    }

    @Test
    void closingAReservationTwiceReleasesItOnce() throws InterruptedException {
        var reservation = budget.reserveForJob(UUID.randomUUID(), 50 * MIB, NO_WAIT).orElseThrow();
        reservation.close();
        reservation.close();

        assertThat(budget.usage().jobs()).isZero();
    }

    private static void inRequest(Runnable work) {
        inRequest(() -> false, work);
    }

    private static void inRequest(BooleanSupplier gone, Runnable work) {
        try (var caller = new Caller("test", gone, () -> {})) {
            ScopedValue.where(Caller.CURRENT, caller).run(work);
        }
    }
}
