package dev.chainrule.callback;

import java.time.Duration;
import org.springframework.stereotype.Component;

/** How often a callback is tried and how long to wait in between: first · 2ⁿ⁻¹ after the n-th failure, up to a longest wait. */
@Component
public class CallbackRetries {
    private final CallbackProperties properties;

    CallbackRetries(CallbackProperties properties) {
        this.properties = properties;
    }

    /** How many failures end a delivery. */
    public int maxAttempts() {
        return properties.maxAttempts();
    }

    /** @param consecutiveFailures at least 1 */
    public Duration retryAfter(int consecutiveFailures) {
        if (consecutiveFailures < 1) {
            throw new IllegalArgumentException("Expected at least 1 failure but there were " + consecutiveFailures);
        }
        var wait = properties.firstRetryAfter();
        var longest = properties.maxRetryAfter();
        for (int failure = 1; failure < consecutiveFailures && wait.compareTo(longest) < 0; failure++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
