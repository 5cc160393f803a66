package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A request's body, which has come whole and can be read more than once: a short one in memory, a long one in a temporary file, so that a
 * body takes no memory while it comes, however slowly it does. Closing deletes the file.
 */
public final class Spool implements AutoCloseable {
    /** The longest body that stays in memory. */
    static final int MOST_IN_MEMORY = 1 << 16;

    private static final int BUFFER = 1 << 14;

    /** Room that bodies leave on the disk: the embedded database may be on the same one. */
    private static final long LEAST_ROOM = 256L << 20;

    /** Bytes after which the room on the disk is looked at again. */
    private static final long LOOK_AFTER = 16L << 20;

    private final byte[] bytes;
    private final Path file;
    private final long size;

    private Spool(byte[] bytes, Path file, long size) {
        this.bytes = bytes;
        this.file = file;
        this.size = size;
    }

    /**
     * Takes a body in.
     *
     * @throws ProblemException 400 if the client broke off, 503 if the disk has no room, or what reading the body throws
     */
    public static Spool of(InputStream body) {
        var start = new ByteArrayOutputStream();
        var buffer = new byte[BUFFER];
        for (int read; (read = next(body, buffer)) >= 0;) {
            start.write(buffer, 0, read);
            if (start.size() > MOST_IN_MEMORY) {
                return inFile(start, body, buffer);
            }
        }
        return new Spool(start.toByteArray(), null, start.size());
    }

    private static Spool inFile(ByteArrayOutputStream start, InputStream body, byte[] buffer) {
        Path file;
        try {
            file = Files.createTempFile("chainrule-body-", null);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        boolean whole = false;
        try (var out = Files.newOutputStream(file)) {
            long size = copy(start, body, buffer, out, file);
            whole = true;
            return new Spool(null, file, size);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            if (!whole) {
                delete(file);
            }
        }
    }

    private static long copy(
            ByteArrayOutputStream start, InputStream body, byte[] buffer, OutputStream out, Path file)
            throws IOException {
        long size = start.size();
        long looked = -LOOK_AFTER;
        start.writeTo(out);
        for (int read; (read = next(body, buffer)) >= 0;) {
            if (size - looked >= LOOK_AFTER) {
                requireRoom(file);
                looked = size;
            }
            out.write(buffer, 0, read);
            size += read;
        }
        return size;
    }

    private static void requireRoom(Path file) throws IOException {
        if (Files.getFileStore(file).getUsableSpace() < LEAST_ROOM) {
            throw ProblemException.unavailable(
                    "The disk has no room for the body: try again later, or free space in the folder for temporary"
                            + " files");
        }
    }

    private static int next(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (java.net.SocketTimeoutException _) {
            throw tooSlow();
        } catch (IOException brokenOff) {
            throw ProblemException.malformed("The body was cut off");
        }
    }

    /** 408: the body does not come, or comes too slowly. */
    static ProblemException tooSlow() {
        return new ProblemException(
                ProblemType.TOO_SLOW, "The body came too slowly: send it faster, or in parts");
    }

    /** Length in bytes. */
    public long size() {
        return size;
    }

    /** Whether it is too long to stay in memory. */
    boolean isLong() {
        return bytes == null;
    }

    /** Opens it from its first byte on. */
    public InputStream open() throws IOException {
        return bytes == null ? Files.newInputStream(file) : new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {
        if (file != null) {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
