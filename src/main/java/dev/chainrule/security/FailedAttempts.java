package dev.chainrule.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How many requests of an address were refused for lack of a valid key. After {@value #MOST} in a minute, further ones are refused with 429
 * and without a query until the minute is over. A valid key is served whatever its address: others may share the address.
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

    void add(String address) {
        windows.get(network(address), _ -> new Window(ticker.read(), new AtomicInteger())).failures.incrementAndGet();
    }

    /** How long an address must wait; empty: it has not failed too often. */
    Optional<Duration> waitOf(String address) {
        return Optional.ofNullable(windows.getIfPresent(network(address)))
                .filter(window -> window.failures.get() >= MOST)
                .map(window -> WINDOW.minusNanos(ticker.read() - window.began))
                .filter(Duration::isPositive);
    }

    private static String network(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address wide
                    ? HexFormat.of().formatHex(Arrays.copyOf(wide.getAddress(), NETWORK_BYTES))
                    : address;
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
