package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.ServiceTest;
import dev.chainrule.problem.ProblemException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** When what was read of the stored keys is used, and when they are read again. */
@ServiceTest
@TestPropertySource(properties = "chainrule.admin-key=an-admin-key-of-many-characters")
class KeyRingTest {
    private static final Instant TIME = Instant.parse("2030-01-01T00:00:00Z");

    private final KeyRepository stored;
    private final TransactionTemplate transaction;
    /** It overflows, as {@link System#nanoTime} may. */
    private final AtomicLong nanoseconds = new AtomicLong(Long.MAX_VALUE - 3_000_000_000L);

    /** Runs after each query for all keys, before the ring has its result. */
    private Runnable afterQuery = () -> {};

    private Instant clock = TIME;
    private final KeyRing ring;

    KeyRingTest(KeyRepository stored, TransactionTemplate transaction) {
        this.stored = stored;
        this.transaction = transaction;
        InstantSource time = () -> clock;
        ring = new KeyRing(observed(stored), time.withZone(ZoneOffset.UTC), nanoseconds::get);
    }

    /** The repository, with the step after the query. */
    private KeyRepository observed(KeyRepository repository) {
        return (KeyRepository) Proxy.newProxyInstance(
                KeyRepository.class.getClassLoader(), new Class<?>[] {KeyRepository.class}, (_, method, arguments) -> {
                    try {
                        var found = method.invoke(repository, arguments);
                        if (method.getName().startsWith("findByOrder")) {
                            afterQuery.run();
                        }
                        return found;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private StoredKey store(String name, Optional<Instant> expiresAt) {
        return stored.saveAndFlush(
                new StoredKey(KeyText.make(), name, KeyRole.READER, expiresAt, "admin", Instant.now()));
    }

    private StoredKey store(String name) {
        return store(name, Optional.empty());
    }

    private void delete(StoredKey key) {
        transaction.executeWithoutResult(_ -> stored.deleteById(key.id()));
    }

    private void pass(Duration time) {
        nanoseconds.addAndGet(time.toNanos());
    }

    private boolean has(StoredKey key) {
        return ring.find(key.id()).isPresent();
    }

    @Test
    void keyThatIsRevokedWhileAllAreReadIsNotFound() {
        var key = store("raced");
        afterQuery = () -> {
            afterQuery = () -> {};
            delete(key);
            ring.changed();
        };

        assertThat(has(key)).isFalse();
    }

    @Test
    void keyThatAnotherReplicaRevokesIsUsedForFiveSecondsWhateverTheClockSays() {
        var key = store("other-replica");
        assertThat(has(key)).isTrue();
        delete(key);

        pass(Duration.ofMillis(4999));
        clock = TIME.minusSeconds(3600);
        assertThat(has(key)).isTrue();

        pass(Duration.ofMillis(1));
        assertThat(has(key)).isFalse();
    }

    @Test
    void requestOfARevokedKeyIsToldSoAfterTheClockIsSetBack() {
        var key = store("streams");
        assertThat(has(key)).isTrue();
        long since = ring.lastNumber();
        delete(key);

        clock = TIME.minusSeconds(3600);
        assertThat(ring.isRevoked(key, since)).isFalse();
        pass(Duration.ofSeconds(5));

        assertThat(ring.isRevoked(key, since)).isTrue();
    }

    @Test
    void keyThatIsMadeAfterAllWereReadIsNotTakenForRevoked() {
        assertThat(has(store("earlier"))).isTrue();
        var key = store("later");
        long since = ring.lastNumber();

        assertThat(has(key)).isFalse();
        assertThat(ring.findNew(key.id())).isPresent();
        assertThat(ring.isRevoked(key, since)).isFalse();
        pass(Duration.ofSeconds(5));
        assertThat(ring.isRevoked(key, since)).isFalse();
    }

    @Test
    void keyThatExpiresDuringARequestIsRevoked() {
        var key = store("expires", Optional.of(TIME.plusSeconds(2)));
        assertThat(has(key)).isTrue();
        long since = ring.lastNumber();

        clock = TIME.plusSeconds(1);
        assertThat(ring.isRevoked(key, since)).isFalse();
        clock = TIME.plusSeconds(2);
        assertThat(ring.isRevoked(key, since)).isTrue();
    }

    @Test
    void keysAreUsedForTenSecondsWhileTheDatabaseIsAway() {
        var key = store("patient");
        assertThat(has(key)).isTrue();
        afterQuery = () -> {
            throw new DataAccessResourceFailureException("away");
        };

        pass(Duration.ofMillis(9999));
        assertThat(has(key)).isTrue();

        pass(Duration.ofMillis(1));
        assertThatThrownBy(() -> has(key)).isInstanceOf(ProblemException.class).hasMessageContaining("out of reach");
    }
}
