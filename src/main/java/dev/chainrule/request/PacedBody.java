package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * The bodies of the requests on one connection, whatever reads them. Each must arrive at a minimum rate: otherwise a client that sends one
 * byte at a time could occupy a connection and a temporary file without end.
 */
final class PacedBody implements InputBuffer {
    /** How long to wait for a body, whatever its rate. */
    private static final double GRACE_SECONDS = 20;

    /** Far below the rate of a modem. */
    private static final double LEAST_BYTES_PER_SECOND = 1000;

    private static final double NANOSECONDS = 1e9;

    private final InputBuffer body;
    private final LongSupplier nanoTime;

    /** Nanoseconds for which a reader has waited for the client. */
    private long waited;

    private long count;
    private boolean tooSlow;

    PacedBody(InputBuffer body, LongSupplier nanoTime) {
        this.body = body;
        this.nanoTime = nanoTime;
    }

    /** The body of the next request follows. */
    void next() {
        waited = 0;
        count = 0;
        tooSlow = false;
    }

    /** @throws ProblemException 408 if the body does not arrive, or arrives too slowly */
    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        long begin = nanoTime.getAsLong();
        int read = read(handler);
        if (read < 0) {
            return read;
        }
        count += read;
        waited += nanoTime.getAsLong() - begin;
        if (waited / NANOSECONDS > GRACE_SECONDS + count / LEAST_BYTES_PER_SECOND) {
            throw tooSlow();
        }
        return read;
    }

    private int read(ApplicationBufferHandler handler) throws IOException {
        try {
            return body.doRead(handler);
        } catch (SocketTimeoutException _) {
            throw tooSlow();
        }
    }

    /** Whether it has been given up. */
    boolean isTooSlow() {
        return tooSlow;
    }

    private ProblemException tooSlow() {
        tooSlow = true;
        return new ProblemException(
                ProblemType.TOO_SLOW, "The body came too slowly: send it faster, or in parts");
    }

    @Override
    public int available() {
        return body.available();
    }
}
