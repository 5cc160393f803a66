package dev.chainrule.security;

import dev.chainrule.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * All keys of the database in memory, so that a request costs no query, and a wrong key neither. They are read again when someone asks
 * for one and they are 5 seconds old; that is how this replica learns of keys that another one revoked. Keys that are older than 10 seconds
 * are not used: requests with keys get 503 while the database is out of reach. Ages are measured without the clock, which may be set back.
 *
 * <p>Thread-safe. One thread at a time reads; others use what was read before as long as they may. Reads and changes of this replica have
 * numbers in the order in which they begin: what was read is not used if a change has a higher number, because the query may not have seen
 * it.
 */
@Component
class KeyRing {
    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
    private static final Duration READ_AGAIN = Duration.ofSeconds(5);
    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    /** How long a thread waits for another one that reads. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    private final KeyRepository stored;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ReentrantLock reading = new ReentrantLock();

    /** The number of the last read or change that has begun. */
    private final AtomicLong begun = new AtomicLong();

    private final AtomicLong lastChange = new AtomicLong(begun.incrementAndGet());
    private volatile LoadedKeys newest = new LoadedKeys(Map.of(), 0, 0);

    @Autowired
    KeyRing(KeyRepository stored, Clock clock) {
        this(stored, clock, System::nanoTime);
    }

    /**
     * @param clock for the expiry of keys
     * @param nanoTime for the age of what was read, as {@link System#nanoTime}
     */
    KeyRing(KeyRepository stored, Clock clock, LongSupplier nanoTime) {
        this.stored = stored;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * @param number of the read
     * @param readAt in nanoseconds, before the query began
     */
    private record LoadedKeys(Map<String, StoredKey> keys, long number, long readAt) {}

    private boolean isYoungerThan(Duration age, LoadedKeys loaded) {
        return loaded.number > lastChange.get() && nanoTime.getAsLong() - loaded.readAt < age.toNanos();
    }

    /**
     * The key with an id.
     *
     * @throws ProblemException (503) if that cannot be known now
     */
    Optional<StoredKey> find(String id) {
        var loaded = refreshed();
        if (!isYoungerThan(MAX_AGE, loaded)) {
            throw ProblemException
                    .unavailable("Keys cannot be checked while the database is out of reach: try again later");
        }
        return Optional.ofNullable(loaded.keys.get(id));
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

    /** The number of the last read or change that has begun. */
    long lastNumber() {
        return begun.get();
    }

    /**
     * Whether a key that was valid is not valid any more, as far as this replica knows; while the database is out of reach, it does not know
     * of a revocation.
     *
     * @param since {@link #lastNumber} when the key was valid: a read that began before it may not have seen the key
     */
    boolean isRevoked(StoredKey key, long since) {
        var loaded = refreshed();
        return key.isExpired(clock.instant()) || (loaded.number > since && !loaded.keys.containsKey(key.id()));
    }

    /** Keys have changed: the next request reads them. */
    void changed() {
        lastChange.accumulateAndGet(begun.incrementAndGet(), Math::max);
    }

    private LoadedKeys refreshed() {
        var loaded = newest;
        if (isYoungerThan(READ_AGAIN, loaded)) {
            return loaded;
        }
        boolean mayWait = !isYoungerThan(MAX_AGE, loaded);
        if (!lock(mayWait ? LOCK_TIMEOUT : Duration.ZERO)) {
            return newest;
        }
        try {
            return isYoungerThan(READ_AGAIN, newest) ? newest : read();
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

    /** Again if keys change meanwhile. */
    private LoadedKeys read() {
        try {
            do {
                long number = begun.incrementAndGet();
                long readAt = nanoTime.getAsLong();
                var keys = stored.findByOrderByCreatedAtDescIdAsc().stream()
                        .collect(Collectors.toUnmodifiableMap(StoredKey::id, Function.identity()));
                newest = new LoadedKeys(keys, number, readAt);
            } while (newest.number < lastChange.get());
        } catch (DataAccessException | TransactionException away) {
            log.debug("Keys are not read again", away);
        }
        return newest;
    }
}
