package dev.chainrule.request;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.InputStream;

/** A request whose body has been received completely. */
final class SpooledRequest extends HttpServletRequestWrapper {
    private final Spool body;
    private final long treeBytes;

    /** @param treeBytes what the tree of the body's JSON takes in memory */
    SpooledRequest(HttpServletRequest request, Spool body, long treeBytes) {
        super(request);
        this.body = body;
        this.treeBytes = treeBytes;
    }

    Spool body() {
        return body;
    }

    long treeBytes() {
        return treeBytes;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new SpooledInput(body.open());
    }

    private static final class SpooledInput extends ServletInputStream {
        private final InputStream in;

        SpooledInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return in.read(into, from, length);
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public boolean isFinished() {
            throw new UnsupportedOperationException("The body is read by blocking calls");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("The body is read by blocking calls");
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
