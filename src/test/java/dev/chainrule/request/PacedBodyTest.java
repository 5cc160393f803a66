package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedBodyTest {
    private final AtomicLong now = new AtomicLong();
    private final PacedBody body = new PacedBody(new ByteArrayInputStream(new byte[100_000]), now::get);

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void aBodyThatComesFastEnoughIsRead() throws IOException {
        var part = new byte[10_000];
        for (int i = 0; i < 10; i++) {
            pass(10);
            assertThat(body.read(part)).isEqualTo(part.length);
        }

        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void aBodyMayPauseForAWhile() throws IOException {
        pass(19);

        assertThat(body.read()).isZero();
    }

    @Test
    void aBodyThatComesTooSlowlyIsGivenUp() throws IOException {
        for (int i = 0; i < 20; i++) {
            pass(1);
            assertThat(body.read()).isZero();
        }
        pass(1);

        assertThatThrownBy(body::read).isInstanceOfSatisfying(
                ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_SLOW));
    }
}
