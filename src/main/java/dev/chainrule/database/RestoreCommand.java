package dev.chainrule.database;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.Environment;

/**
 * {@code restore [backup.zip]}: replaces the embedded database's file by a backup, and keeps the file under another name. Nothing is
 * changed before the whole backup has been unpacked and read. At every moment a complete database has the file's name: a service that
 * starts after this process was killed finds the previous or the restored one, never none.
 */
public final class RestoreCommand {
    /** The first argument that asks for it. */
    public static final String NAME = "restore";

    private final EmbeddedDatabase database;
    private final PrintStream out;

    private RestoreCommand(EmbeddedDatabase database, PrintStream out) {
        this.database = database;
        this.out = out;
    }

    /** The command uses Spring for the settings only, from all the sources that the service has. */
    private static final class SpringSettings {}

    /** Why nothing was restored; nothing was changed either. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Restores, and says what was done or why nothing was.
     *
     * @param arguments the command's name, at most one backup, and settings as the service takes them
     * @return the exit code: 0 if the backup is in its place, 1 if nothing was changed
     */
    public static int run(PrintStream out, String... arguments) {
        var files = Arrays.stream(arguments).skip(1).filter(argument -> !argument.startsWith("--")).toList();
        try {
            new RestoreCommand(database(arguments), out).restore(files);
            return 0;
        } catch (RefusedException refused) {
            out.println(refused.getMessage());
        } catch (IOException failure) {
            out.println("Nothing was restored: " + failure);
        }
        return 1;
    }

    private static EmbeddedDatabase database(String... arguments) throws RefusedException {
        // In the image, generated code replaces what is started: it would be the service.
        SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
        var application = new SpringApplication(SpringSettings.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        try (var context = application.run(arguments)) {
            return EmbeddedDatabase.of(context.getBean(Environment.class)).orElseThrow(() -> new RefusedException(
                    "Only the embedded database can be restored here, but spring.datasource.url names another one."
                            + " Restore PostgreSQL with its own tools."));
        }
    }

    private void restore(List<String> files) throws RefusedException, IOException {
        var backup = choose(files);
        Files.createDirectories(database.folder());
        try (var present = lock()) {
            var unpacked = database.folder().resolve("restoring" + EmbeddedDatabase.SUFFIX);
            Files.deleteIfExists(unpacked);
            try {
                unpack(backup, unpacked);
                replace(present, unpacked);
            } finally {
                Files.deleteIfExists(unpacked);
            }
        }
        out.println("Restored " + database.file() + " from " + backup + ". Start the service as usual.");
    }

    private Path choose(List<String> files) throws RefusedException, IOException {
        return switch (files.size()) {
            case 0 ->
                database.backups().list().stream().map(Backup::file).findFirst().orElseThrow(() -> new RefusedException(
                        "There is no backup in " + database.backups().path() + ". Name one: restore <backup.zip>"));
            case 1 -> Optional.of(Path.of(files.getFirst())).filter(Files::isRegularFile).orElseThrow(
                    () -> new RefusedException("There is no file " + Path.of(files.getFirst()).toAbsolutePath() + "."));
            default ->
                throw new RefusedException("Only one backup can be restored, but " + files.size() + " are named.");
        };
    }

    /** Locks the present file, if there is one, as H2 does, so that no service opens it meanwhile. */
    private @Nullable FileChannel lock() throws RefusedException, IOException {
        if (!Files.exists(database.file())) {
            return null;
        }
        var channel = FileChannel.open(database.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new RefusedException(
                    "A service has opened " + database.file() + ". Stop it, then restore. Nothing was changed.");
        }
        return channel;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // Opened by this process itself.
            return false;
        }
    }

    private void unpack(Path backup, Path unpacked) throws RefusedException {
        try {
            long needed = BackupFolder.unpackedBytes(backup);
            long free = BackupFolder.freeBytes(database.folder());
            if (free < needed) {
                throw new RefusedException(
                        "The database in " + backup + " needs %,d bytes of disk in %s, but %,d are free. "
                                .formatted(needed, database.folder(), free) + "Nothing was changed.");
            }
            BackupFolder.unpackAndRead(backup, unpacked, database);
        } catch (IOException | SQLException | MVStoreException unreadable) {
            throw new RefusedException("The backup " + backup + " cannot be used: " + unreadable.getMessage()
                    + System.lineSeparator() + "Nothing was changed.");
        }
    }

    /** @param present the locked file, if there is one */
    private void replace(@Nullable FileChannel present, Path unpacked) throws IOException {
        force(unpacked);
        if (present == null) {
            // Fails if a service has created one meanwhile.
            Files.move(unpacked, database.file());
            return;
        }
        var kept = database.file().resolveSibling(
                database.file().getFileName() + "." + BackupFolder.timestamp(Instant.now()) + ".replaced");
        keep(database.file(), present, kept);
        out.println("The previous database is kept as " + kept + ".");
        Files.move(unpacked, database.file(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Gives a file a second name: by a hard link, or by a copy where the file system has no links.
     *
     * @param channel the file's: one of its own would release the lock when it is closed
     */
    static void keep(Path file, FileChannel channel, Path kept) throws IOException {
        try {
            Files.createLink(kept, file);
        } catch (UnsupportedOperationException | FileSystemException _) {
            Files.copy(Channels.newInputStream(channel), kept);
            force(kept);
        }
    }

    private static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
