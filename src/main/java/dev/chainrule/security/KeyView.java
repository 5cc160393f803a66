package dev.chainrule.security;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.chainrule.problem.JsonName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as the API shows it.
 *
 * @param role in lower case
 * @param createdBy the name of the key that made it
 * @param expiresAt {@code null}: it is valid until it is revoked
 * @param lastUsedAt to the hour; {@code null}: never
 */
record KeyView(
        String id, String name, String role, String createdBy, Instant createdAt, @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    static KeyView of(StoredKey key) {
        return new KeyView(
                key.id(), key.name(), JsonName.of(key.role()), key.createdBy(), key.createdAt(),
                key.expiresAt().orElse(null), key.lastUsedAt().orElse(null));
    }

    /** @param key the whole key, which no other answer has */
    record CreatedKey(@JsonUnwrapped KeyView view, String key) {
        static CreatedKey of(Keys.NewKey made) {
            return new CreatedKey(KeyView.of(made.key()), made.text().reveal());
        }

        /** Without the key. */
        @Override
        public String toString() {
            return view.toString();
        }
    }
}
