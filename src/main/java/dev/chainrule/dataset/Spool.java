package dev.chainrule.dataset;

import dev.chainrule.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A request's body in a temporary file, so that it can be read more than once; closing deletes it. */
final class Spool implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;

    private Spool(Path file) {
        this.file = file;
    }

    /**
     * Takes a body in.
     *
     * @throws ProblemException 400 if the client broke off, or what reading the body throws
     */
    static Spool of(InputStream body) {
        Path file;
        try {
            file = Files.createTempFile("chainrule-upload-", null);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var spool = new Spool(file);
        try (var out = Files.newOutputStream(file)) {
            copy(body, out);
            return spool;
        } catch (IOException failure) {
            spool.close();
            throw new UncheckedIOException(failure);
        } catch (ProblemException problem) {
            spool.close();
            throw problem;
        }
    }

    InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copy(InputStream body, OutputStream out) throws IOException {
        var buffer = new byte[BUFFER];
        for (int read; (read = next(body, buffer)) >= 0;) {
            out.write(buffer, 0, read);
        }
    }

    private static int next(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException brokenOff) {
            throw ProblemException.malformed("The body was cut off");
        }
    }
}
