package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes that end in a problem (413) once there are more than allowed. Skipped bytes count. */
public class LimitedStream extends FilterInputStream {
    private static final int SKIPPED_AT_ONCE = 1 << 16;

    private final long limit;
    private final String tooLarge;
    private long count;

    /**
     * @param limit in bytes
     * @param tooLarge what the problem says
     */
    public LimitedStream(InputStream in, long limit, String tooLarge) {
        super(in);
        this.limit = limit;
        this.tooLarge = tooLarge;
    }

    /**
     * The body of a request.
     *
     * @param limit in bytes
     * @throws ProblemException (413) if the declared length exceeds the limit
     */
    public static InputStream ofBody(HttpServletRequest request, long limit) throws IOException {
        var body = new LimitedStream(
                request.getInputStream(), limit, "The body has more than the " + limit + " bytes allowed here");
        if (request.getContentLengthLong() > limit) {
            throw body.tooLarge();
        }
        return body;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = in.read(into, from, length);
        count += Math.max(read, 0);
        if (count > limit) {
            throw tooLarge();
        }
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        return readNBytes(Math.clamp(wanted, 0, SKIPPED_AT_ONCE)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private ProblemException tooLarge() {
        return new ProblemException(ProblemType.TOO_LARGE, tooLarge);
    }
}
