package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request, which ends in a problem (413) once more bytes than allowed have come. */
public final class LimitedBody extends FilterInputStream {
    private final long limit;
    private long count;

    private LimitedBody(InputStream body, long limit) {
        super(body);
        this.limit = limit;
    }

    /**
     * The body of a request.
     *
     * @param limit in bytes
     * @throws ProblemException (413) if the declared length is beyond the limit already
     */
    public static InputStream of(HttpServletRequest request, long limit) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        return new LimitedBody(request.getInputStream(), limit);
    }

    private static ProblemException tooLarge(long limit) {
        return new ProblemException(
                ProblemType.TOO_LARGE, "The body has more than the " + limit + " bytes allowed here");
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
        count(read);
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) {
        count += Math.max(0, bytes);
        if (count > limit) {
            throw tooLarge(limit);
        }
    }
}
