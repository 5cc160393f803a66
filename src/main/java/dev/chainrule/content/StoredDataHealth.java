package dev.chainrule.content;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether chunks have been found whose bytes have changed since they were written. A finding lasts until the next start. The service
 * remains ready: other data can be read, and only the requests that need the damaged data fail.
 */
@Component("storedData")
class StoredDataHealth implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(StoredDataHealth.class);

    private final Set<UUID> damaged = ConcurrentHashMap.newKeySet();

    /** Notes damage, and logs the first of a content. */
    void noteDamage(UUID content, int chunk) {
        if (damaged.add(content)) {
            log.error(
                    "Chunk {} of content {} is damaged: its bytes are not those that were written. Check the disk, and restore a backup",
                    chunk, content);
        }
    }

    @Override
    public Health health() {
        return damaged.isEmpty() ? Health.up().build() : Health.down().build();
    }
}
