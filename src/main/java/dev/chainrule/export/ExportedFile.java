package dev.chainrule.export;

import dev.chainrule.budget.Computation;
import dev.chainrule.content.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;

/**
 * A version as a file, which is written for each receiver anew: it is never in memory as a whole.
 *
 * @param bytes its length
 * @param sha256 of its bytes
 */
record ExportedFile(String name, ExportFormat format, FileContent content, long bytes, String sha256) {
    /** What the file contains. */
    @FunctionalInterface
    interface FileContent {
        /** Writes the same bytes each time. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the content once, to know its length and its fingerprint. */
    static ExportedFile of(String name, ExportFormat format, FileContent content) {
        var fingerprint = new FingerprintStream();
        try {
            content.writeTo(new PieceStream(fingerprint));
        } catch (IOException impossible) {
            throw new UncheckedIOException("Nothing is written to a device", impossible);
        }
        return new ExportedFile(
                name + "." + format.extension(), format, content, fingerprint.bytes, Sha256.text(fingerprint.digest));
    }

    void writeTo(OutputStream out) throws IOException {
        content.writeTo(new PieceStream(out));
    }

    /** Passes on parameters, which come in one piece, in several: their receiver pauses between two. */
    private static final class PieceStream extends OutputStream {
        private static final int PIECE = 1 << 15;

        private final OutputStream out;

        PieceStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
        }

        @Override
        public void write(byte[] some, int from, int length) throws IOException {
            int end = from + length;
            for (int at = from; at < end; at += Math.min(PIECE, end - at)) {
                out.write(some, at, Math.min(PIECE, end - at));
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }

    private static final class FingerprintStream extends OutputStream {
        private final MessageDigest digest = Sha256.digest();
        private long bytes;

        @Override
        public void write(int one) {
            digest.update((byte) one);
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int length) {
            Computation.checkpoint();
            digest.update(some, from, length);
            bytes += length;
        }
    }
}
