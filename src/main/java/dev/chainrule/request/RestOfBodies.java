package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is left of the bodies of answered requests. A client that is still sending a body that was refused would lose the answer if
 * its connection were closed. It is limited in time and to some clients at a time, because it holds a thread.
 *
 * <p>Thread-safe.
 */
final class RestOfBodies {
    private static final Logger log = LoggerFactory.getLogger(RestOfBodies.class);
    private static final int MOST_AT_A_TIME = 64;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Semaphore places = new Semaphore(MOST_AT_A_TIME);

    /** Whether the body has been read to its end; if not, the connection cannot serve another request. */
    boolean take(Request request) {
        if (!places.tryAcquire()) {
            return false;
        }
        try {
            return read(request);
        } catch (IOException | ProblemException gone) {
            log.debug("The client of a request that is answered sends no more", gone);
            return false;
        } finally {
            places.release();
        }
    }

    private static boolean read(Request request) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        var discarded = new DiscardedBytes();
        while (System.nanoTime() < end) {
            if (request.doRead(discarded) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that are not used. */
    private static final class DiscardedBytes implements ApplicationBufferHandler {
        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // The buffer is Tomcat's own.
        }
    }
}
