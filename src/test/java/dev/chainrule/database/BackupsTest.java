package dev.chainrule.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int DAMAGED = 90030;

    @TempDir
    private Path folder;

    private PairDatabase database;
    private Instant now = Instant.parse("2026-11-29T20:00:00.123Z");

    /** The test's. */
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @BeforeEach
    void create() throws SQLException {
        database = PairDatabase.in(folder);
        write();
    }

    private void write() throws SQLException {
        try (var connection = database.connect()) {
            PairDatabase.insert(connection, 0, 10);
        }
    }

    private void changedAt(Instant then) throws Exception {
        Files.setLastModifiedTime(database.file(), FileTime.from(then));
    }

    @Test
    void backupIsNamedAfterItsInstant() {
        var backup = database.backups(clock, HOUR, 3).begin().join();

        assertThat(backup.file()).isEqualTo(folder.resolve("backups/chainrule-20261129T200000.123Z.zip"))
                .isRegularFile();
        assertThat(backup.createdAt()).isEqualTo(now);
        assertThat(folder.resolve("backups")).isDirectoryNotContaining(file -> !file.equals(backup.file()));
    }

    @Test
    void newestAreKept() {
        var backups = database.backups(clock, HOUR, 2);
        for (int i = 0; i < 4; i++) {
            now = now.plusSeconds(1);
            backups.begin().join();
        }

        assertThat(backups.list()).extracting(Backup::createdAt).containsExactly(now, now.minusSeconds(1));
    }

    @Test
    void firstIsDueIfThereIsNone() {
        var backups = database.backups(clock, HOUR, 3);

        backups.takeIfDue();

        assertThat(backups.list()).hasSize(1);
    }

    @Test
    void nextIsDueOnceTheNewestIsOldAndTheDatabaseHasChanged() throws Exception {
        var backups = database.backups(clock, HOUR, 3);
        backups.takeIfDue();
        var first = now;

        now = first.plus(HOUR);
        changedAt(first.minusSeconds(1));
        backups.takeIfDue();
        assertThat(backups.list()).as("unchanged").hasSize(1);

        now = first.plus(HOUR).minusSeconds(1);
        changedAt(first.plusSeconds(1));
        backups.takeIfDue();
        assertThat(backups.list()).as("not old").hasSize(1);

        now = first.plus(HOUR);
        backups.takeIfDue();
        assertThat(backups.list()).as("old, changed").hasSize(2);
    }

    @Test
    void backupRequestDuringABackupIsRefused() throws Exception {
        var proceed = new CountDownLatch(1);
        var waiting = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                try {
                    proceed.await();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
                return now;
            }
        };
        var backups = database.backups(waiting, HOUR, 3);

        var first = backups.begin();
        assertThatThrownBy(backups::begin).isInstanceOf(ProblemException.class).hasMessageContaining("being made");
        proceed.countDown();
        first.join();

        assertThat(backups.begin().join().file()).isRegularFile();
    }

    @Test
    void damagedDatabaseIsNotBackedUp() {
        var health = new DatabaseHealth(database.environment());
        var backups = new Backups(database.environment(), health, new BackupProperties(HOUR, 1), clock);
        var good = backups.begin().join();
        now = now.plus(HOUR);

        health.examine(new SQLException("File corrupted", "90030", DAMAGED));
        backups.takeIfDue();

        assertThatThrownBy(() -> backups.begin().join()).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ProblemException.class).hasMessageContaining("damaged");
        assertThat(backups.list()).containsExactly(good);
    }

    @Test
    void unreadableDatabaseReplacesNoBackup() throws Exception {
        var backups = database.backups(clock, HOUR, 1);
        var good = backups.begin().join();
        now = now.plus(HOUR);

        Damages.overwrite(database.file(), 8192, (int) Files.size(database.file()) - 8192);

        assertThatThrownBy(() -> backups.begin().join()).hasCauseInstanceOf(ProblemException.class)
                .hasMessageContaining("the older ones are kept");
        assertThat(backups.list()).containsExactly(good);
        assertThat(folder.resolve("backups")).isDirectoryNotContaining(file -> !file.equals(good.file()));
    }

    @Test
    void backupAfterAnUnexpectedFailureSucceeds() {
        var failing = new AtomicBoolean(true);
        var backups = database.backups(
                new Clock() {
                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        if (failing.getAndSet(false)) {
                            throw new IllegalStateException("unforeseen");
                        }
                        return now;
                    }
                }, HOUR, 3);

        backups.takeIfDue();
        assertThat(backups.list()).isEmpty();

        now = now.plus(HOUR);
        backups.takeIfDue();
        assertThat(backups.list()).hasSize(1);
    }

    private Path fileInBackups(String name) throws IOException {
        return Files.write(Files.createDirectories(folder.resolve("backups")).resolve(name), new byte[1]);
    }

    @Test
    void incompleteBackupsOfAKilledServiceAreDeleted() throws Exception {
        var incomplete = fileInBackups("chainrule-20261129T190000.000Z.zip.part");
        var unpacked = fileInBackups("chainrule-20261129T190000.000Z.zip.part.mv.db");
        var backups = database.backups(clock, HOUR, 3);
        assertThat(backups.list()).isEmpty();

        backups.begin().join();

        assertThat(incomplete).doesNotExist();
        assertThat(unpacked).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "chainrule.mv.db",
        "chainrule-before-upgrade.zip",
        "chainrule-before-upgrade.zip.part",
        "chainrule-.zip",
        "other-20261129T190000.000Z.zip",
        "other-20261129T190000.000Z.zip.part.mv.db",
        "download.part"
    })
    void otherFilesInTheFolderAreNeitherListedNorDeleted(String name) throws Exception {
        var other = fileInBackups(name);
        var backups = database.backups(clock, HOUR, 1);

        backups.begin().join();
        now = now.plusSeconds(1);
        var last = backups.begin().join();

        assertThat(other).exists();
        assertThat(backups.list()).containsExactly(last);
    }
}
