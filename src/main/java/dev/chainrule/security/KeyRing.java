package dev.chainrule.security;

import dev.chainrule.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * All keys of the database in memory, so that a request costs no query, and a wrong key neither. They are read again when someone asks
 * for one and they are {@value #READ_AGAIN_SECONDS} seconds old; that is how this replica learns of keys that another one revoked. Keys
 * that are older than {@value #LONGEST_SECONDS} seconds are not used: requests with keys get 503 while the database is out of reach.
 *
 * <p>Thread-safe. One thread at a time reads; others use what was read before as long as they may.
 */
@Component
class KeyRing {
    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
    private static final int READ_AGAIN_SECONDS = 5;
    private static final int LONGEST_SECONDS = 10;

    /** How long a thread waits for another one that reads. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KeyRepository stored;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile LoadedKeys newest = LoadedKeys.NEVER;

    KeyRing(KeyRepository stored, Clock clock) {
        this.stored = stored;
        this.clock = clock;
    }

    /** @param readAt before the query began */
    private record LoadedKeys(Map<String, StoredKey> keys, Instant readAt) {
        static final LoadedKeys NEVER = new LoadedKeys(Map.of(), Instant.EPOCH);

        boolean isYoungerThan(int seconds, Instant now) {
            return !now.isBefore(readAt) && now.isBefore(readAt.plusSeconds(seconds));
        }
    }

    /**
     * The key with an id.
     *
     * @throws ProblemException (503) if that cannot be known now
     */
    Optional<StoredKey> find(String id) {
        var snapshot = refreshed();
        if (!snapshot.isYoungerThan(LONGEST_SECONDS, clock.instant())) {
            throw ProblemException
                    .unavailable("Keys cannot be checked while the database is out of reach: try again later");
        }
        return Optional.ofNullable(snapshot.keys.get(id));
    }

    /** The key with an id, read from the database: another replica may have made it after this one read all. */
    Optional<StoredKey> findNew(String id) {
        try {
            return stored.findById(id);
        } catch (DataAccessException | TransactionException away) {
            log.debug("A key is not looked for", away);
            return Optional.empty();
        }
    }

    /**
     * Whether a key that was valid at a time is not valid any more, as far as this replica knows; while the database is out of reach, it
     * does not know of a revocation.
     */
    boolean isRevoked(StoredKey key, Instant since) {
        var snapshot = refreshed();
        return key.isExpired(clock.instant())
                || (snapshot.readAt.isAfter(since) && !snapshot.keys.containsKey(key.id()));
    }

    /** Keys have changed: the next request reads them. */
    void changed() {
        newest = LoadedKeys.NEVER;
    }

    private LoadedKeys refreshed() {
        var snapshot = newest;
        if (snapshot.isYoungerThan(READ_AGAIN_SECONDS, clock.instant())) {
            return snapshot;
        }
        boolean mayWait = !snapshot.isYoungerThan(LONGEST_SECONDS, clock.instant());
        if (!lock(mayWait ? PATIENCE : Duration.ZERO)) {
            return newest;
        }
        try {
            return newest.isYoungerThan(READ_AGAIN_SECONDS, clock.instant()) ? newest : read();
        } finally {
            reading.unlock();
        }
    }

    private boolean lock(Duration patience) {
        try {
            return reading.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private LoadedKeys read() {
        var began = clock.instant();
        try {
            var keys = stored.findByOrderByCreatedAtDescIdAsc().stream()
                    .collect(Collectors.toUnmodifiableMap(StoredKey::id, Function.identity()));
            newest = new LoadedKeys(keys, began);
        } catch (DataAccessException | TransactionException away) {
            log.debug("Keys are not read again", away);
        }
        return newest;
    }
}
