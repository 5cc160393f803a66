package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.chainrule.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonSizeTest {
    private static final int REPEATS = 20_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What is allocated is more than what the tree keeps: the parser has buffers, and lists grow. */
    private static final double ALLOCATED_AT_MOST = 1.3;

    @ParameterizedTest
    @ValueSource(strings = {
        "1", "12345", "0.5", "true", "null", "\"\"", "\"text\"", "\"ein längerer Text, mit Komma: ü\"", "[]",
        "[0,1]", "[0.5,1.5]", "[[1],[2.5],[\"a\"]]", "{}", "{\"a\":1}", "{\"x1\":0.25,\"x2\":null,\"class\":\"red\"}"})
    void aTreeTakesNoMoreThanItsSize(String element) throws IOException {
        var json = ("[" + (element + ",").repeat(REPEATS) + element + "]").getBytes(StandardCharsets.UTF_8);
        var size = new JsonSize(new ByteArrayInputStream(json));
        size.transferTo(OutputStream.nullOutputStream());
        JSON.readTree(json);

        long allocated = allocatedByReading(json);

        assertThat(size.treeBytes()).isGreaterThan((long) (allocated / ALLOCATED_AT_MOST));
        assertThat(size.treeBytes()).as("not wasteful").isLessThan(8 * allocated);
    }

    @Test
    void aByteThatUtf8NeverHasIsRefused() {
        var json = "{\"vers\u00ffion\": 1}".getBytes(StandardCharsets.ISO_8859_1);
        var size = new JsonSize(new ByteArrayInputStream(json));

        assertThatThrownBy(() -> size.transferTo(OutputStream.nullOutputStream())).isInstanceOf(ProblemException.class)
                .hasMessage("The body is not UTF-8, as JSON must be: it has a byte 0xFF");
    }

    @Test
    void utf16WithItsMarkHasThatByte() throws IOException {
        for (var encoding : new Charset[] {StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE}) {
            var json = "\uFEFF[\"\uFF01\"]".getBytes(encoding);
            var size = new JsonSize(new ByteArrayInputStream(json));

            assertThat(size.transferTo(OutputStream.nullOutputStream())).isEqualTo(json.length);
        }
    }

    private static long allocatedByReading(byte[] json) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        var tree = JSON.readTree(json);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(tree.size()).isEqualTo(REPEATS + 1);
        return allocated;
    }
}
