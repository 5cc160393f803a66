package dev.chainrule.database;

import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** Recognises that the embedded database's file is damaged, and says what to do. */
final class Damage {
    /** H2's code for a file that it cannot open; what it finds later arrives as a general error with the store's own as its cause. */
    private static final int FILE_CORRUPTED = 90030;

    private static final int SHOWN_BACKUPS = 5;

    private Damage() {}

    /** Whether one of the causes says that the file's content is invalid. */
    static boolean isCauseOf(Throwable failure) {
        return find(failure).isPresent();
    }

    private static Optional<Throwable> find(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).filter(Damage::isDamage)
                .reduce((_, deeper) -> deeper);
    }

    private static boolean isDamage(Throwable failure) {
        return switch (failure) {
            case SQLException ofDriver -> ofDriver.getErrorCode() == FILE_CORRUPTED;
            case MVStoreException ofStore -> switch (ofStore.getErrorCode()) {
                case DataUtils.ERROR_FILE_CORRUPT, DataUtils.ERROR_CHUNK_NOT_FOUND -> true;
                case DataUtils.ERROR_READING_FAILED -> ofStore.getCause() instanceof EOFException;
                default -> false;
            };
            default -> false;
        };
    }

    /** Which file is damaged and how it shows, in one line. */
    static String description(EmbeddedDatabase database, Throwable failure) {
        return "The embedded database " + database.file() + " is damaged: "
                + find(failure).map(Throwable::getMessage).orElse(failure.getMessage());
    }

    /** What to do, with the command that restores the newest backup. */
    static String remedy(EmbeddedDatabase database) {
        List<Backup> backups;
        try {
            backups = database.backups().list();
        } catch (IOException unreadable) {
            return "The backups in " + database.backups().path() + " cannot be listed: " + unreadable;
        }
        if (backups.isEmpty()) {
            return "There is no backup in " + database.backups().path() + ". Copy one there and restore it with `"
                    + command(database, "<backup.zip>") + "`, or move the file aside to start with an empty database.";
        }
        var newest = backups.getFirst();
        var others = backups.stream().skip(1).limit(SHOWN_BACKUPS - 1).map(backup -> backup.file().toString())
                .collect(Collectors.joining(", "));
        return "Restore the newest backup, of " + newest.createdAt() + ", with `"
                + command(database, newest.file().toString()) + "`. The damaged file is kept beside it."
                + (others.isEmpty() ? "" : " Older backups, newest first: " + others + ".");
    }

    /** As this service was started: from the jar, or by Maven. */
    private static String command(EmbeddedDatabase database, String backup) {
        var arguments = "restore " + backup + " --chainrule.data-folder=" + database.folder();
        var classPath = System.getProperty("java.class.path");
        return classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator"))
                ? "java -jar " + classPath + " " + arguments
                : "mvn -q spring-boot:run -Dspring-boot.run.arguments=\"" + arguments + "\"";
    }
}
