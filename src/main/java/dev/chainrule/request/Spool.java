package dev.chainrule.request;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A request's body that has been received completely and can be read more than once: a short one is in memory, a longer one in a temporary
 * file, so that a body takes no memory while it arrives, however slowly. The file has no name once it is open, so that the operating system
 * deletes it whatever happens to the process.
 */
public abstract sealed class Spool implements AutoCloseable {
    /** The longest body that stays in memory. */
    static final int MOST_IN_MEMORY = 1 << 14;

    /** Reading and serving a longer one takes many milliseconds. */
    private static final int LONG = 1 << 16;

    private static final int BUFFER = 1 << 13;

    /** Disk space that bodies leave free: the embedded database may be on the same disk. */
    private static final long LEAST_ROOM = 256L << 20;

    /** Bytes after which the free disk space is checked again. */
    private static final long LOOK_AFTER = 16L << 20;

    private final long size;

    private Spool(long size) {
        this.size = size;
    }

    /**
     * Receives a body.
     *
     * @throws ProblemException 400 if the client closed its connection, 503 if the disk has no room, or what reading the body throws
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
        return new InMemory(start.toByteArray());
    }

    private static Spool inFile(ByteArrayOutputStream start, InputStream body, byte[] buffer) {
        try {
            var folder = Path.of(System.getProperty("java.io.tmpdir"));
            var path = Files.createTempFile(folder, "chainrule-body-", null);
            var file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            boolean whole = false;
            try {
                long size = copy(start.toByteArray(), body, buffer, file, folder);
                whole = true;
                return new InFile(file, size);
            } finally {
                if (!whole) {
                    file.close();
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long copy(byte[] start, InputStream body, byte[] buffer, FileChannel file, Path folder)
            throws IOException {
        write(file, ByteBuffer.wrap(start));
        long size = start.length;
        long looked = -LOOK_AFTER;
        for (int read; (read = next(body, buffer)) >= 0;) {
            if (size - looked >= LOOK_AFTER) {
                requireRoom(folder);
                looked = size;
            }
            write(file, ByteBuffer.wrap(buffer, 0, read));
            size += read;
        }
        return size;
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static void requireRoom(Path folder) throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() < LEAST_ROOM) {
            throw ProblemException.unavailable(
                    "The disk has no room for the body: try again later, or free space in the folder for temporary"
                            + " files");
        }
    }

    private static int next(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException brokenOff) {
            throw ProblemException.malformed("The body was cut off");
        }
    }

    /**
     * To be called before a body is received. One that stays in memory keeps its request's place while it arrives if there is no room to
     * wait.
     *
     * @throws ProblemException (503) if there is no room for another request that waits for its client
     */
    static void requireRoomToWait(HttpServletRequest request, MemoryBudget memory) {
        long length = request.getContentLengthLong();
        boolean isShort = length >= 0 && length <= MOST_IN_MEMORY;
        if (!memory.reserveToWait() && !isShort) {
            throw ProblemException.unavailable("Too many requests send or wait: try again later");
        }
    }

    /** Length in bytes. */
    public long size() {
        return size;
    }

    /** Whether reading and serving it takes many milliseconds. */
    boolean isLong() {
        return size > LONG;
    }

    /** Opens it at its first byte; the stream is valid until the spool is closed. */
    public abstract InputStream open();

    @Override
    public abstract void close();

    private static final class InMemory extends Spool {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            super(bytes.length);
            this.bytes = bytes;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public void close() {
            // The garbage collector frees the memory.
        }
    }

    private static final class InFile extends Spool {
        private final FileChannel file;

        InFile(FileChannel file, long size) {
            super(size);
            this.file = file;
        }

        @Override
        public InputStream open() {
            return new FileStream(file);
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Reads a file from a position of its own. */
    private static final class FileStream extends InputStream {
        private final FileChannel file;
        private long position;

        FileStream(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int read = file.read(ByteBuffer.wrap(into, from, length), position);
            position += Math.max(0, read);
            return read;
        }
    }
}
