package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.dataset.Bytes;
import dev.chainrule.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest {
    @Test
    void longTextsOfManyBytesACharacterArriveWhole() throws IOException {
        var text = "a😀é\n".repeat(30_000);

        assertThat(read(Bytes.utf8(text))).isEqualTo(text);
    }

    @Test
    void emptyTextsAndLoneMarksAreEmpty() throws IOException {
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read(Bytes.of(0xEF, 0xBB, 0xBF))).isEmpty();
    }

    @Test
    void invalidByteAfterManyValidOnesIsReportedWithItsPlace() {
        var bytes = Bytes.join(Bytes.utf8("line\n".repeat(50_000)), Bytes.of('x', 0xFF), Bytes.utf8("\nmore\n"));

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "Line 50001 is not UTF-8: byte 250002 cannot be read; if the text has another character set, name"
                                + " it, as in Content-Type: text/csv; charset=ISO-8859-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void invalidByteIsReportedWithItsLineForEveryLineEnd(String end) {
        var bytes = Bytes.join(Bytes.utf8(("line" + end).repeat(50_000)), Bytes.of(0xFF));

        assertThatThrownBy(() -> read(bytes)).hasMessageStartingWith("Line 50001 is not UTF-8");
    }

    @Test
    void aTextThatEndsWithinACharacterIsRefused() {
        assertThatThrownBy(() -> read(Bytes.of('a', 0xC3)))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("Line 1 is not UTF-8: byte 2 cannot be read;");
    }

    private static String read(byte[] bytes) throws IOException {
        try (var reader = new TextReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            var text = new StringBuilder();
            // One character at a time: halves of a surrogate pair arrive apart.
            for (int c; (c = reader.read()) >= 0;) {
                text.append((char) c);
            }
            return text.toString();
        }
    }
}
