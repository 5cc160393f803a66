package dev.chainrule.dataset.upload;

import dev.chainrule.budget.Computation;
import dev.chainrule.problem.ContentTypeHeader;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.request.LimitedStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Uploaded bytes that can be read again and again, decompressed while they are read if their first two bytes
 * are those of gzip.
 */
final class Upload {
    private static final int BUFFER = 1 << 16;

    /** Bytes from which JSON can be distinguished from CSV. */
    private static final int LOOKED_AT = 256;

    /** Opens the bytes as they were sent. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    private final String what;
    private final Opener opener;
    private final long maxExpanded;

    /**
     * @param what names the bytes in messages: {@code the body}, {@code the part "images"}
     * @param maxExpanded bytes allowed after decompression
     */
    Upload(String what, Opener opener, long maxExpanded) {
        this.what = what;
        this.opener = opener;
        this.maxExpanded = maxExpanded;
    }

    /**
     * Opens the decompressed bytes. Reading them may throw a {@link ProblemException}: 413 beyond the limit, 400 where
     * the compressed data are damaged.
     */
    InputStream open() {
        try {
            var raw = raw();
            return new Checked(startsLikeGzip(raw) ? new GZIPInputStream(raw, BUFFER) : raw);
        } catch (ZipException | EOFException damaged) {
            throw damaged();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @throws ProblemException (415) if the decompressed bytes begin as those of a known binary format do */
    void requireText() {
        try (var in = open()) {
            BinaryFormat.of(in.readNBytes(BinaryFormat.BEGINNING)).ifPresent(format -> {
                throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "The first bytes of " + what + " are those of " + format.inWords());
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @throws ProblemException (415) if bytes that are declared as CSV begin as JSON does */
    void refuseJson() {
        try (var in = open()) {
            var start = new String(in.readNBytes(LOOKED_AT), StandardCharsets.UTF_8);
            if (ContentTypeHeader.looksLikeJson(start)) {
                throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The content type is text/csv, but "
                        + what + " looks like JSON: send it as application/json");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether the bytes as sent begin as gzip does. */
    boolean isGzip() {
        try (var raw = raw()) {
            return startsLikeGzip(raw);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private InputStream raw() throws IOException {
        return new BufferedInputStream(opener.open(), BUFFER);
    }

    private static boolean startsLikeGzip(InputStream raw) throws IOException {
        raw.mark(2);
        boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
        raw.reset();
        return gzip;
    }

    private ProblemException damaged() {
        return ProblemException.malformed("The gzip data of " + what + " are damaged or cut off");
    }

    /** Turns failures into problems; a computation can end between two reads. */
    private final class Checked extends LimitedStream {
        Checked(InputStream in) {
            super(in, maxExpanded, "Decompressed, " + what + " has more than the " + maxExpanded + " bytes allowed");
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            Computation.checkpoint();
            try {
                return super.read(into, from, length);
            } catch (ZipException | EOFException _) {
                throw damaged();
            }
        }
    }
}
