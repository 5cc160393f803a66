package dev.chainrule.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.chainrule.problem.ProblemException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How many requests of an address had a key that is not valid, or none where they need one. After {@value #MAX_FAILURES} in a minute,
 * further ones are refused with 429 and without a query until the minute is over. A valid key is served whatever its address: others may
 * share the address.
 */
@Component
class FailedAttempts {
    private static final int MAX_FAILURES = 20;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 100_000;

    /** How long a request waits for the queries of others from its address. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    /** The part of an IPv6 address that a client cannot choose. */
    private static final int NETWORK_BYTES = 8;

    private final Ticker ticker;
    private final Cache<String, Window> windows;

    @Autowired
    FailedAttempts() {
        this(Ticker.systemTicker());
    }

    FailedAttempts(Ticker ticker) {
        this.ticker = ticker;
        this.windows = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MAX_ADDRESSES)
                .expireAfter(Expiry.creating((String _, Window _) -> WINDOW))
                .build();
    }

    /** The failures since the first request without a known key. */
    private record Window(long began, AtomicInteger failures, ReentrantLock querying) {}

    private Window window(String address) {
        return windows.get(
                network(address), _ -> new Window(ticker.read(), new AtomicInteger(), new ReentrantLock()));
    }

    private Duration left(Window window) {
        return WINDOW.minusNanos(ticker.read() - window.began);
    }

    /**
     * Counts a request.
     *
     * @param reason why it is refused (401)
     * @return the reason, or, if the address has failed too often before, that it must wait (429)
     */
    ProblemException count(String address, ProblemException reason) {
        var window = window(address);
        return window.failures.incrementAndGet() <= MAX_FAILURES
                ? reason
                : ProblemException.tooManyFailures(
                        "Too many requests from your address had no valid key: send a valid one, or wait",
                        left(window));
    }

    /**
     * Runs a query, and counts the request if it finds nothing. The queries of an address run one after another: those that ran in parallel
     * would not know of each other's failures.
     *
     * @param query not run once the address has failed too often
     * @param reason why the request is refused (401) if the query finds nothing
     * @throws ProblemException the reason; (429) if the address has failed too often; (503) if others' queries take too long
     */
    <T> T find(String address, Supplier<Optional<T>> query, ProblemException reason) {
        var window = window(address);
        if (!lock(window.querying)) {
            throw ProblemException.unavailable("Keys of your address are being checked, and that takes too long: try"
                    + " again later");
        }
        try {
            return (waitOf(address).isEmpty() ? query.get() : Optional.<T>empty())
                    .orElseThrow(() -> count(address, reason));
        } finally {
            window.querying.unlock();
        }
    }

    private static boolean lock(ReentrantLock lock) {
        try {
            return lock.tryLock(LOCK_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How long an address must wait; empty: it has not failed too often. */
    Optional<Duration> waitOf(String address) {
        return Optional.ofNullable(windows.getIfPresent(network(address)))
                .filter(window -> window.failures.get() >= MAX_FAILURES)
                .map(this::left)
                .filter(Duration::isPositive);
    }

    /** What is no address, as a forwarded one may be, counts together: it may be long, and have any number of values. */
    private static String network(String address) {
        try {
            var bytes = InetAddress.ofLiteral(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
