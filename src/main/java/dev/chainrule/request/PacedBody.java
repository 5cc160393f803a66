package dev.chainrule.request;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * The body of a request, which must come at a least rate: else its client would hold a connection and a temporary file for as long as it
 * likes, one byte at a time.
 */
final class PacedBody extends FilterInputStream {
    /** How long a body may take whatever its rate. */
    private static final double GRACE_SECONDS = 20;

    /** Far below what a modem does. */
    private static final double LEAST_BYTES_PER_SECOND = 1000;

    private static final double NANOSECONDS = 1e9;

    private final LongSupplier nanoTime;
    private final long begin;
    private long count;

    PacedBody(InputStream body, LongSupplier nanoTime) {
        super(body);
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) {
        count += bytes;
        double seconds = (nanoTime.getAsLong() - begin) / NANOSECONDS;
        if (seconds > GRACE_SECONDS + count / LEAST_BYTES_PER_SECOND) {
            throw Spool.tooSlow();
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
