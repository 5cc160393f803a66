package dev.chainrule.callback;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How callbacks are sent. With the defaults a receiver may be unreachable for 14 hours: 24 attempts, 5 s, 10 s, 20 s … 1 h apart.
 *
 * @param secret the {@linkplain SigningKey keys} that each callback is signed with, separated by commas: during a rotation the new one
 *     and the old one; empty: jobs with callbacks are refused
 * @param allowPrivate whether callbacks may go to private, loopback and other special addresses, too
 * @param timeout of one attempt, from the look-up of the host's name to the answer's status
 * @param maxAttempts how many failures end a delivery
 * @param firstRetryAfter the wait after the first failure; each further one is twice as long
 * @param maxRetryAfter the longest wait
 */
@Validated
@ConfigurationProperties("chainrule.callback")
record CallbackProperties(
        @DefaultValue List<String> secret,
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("10s") @DurationMin(millis = 10) @DurationMax(minutes = 10) Duration timeout,
        @DefaultValue("24") @Min(1) @Max(1000) int maxAttempts,
        @DefaultValue("5s") @DurationMin(millis = 1) Duration firstRetryAfter,
        @DefaultValue("1h") @DurationMax(days = 7) Duration maxRetryAfter) {
    /** Checked in code, because a failed annotation's message would contain the secret. */
    CallbackProperties {
        secret = List.copyOf(secret);
        try {
            secret.forEach(SigningKey::parse);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    (secret.size() == 1 ? "chainrule.callback.secret " : "Each of chainrule.callback.secret ")
                            + wrong.getMessage());
        }
        if (firstRetryAfter.compareTo(maxRetryAfter) > 0) {
            throw new IllegalArgumentException(
                    "chainrule.callback.first-retry-after is longer than chainrule.callback.max-retry-after");
        }
    }

    boolean canSign() {
        return !secret.isEmpty();
    }

    List<SigningKey> signingKeys() {
        return secret.stream().map(SigningKey::parse).toList();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "CallbackProperties[allowPrivate=%s, timeout=%s, maxAttempts=%d, firstRetryAfter=%s, maxRetryAfter=%s]"
                .formatted(allowPrivate, timeout, maxAttempts, firstRetryAfter, maxRetryAfter);
    }
}
