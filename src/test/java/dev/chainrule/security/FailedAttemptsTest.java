package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests without a valid key an address may send. */
class FailedAttemptsTest {
    private static final int REQUESTS = 200;

    private final ProblemException reason = ProblemException.unauthorized("no key", Optional.empty());

    private final AtomicLong time = new AtomicLong();
    private final FailedAttempts failures = new FailedAttempts(time::get);

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            failures.count(address, reason);
        }
    }

    @Test
    void addressWaitsForTheRestOfTheMinuteAfterTwentyFailures() {
        fail("192.0.2.1", 19);
        assertThat(failures.waitOf("192.0.2.1")).isEmpty();

        time.addAndGet(Duration.ofSeconds(20).toNanos());
        fail("192.0.2.1", 1);

        assertThat(failures.waitOf("192.0.2.1")).contains(Duration.ofSeconds(40));
        assertThat(failures.waitOf("192.0.2.2")).isEmpty();
    }

    @Test
    void addressMayTryAgainAfterTheMinute() {
        fail("192.0.2.1", 100);

        time.addAndGet(Duration.ofSeconds(60).toNanos());

        assertThat(failures.waitOf("192.0.2.1")).isEmpty();
        fail("192.0.2.1", 1);
        assertThat(failures.waitOf("192.0.2.1")).isEmpty();
    }

    /** A client chooses the second half of its IPv6 address. */
    @ParameterizedTest
    @CsvSource({"2001:db8::1, 2001:db8::ffff:1:2:3, true", "2001:db8::1, 2001:db8:0:1::1, false",
        "::ffff:192.0.2.1, 192.0.2.2, false", "::ffff:192.0.2.1, 192.0.2.1, true", "not an address, nor this, true",
        "not an address, 192.0.2.1, false"})
    void addressesOfOneNetworkCountTogether(String failed, String asked, boolean together) {
        fail(failed, 20);

        assertThat(failures.waitOf(asked).isPresent()).isEqualTo(together);
    }

    @Test
    void requestIsRefusedForItsReasonTwentyTimesAndThenToldToWait() {
        for (int i = 0; i < 20; i++) {
            assertThat(failures.count("192.0.2.1", reason)).isSameAs(reason);
        }

        assertThat(failures.count("192.0.2.1", reason).type()).isEqualTo(ProblemType.TOO_MANY_FAILURES);
    }

    @Test
    void parallelRequestsAreRefusedForTheirReasonTwentyTimesInAll() {
        var problems = inParallel(() -> failures.count("192.0.2.1", reason));

        assertThat(problems).filteredOn(problem -> problem == reason).hasSize(20);
        assertThat(problems).filteredOn(problem -> problem.type() == ProblemType.TOO_MANY_FAILURES)
                .hasSize(REQUESTS - 20);
    }

    @Test
    void parallelRequestsWithUnknownKeysCostTwentyQueriesInAll() {
        var queries = new AtomicInteger();

        var problems =
                inParallel(() -> catchThrowableOfType(ProblemException.class, () -> failures.find("192.0.2.1", () -> {
                    queries.incrementAndGet();
                    return Optional.empty();
                }, reason)));

        assertThat(queries).hasValue(20);
        assertThat(problems).filteredOn(problem -> problem == reason).hasSize(20);
    }

    @Test
    void parallelRequestsWithANewKeyAreAllServed() {
        assertThat(inParallel(() -> failures.find("192.0.2.1", () -> Optional.of("key"), reason)))
                .hasSize(REQUESTS).containsOnly("key");
        assertThat(failures.waitOf("192.0.2.1")).isEmpty();
    }

    private static <T> List<T> inParallel(Callable<T> request) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(REQUESTS, request)).stream().map(Future::resultNow).toList();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
