package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlankRunsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'a b'|'a b'",
        "'  a \t b  '|'a b'",
        "' a\n\n  b \r\n c'|'a\n\nb\r\nc'",
        "'a \"b  c\"  d'|'a \"b  c\" d'",
        "'\"a  \"\"  b\"   c'|'\"a  \"\"  b\" c'",
        "'\" a\n  b\"  c'|'\" a\n  b\" c'",
        "'5\"  6\"  7'|'5\" 6\" 7'",
        "'   '|''"})
    void runsBecomeOneSpaceOutsideOfQuotes(String text, String expected) throws IOException {
        assertThat(read(text, 100)).isEqualTo(expected);
        assertThat(read(text, 1)).isEqualTo(expected);
    }

    @Test
    void runsMayCrossTheEndOfTheBuffer() throws IOException {
        var text = ("a" + " ".repeat(2_999)).repeat(10);

        assertThat(read(text, 7)).isEqualTo("a" + " a".repeat(9));
    }

    private static String read(String text, int atATime) throws IOException {
        try (var reader = new BlankRuns(new StringReader(text))) {
            var read = new StringBuilder();
            var part = new char[atATime];
            for (int count; (count = reader.read(part, 0, atATime)) >= 0;) {
                read.append(part, 0, count);
            }
            return read.toString();
        }
    }
}
