package dev.chainrule.database;

import dev.chainrule.health.FatalErrors;
import dev.chainrule.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * Makes backups of the embedded database while the service works, one at a time, and deletes old ones once a newer one has been
 * verified.
 *
 * <p>All of it runs on one platform thread that is never interrupted: an interrupt while H2 reads would close the database's file. A stop
 * of the service does not wait for it; the next backup deletes what is incomplete.
 */
class Backups {
    private static final Logger log = LoggerFactory.getLogger(Backups.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final EmbeddedDatabase database;
    private final BackupFolder folder;
    private final DatabaseHealth health;
    private final BackupProperties properties;
    private final Clock clock;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread;

    /** When an automatic backup last failed: the next one is tried after the usual interval, not with every check. */
    private Instant lastFailure = Instant.MIN;

    Backups(Environment settings, DatabaseHealth health, BackupProperties properties, Clock clock) {
        this.database = EmbeddedDatabase.of(settings).orElseThrow();
        this.folder = database.backups();
        this.health = health;
        this.properties = properties;
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("backup").factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (properties.every().isPositive()) {
            var _ = thread.scheduleWithFixedDelay(
                    this::takeIfDue, LOOK_EVERY.toSeconds(), LOOK_EVERY.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        thread.shutdown();
    }

    /** The complete backups, newest first. */
    List<Backup> list() {
        try {
            return folder.list();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Begins a backup.
     *
     * @return the backup once it is verified; completed with a {@link ProblemException} if it failed
     * @throws ProblemException if one is being made
     */
    CompletableFuture<Backup> begin() {
        if (!busy.compareAndSet(false, true)) {
            throw ProblemException.conflict(
                    "A backup is being made; ask again when it is complete: GET /actuator/backups lists it then");
        }
        return CompletableFuture.supplyAsync(this::takeAndRelease, thread);
    }

    /**
     * The automatic backup: if the newest is old or missing, the database has changed since, and none is being made. Throws nothing,
     * because the executor would not call it again.
     */
    void takeIfDue() {
        try {
            if (isDue() && busy.compareAndSet(false, true)) {
                takeAndRelease();
            }
        } catch (ProblemException | IOException | UncheckedIOException failure) {
            lastFailure = clock.instant();
            log.error("The automatic backup failed; the next one is tried in {}: {}", properties.every(),
                    failure.getMessage());
        } catch (RuntimeException | Error unforeseen) {
            FatalErrors.endOn(unforeseen);
            lastFailure = clock.instant();
            log.error("The automatic backup failed; the next one is tried in {}", properties.every(), unforeseen);
        }
    }

    private boolean isDue() throws IOException {
        var now = clock.instant();
        if (health.isDamaged() || lastFailure.plus(properties.every()).isAfter(now)) {
            return false;
        }
        var newest = folder.list().stream().map(Backup::createdAt).findFirst();
        return newest.isEmpty()
                || (!newest.get().plus(properties.every()).isAfter(now) && isChangedSince(newest.get()));
    }

    private boolean isChangedSince(Instant then) throws IOException {
        return Files.getLastModifiedTime(database.file()).toInstant().isAfter(then);
    }

    private Backup takeAndRelease() {
        try {
            return take();
        } catch (SQLException | MVStoreException failure) {
            log.error("The backup failed, and the older ones are kept", failure);
            throw ProblemException
                    .unavailable("The backup failed, and the older ones are kept: the service's log says why");
        } catch (IOException failure) {
            throw ProblemException.unavailable("The backup failed, and the older ones are kept: " + failure);
        } finally {
            busy.set(false);
        }
    }

    private Backup take() throws IOException, SQLException {
        if (health.isDamaged()) {
            throw ProblemException.unavailable("The embedded database is damaged; no backup is made of it");
        }
        folder.deleteIncomplete();
        var createdAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var incomplete = folder.incomplete(createdAt);
        var unpacked = BackupFolder.unpacked(incomplete);
        requireRoom();
        try {
            long begin = System.nanoTime();
            write(incomplete);
            long written = System.nanoTime();
            BackupFolder.unpackAndRead(incomplete, unpacked, database);
            Files.delete(unpacked);
            long verified = System.nanoTime();
            var backup = folder.complete(incomplete, createdAt);
            log.info("Backed up the embedded database: {}, {} bytes, written in {} ms and verified in {} ms",
                    backup.file(), backup.bytes(), (written - begin) / 1_000_000, (verified - written) / 1_000_000);
            folder.deleteAllBut(properties.keep());
            return backup;
        } finally {
            Files.deleteIfExists(unpacked);
            Files.deleteIfExists(incomplete);
        }
    }

    /** The ZIP file is hardly larger than the database, and is unpacked to be verified. */
    private void requireRoom() throws IOException {
        long needed = 2 * Files.size(database.file()) + BackupFolder.MARGIN_BYTES;
        long free = BackupFolder.freeBytes(folder.path());
        if (free < needed) {
            throw ProblemException.unavailable(
                    "A backup needs %,d bytes of disk in %s, but %,d are free: make room, or delete old backups"
                            .formatted(needed, folder.path(), free));
        }
    }

    /** By a connection of its own, so that the pool, and a stop of the service, need not wait for it. */
    private void write(Path file) throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(
                database.url() + ";IFEXISTS=TRUE", database.user(), database.password())) {
            LiveCopy.write(connection, file);
        } catch (SQLException failure) {
            health.examine(failure);
            throw failure;
        }
    }
}
