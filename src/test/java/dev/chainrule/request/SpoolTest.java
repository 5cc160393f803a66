package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Spool.MOST_IN_MEMORY, Spool.MOST_IN_MEMORY + 1, 65_537, 1_000_000})
    void aBodyIsReadAsItCameAndMoreThanOnce(int count) throws IOException {
        var bytes = bytes(count);
        try (var spool = Spool.of(new ByteArrayInputStream(bytes))) {
            assertThat(spool.size()).isEqualTo(count);
            assertThat(spool.isLong()).isEqualTo(count > 65536);
            for (int i = 0; i < 2; i++) {
                try (var in = spool.open()) {
                    assertThat(in.readAllBytes()).isEqualTo(bytes);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000_000})
    void aBodyThatIsCutOffIsMalformed(int count) {
        assertThatThrownBy(() -> Spool.of(endingIn(count, new IOException("gone"))))
                .isInstanceOfSatisfying(
                        ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED));
    }

    private static InputStream endingIn(int count, IOException failure) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes(count)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                throw failure;
            }
        });
    }
}
