package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chainrule.ServiceTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.test.context.TestPropertySource;

/** How the last use of a key is noted while the database fails or hangs. */
@ServiceTest
@TestPropertySource(properties = "chainrule.admin-key=an-admin-key-of-many-characters")
class KeyUsesTest {
    private final KeyRepository stored;

    KeyUsesTest(KeyRepository stored) {
        this.stored = stored;
    }

    /** Notes uses in the repository, each after a step. */
    private KeyUses uses(Runnable beforeWrite) {
        var observed = (KeyRepository) Proxy.newProxyInstance(
                KeyRepository.class.getClassLoader(), new Class<?>[] {KeyRepository.class}, (_, method, arguments) -> {
                    beforeWrite.run();
                    try {
                        return method.invoke(stored, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
        return new KeyUses(observed, Clock.systemUTC());
    }

    private StoredKey store(String name) {
        return stored.saveAndFlush(
                new StoredKey(KeyText.make(), name, KeyRole.READER, Optional.empty(), "admin", Instant.now()));
    }

    private boolean isNoted(StoredKey key) {
        return stored.findById(key.id()).flatMap(StoredKey::lastUsedAt).isPresent();
    }

    @Test
    void useIsNotedByALaterRequestAfterAWriteFailed() {
        var key = store("failed-note");
        var writes = new AtomicInteger();
        var uses = uses(() -> {
            if (writes.incrementAndGet() == 1) {
                throw new DataAccessResourceFailureException("away");
            }
        });

        await().until(() -> {
            uses.note(key);
            return isNoted(key);
        });

        assertThat(writes).hasValue(2);
    }

    @Test
    @Timeout(60)
    void requestDoesNotWaitForADatabaseThatHangs() {
        var key = store("hanging-note");
        var hanging = new CountDownLatch(1);
        var uses = uses(() -> {
            try {
                assertThat(hanging.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });

        uses.note(key);

        assertThat(isNoted(key)).isFalse();
        hanging.countDown();
        await().until(() -> isNoted(key));
    }
}
