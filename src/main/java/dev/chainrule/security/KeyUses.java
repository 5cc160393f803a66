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

/**
 * Notes when a key was last used, once an hour for each key, so that few requests write. No request waits for the database: each note is
 * written by a thread of its own. After a write that failed, the next request with the key notes its use.
 */
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
            Thread.ofVirtual().name("key-use").start(() -> write(key.id(), now));
        }
    }

    private void write(String id, Instant now) {
        try {
            stored.noteUse(id, now);
        } catch (DataAccessException | TransactionException away) {
            noted.asMap().remove(id, now);
            log.debug("The use of a key is not noted", away);
        }
    }
}
