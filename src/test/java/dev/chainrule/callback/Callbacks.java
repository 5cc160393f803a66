package dev.chainrule.callback;

import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;

/** What the tests of this package share. */
final class Callbacks {
    static final String SECRET = "correct horse battery staple";

    private Callbacks() {}

    static CallbackProperties properties(String secret, boolean allowPrivate, Duration timeout) {
        return new CallbackProperties(secret, allowPrivate, timeout, 24, Duration.ofSeconds(5), Duration.ofHours(1));
    }

    static CallbackProperties properties(boolean allowPrivate) {
        return properties(SECRET, allowPrivate, Duration.ofSeconds(30));
    }

    /** Stands in for the system's look-up of names. */
    @FunctionalInterface
    interface Names extends DnsResolver {
        @Override
        default String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
