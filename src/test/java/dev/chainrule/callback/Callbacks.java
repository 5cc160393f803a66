package dev.chainrule.callback;

import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/** What the tests of this package share. */
final class Callbacks {
    /** The one of the specification's test vector. */
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private Callbacks() {}

    static CallbackProperties properties(List<String> secret, boolean allowPrivate, Duration timeout) {
        return new CallbackProperties(secret, allowPrivate, timeout, 24, Duration.ofSeconds(5), Duration.ofHours(1));
    }

    static CallbackProperties properties(boolean allowPrivate) {
        return properties(List.of(SECRET), allowPrivate, Duration.ofSeconds(30));
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
