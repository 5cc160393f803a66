package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PacedBodyTest {
    private final AtomicLong now = new AtomicLong();
    private final InputBuffer connection = mock();
    private final ApplicationBufferHandler handler = mock();
    private final PacedBody body = new PacedBody(connection, now::get);

    /** What comes after the client was waited for so long. */
    private int read(int seconds, int bytes) throws IOException {
        when(connection.doRead(any())).then(_ -> {
            now.addAndGet(Duration.ofSeconds(seconds).toNanos());
            return bytes;
        });
        return body.doRead(handler);
    }

    private static void assertTooSlow(ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOfSatisfying(
                ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_SLOW));
    }

    @Test
    void aBodyThatComesFastEnoughIsRead() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(read(10, 10_000)).isEqualTo(10_000);
        }

        assertThat(read(0, -1)).isEqualTo(-1);
    }

    @Test
    void aBodyMayPauseForAWhile() throws IOException {
        read(0, 1);

        assertThat(read(19, 1)).isOne();
    }

    @Test
    void aBodyThatComesTooSlowlyIsGivenUp() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(read(1, 1)).isOne();
        }

        assertThat(body.isTooSlow()).isFalse();
        assertTooSlow(() -> read(1, 1));
        assertThat(body.isTooSlow()).isTrue();
    }

    @Test
    void aBodyThatStopsComingIsTooSlow() throws IOException {
        when(connection.doRead(any())).thenThrow(new SocketTimeoutException());

        assertTooSlow(() -> body.doRead(handler));
    }

    @Test
    void theServicesOwnPausesDoNotCount() throws IOException {
        read(15, 1);
        now.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(read(1, 1)).isOne();
    }

    @Test
    void theBodyBeforeDoesNotCount() throws IOException {
        read(15, 1);
        body.next();

        assertThat(read(15, 1)).isOne();
    }

    @Test
    void completeBodyIsNotTooSlow() throws IOException {
        read(15, 1);

        assertThat(read(15, -1)).isEqualTo(-1);
    }
}
