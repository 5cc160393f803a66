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

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private int read(int available) throws IOException {
        when(connection.doRead(any())).thenReturn(available);
        return body.doRead(handler);
    }

    private static void assertTooSlow(ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOfSatisfying(
                ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_SLOW));
    }

    @Test
    void aBodyThatComesFastEnoughIsRead() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(read(10_000)).isEqualTo(10_000);
            pass(10);
        }

        assertThat(read(-1)).isEqualTo(-1);
    }

    @Test
    void aBodyMayPauseForAWhile() throws IOException {
        read(1);
        pass(19);

        assertThat(read(1)).isOne();
    }

    @Test
    void aBodyThatComesTooSlowlyIsGivenUp() throws IOException {
        read(1);
        for (int i = 0; i < 20; i++) {
            pass(1);
            assertThat(read(1)).isOne();
        }
        pass(1);

        assertTooSlow(() -> read(1));
    }

    @Test
    void aBodyThatStopsComingIsTooSlow() throws IOException {
        when(connection.doRead(any())).thenThrow(new SocketTimeoutException());

        assertTooSlow(() -> body.doRead(handler));
    }

    @Test
    void whatPassesBeforeABodyIsReadAndBetweenTwoBodiesDoesNotCount() throws IOException {
        pass(60);
        read(1);
        pass(15);
        body.next();
        pass(60);

        assertThat(read(1)).isOne();
    }

    @Test
    void aBodyThatIsWholeIsNeverTooSlow() throws IOException {
        read(1);
        pass(60);

        assertThat(read(-1)).isEqualTo(-1);
    }
}
