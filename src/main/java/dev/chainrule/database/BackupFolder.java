package dev.chainrule.database;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * The folder of the backups. A file has its final name once it is complete and verified; until then its name ends in {@code .part}.
 * Other files in the folder, such as copies that an operator put there, are neither listed nor deleted.
 *
 * @param database the database's name, with which the files' names begin
 */
record BackupFolder(Path path, String database) {
    private static final String SUFFIX = ".zip";
    private static final String INCOMPLETE = ".part";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    /** Disk space that stays free for the service, whose database grows while a backup is written. */
    static final long MARGIN_BYTES = 64L << 20;

    /** An instant as file names have it. */
    static String timestamp(Instant instant) {
        return TIME.format(instant);
    }

    /** The complete backups, newest first. */
    List<Backup> list() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        var found = new ArrayList<Backup>();
        try (var files = Files.newDirectoryStream(path)) {
            for (var file : files) {
                var createdAt = createdAt(file, SUFFIX);
                if (createdAt.isPresent()) {
                    found.add(new Backup(file, Files.size(file), createdAt.get()));
                }
            }
        }
        found.sort(Comparator.comparing(Backup::createdAt).reversed());
        return found;
    }

    /** The time in the name of a file, if it is a name that this class gives to files that end so. */
    private Optional<Instant> createdAt(Path file, String ending) {
        var name = file.getFileName().toString();
        var prefix = database + "-";
        if (!name.startsWith(prefix) || !name.endsWith(ending) || name.length() < prefix.length() + ending.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    TIME.parse(name.substring(prefix.length(), name.length() - ending.length()), Instant::from));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Where a backup that begins now is written until it is complete. */
    Path incomplete(Instant createdAt) throws IOException {
        Files.createDirectories(path);
        return path.resolve(database + "-" + timestamp(createdAt) + SUFFIX + INCOMPLETE);
    }

    /** Where an incomplete backup is unpacked to be verified. */
    static Path unpacked(Path incomplete) {
        return incomplete.resolveSibling(incomplete.getFileName() + EmbeddedDatabase.SUFFIX);
    }

    /** Gives a verified backup its final name, once its bytes are on the disk. */
    Backup complete(Path incomplete, Instant createdAt) throws IOException {
        try (var channel = FileChannel.open(incomplete, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        var name = incomplete.getFileName().toString();
        var file = incomplete.resolveSibling(name.substring(0, name.length() - INCOMPLETE.length()));
        Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE);
        return new Backup(file, Files.size(file), createdAt);
    }

    /** Deletes all but the newest ones. */
    void deleteAllBut(int kept) throws IOException {
        for (var old : list().stream().skip(kept).toList()) {
            Files.delete(old.file());
        }
    }

    /** Deletes the incomplete backup of a service that was killed. */
    void deleteIncomplete() throws IOException {
        if (Files.isDirectory(path)) {
            try (var files = Files.newDirectoryStream(path, this::isIncomplete)) {
                for (var file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    private boolean isIncomplete(Path file) {
        return createdAt(file, SUFFIX + INCOMPLETE).isPresent()
                || createdAt(file, SUFFIX + INCOMPLETE + EmbeddedDatabase.SUFFIX).isPresent();
    }

    /**
     * Reads a whole backup: unpacks it, which compares its checksum, and reads every row and index of the database in it. Needs as much
     * disk as the database has.
     *
     * @param unpacked the file that is written, with the ending of a database
     * @throws IOException if it is not a complete ZIP file with a database, or the disk is full
     * @throws SQLException if the database in it cannot be read
     */
    static void unpackAndRead(Path backup, Path unpacked, EmbeddedDatabase database) throws IOException, SQLException {
        extract(backup, unpacked);
        if (DatabaseReader.readWhole(unpacked, database.user(), database.password()) == 0) {
            throw new EOFException("the database in it has no table");
        }
    }

    /** Unpacks the database's file, which gets this name whatever its own is, and compares its checksum. */
    static void extract(Path backup, Path target) throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(backup))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(EmbeddedDatabase.SUFFIX)) {
                    Files.copy(zip, target);
                    return;
                }
            }
        }
        throw new EOFException("it contains no file " + EmbeddedDatabase.SUFFIX);
    }

    /** How many bytes a backup takes when it is unpacked. */
    static long unpackedBytes(Path backup) throws IOException {
        try (var zip = new ZipFile(backup.toFile())) {
            return zip.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
        }
    }

    /** Bytes that are free on the disk of this folder, which exists. */
    static long freeBytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }
}
