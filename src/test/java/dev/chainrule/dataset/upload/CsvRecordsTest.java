package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.dataset.Bytes;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CsvRecordsTest {
    private static final DatasetProperties LIMITS = new DatasetProperties(
            DataSize.ofMegabytes(256), DataSize.ofGigabytes(1), DataSize.ofMegabytes(512), 10_000_000, 4096, 10_000,
            256, 1000);

    private static CsvRecords records(String csv) {
        var upload = new Upload("the body", () -> new ByteArrayInputStream(Bytes.utf8(csv)), Long.MAX_VALUE);
        return new CsvRecords(upload, StandardCharsets.UTF_8, new CsvDelimiter(',', false), LIMITS);
    }

    @Test
    void theMostColumnsWithTheLongestTextsAreRead() {
        var text = "ö".repeat(256);

        try (var records = records((text + ",").repeat(4095) + text + "\n")) {
            assertThat(records.hasNext()).isTrue();
            assertThat(records.next().getFields()).hasSize(4096).containsOnly(text);
        }
    }

    @Test
    void aRecordOfMoreThanTwoMillionCharactersIsMalformed() {
        try (var records = records("1\n" + ("t".repeat(60_000) + ",").repeat(35) + "\n")) {
            assertThat(records.hasNext()).isTrue();
            records.next();

            assertThatThrownBy(records::hasNext)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("line 2")
                    .hasMessageContaining("more than 2097152");
        }
    }
}
