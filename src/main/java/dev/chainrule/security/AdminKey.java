package dev.chainrule.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The key that makes the other keys: {@code chainrule.admin-key}, or the one in the file {@code admin-key} of the data folder, which is
 * made at the first start where some calls need a key. It is never stored in the database.
 */
@Component
class AdminKey {
    private static final String FILE = "admin-key";

    private final Optional<byte[]> sha256;
    private final Source source;

    /** Where the key is. */
    sealed interface Source {
        /** Every caller is an admin. */
        record NotNeeded() implements Source {}

        record Setting() implements Source {}

        record Stored(Path file) implements Source {}

        /** In the file since this start. */
        record MadeNow(Path file, KeyText key) implements Source {}
    }

    AdminKey(AccessProperties settings, OpenAccess open, Environment environment) {
        if (settings.hasAdminKey()) {
            source = new Source.Setting();
            sha256 = Optional.of(KeyText.sha256(settings.adminKey()));
        } else if (open.needsAdminKey()) {
            var file = Path.of(environment.getRequiredProperty("chainrule.data-folder")).resolve(FILE);
            source = makeOrFind(file);
            sha256 = Optional.of(source instanceof Source.MadeNow made ? made.key().sha256() : read(file));
        } else {
            source = new Source.NotNeeded();
            sha256 = Optional.empty();
        }
    }

    private static Source makeOrFind(Path file) {
        if (Files.exists(file)) {
            return new Source.Stored(file);
        }
        var key = KeyText.makeAdmin();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            write(file, key);
            return new Source.MadeNow(file, key);
        } catch (FileAlreadyExistsException _) {
            return new Source.Stored(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The service is open to others, but an admin key cannot be written to " + file
                            + ": set CHAINRULE_ADMIN_KEY, or make the folder writable",
                    failure);
        }
    }

    /** Only the owner may read the file, from the moment when it exists. */
    private static void write(Path file, KeyText key) throws IOException {
        boolean hasModes = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = hasModes
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, attributes)) {
            var line = StandardCharsets.US_ASCII.encode(key.reveal() + "\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
        }
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
            throw new UncheckedIOException(
                    "The admin key in " + file + " cannot be read: make the file readable, or set CHAINRULE_ADMIN_KEY",
                    failure);
        }
    }

    boolean hasSha256(byte[] other) {
        return sha256.filter(own -> MessageDigest.isEqual(own, other)).isPresent();
    }

    Source source() {
        return source;
    }
}
