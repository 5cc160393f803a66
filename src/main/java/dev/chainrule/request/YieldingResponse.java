package dev.chainrule.request;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is written by a virtual thread. Virtual threads share a few carrier threads and leave them only when they block. The
 * writer of a long answer to a client that reads fast never blocks, so it yields every few kilobytes.
 */
final class YieldingResponse extends HttpServletResponseWrapper {
    /** JSON of this many bytes is written in well under a millisecond. */
    private static final int BYTES_BETWEEN = 1 << 15;

    /** {@code null} before the first byte is written. */
    private @Nullable ServletOutputStream out;

    YieldingResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (out == null) {
            out = new YieldingStream(super.getOutputStream());
        }
        return out;
    }

    private static final class YieldingStream extends ServletOutputStream {
        private final ServletOutputStream out;
        private int written;

        YieldingStream(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            count(1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            count(length);
        }

        /** Thread.yield is a hint to the scheduler, and only speed depends on it. */
        @SuppressWarnings("ThreadPriorityCheck")
        private void count(int bytes) {
            written += bytes;
            if (written >= BYTES_BETWEEN) {
                written = 0;
                Thread.yield();
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }
}
