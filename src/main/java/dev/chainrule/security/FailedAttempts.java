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
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How many requests of an address had a key that is not valid, or none where they need one. After {@value #MOST} in a minute, further ones
 * are refused with 429 and without a query until the minute is over. A valid key is served whatever its address: others may share the
 * address.
 */
@Component
class FailedAttempts {
    private static final int MOST = 20;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 100_000;

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
                .maximumSize(MOST_ADDRESSES)
                .expireAfter(Expiry.creating((String _, Window _) -> WINDOW))
                .build();
    }

    /** The failures since the first one. */
    private record Window(long began, AtomicInteger failures) {}

    /**
     * Counts a request.
     *
     * @param reason why it is refused (401)
     * @return the reason, or, if the address has failed too often before, that it must wait (429)
     */
    ProblemException count(String address, ProblemException reason) {
        var wait = waitOf(address);
        if (wait.isEmpty()) {
            windows.get(network(address), _ -> new Window(ticker.read(), new AtomicInteger())).failures
                    .incrementAndGet();
        }
        return wait.map(left -> ProblemException.tooManyFailures(
                "Too many requests from your address had no valid key: send a valid one, or wait", left))
                .orElse(reason);
    }

    /** How long an address must wait; empty: it has not failed too often. */
    Optional<Duration> waitOf(String address) {
        return Optional.ofNullable(windows.getIfPresent(network(address)))
                .filter(window -> window.failures.get() >= MOST)
                .map(window -> WINDOW.minusNanos(ticker.read() - window.began))
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
