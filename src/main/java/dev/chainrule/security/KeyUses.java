package dev.chainrule.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Notes when a key was last used, once an hour for each key, so that few requests write. */
@Component
class KeyUses {
    private static final Logger log = LoggerFactory.getLogger(KeyUses.class);

    private final KeyRepository stored;
    private final Clock clock;
    private final Cache<String, Instant> noted =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).build();

    KeyUses(KeyRepository stored, Clock clock) {
        this.stored = stored;
        this.clock = clock;
    }

    void note(StoredKey key) {
        var now = clock.instant();
        if (noted.asMap().putIfAbsent(key.id(), now) == null) {
            try {
                stored.noteUse(key.id(), now);
            } catch (DataAccessException | TransactionException away) {
                log.debug("The use of a key is not noted", away);
            }
        }
    }
}
