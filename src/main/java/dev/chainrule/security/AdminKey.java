package dev.chainrule.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The key that makes the other keys: {@code chainrule.admin-key}, or the one in the file {@code admin-key} of the data folder, which is
 * made at the first start where some calls need a key. It is written there when the service is ready, so that a start that fails leaves no
 * key that was never printed. It is never stored in the database.
 */
@Component
class AdminKey {
    private static final Logger log = LoggerFactory.getLogger(AdminKey.class);
    private static final String FILE = "admin-key";

    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final Optional<byte[]> sha256;
    private final Source source;

    /** Where the key is. */
    sealed interface Source {
        /** Callers on this machine, or all callers, may make keys without a key. */
        record NotNeeded() implements Source {}

        record Setting() implements Source {}

        record Stored(Path file) implements Source {}

        /** At this start. It is in the file once {@link #store} has written it. */
        record MadeNow(Path file, KeyText key) implements Source {}
    }

    AdminKey(AccessProperties settings, OpenAccess open, Environment environment) {
        if (settings.hasAdminKey()) {
            source = new Source.Setting();
            sha256 = Optional.of(KeyText.sha256(settings.adminKey()));
        } else if (open.needsAdminKey()) {
            var file = Path.of(environment.getRequiredProperty("chainrule.data-folder")).resolve(FILE);
            source = findOrMake(file);
            sha256 = Optional.of(source instanceof Source.MadeNow made ? made.key().sha256() : read(file));
        } else {
            source = new Source.NotNeeded();
            sha256 = Optional.empty();
        }
    }

    private static Source findOrMake(Path file) {
        if (Files.exists(file)) {
            warnIfOthersCanRead(file);
            return new Source.Stored(file);
        }
        try {
            var folder = Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.isWritable(folder)) {
                throw new AccessDeniedException(folder.toString());
            }
        } catch (IOException failure) {
            throw notWritable(file, failure);
        }
        return new Source.MadeNow(file, KeyText.makeAdmin());
    }

    private static void warnIfOthersCanRead(Path file) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
                log.warn("Other users of this machine can read the admin key in {}: run chmod 600, and replace the key"
                        + " if one of them may have read it", file);
            }
        } catch (IOException failure) {
            throw notReadable(file, failure);
        }
    }

    /**
     * Writes a key that was made at this start to its file, which only its owner can read. The file has the whole key from the moment when it
     * exists.
     *
     * @throws IllegalStateException if another service has made the file since this one began to start
     */
    void store(Source.MadeNow made) {
        var file = made.file();
        if (Files.exists(file)) {
            throw new IllegalStateException("Another service has made the admin key in " + file
                    + " while this one started: start this one again, and it uses that key");
        }
        try {
            // Its mode is 600.
            var written = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".tmp");
            try {
                Files.writeString(written, made.key().reveal() + "\n", StandardOpenOption.SYNC,
                        StandardOpenOption.WRITE);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException failure) {
            throw notWritable(file, failure);
        }
    }

    private static UncheckedIOException notWritable(Path file, IOException failure) {
        return new UncheckedIOException(
                "The service is open to others, but an admin key cannot be written to " + file
                        + ": set CHAINRULE_ADMIN_KEY, or make the folder writable",
                failure);
    }

    private static UncheckedIOException notReadable(Path file, IOException failure) {
        return new UncheckedIOException(
                "The admin key in " + file + " cannot be read: make the file readable, or set CHAINRULE_ADMIN_KEY",
                failure);
    }

    private static byte[] read(Path file) {
        try {
            var text = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (!KeyText.isUsable(text)) {
                throw new IllegalStateException("The admin key in " + file + " must have " + KeyText.FORM
                        + ". Without the file, the next start makes a new key");
            }
            return KeyText.sha256(text);
        } catch (IOException failure) {
            throw notReadable(file, failure);
        }
    }

    boolean hasSha256(byte[] other) {
        return sha256.filter(own -> MessageDigest.isEqual(own, other)).isPresent();
    }

    Source source() {
        return source;
    }
}
