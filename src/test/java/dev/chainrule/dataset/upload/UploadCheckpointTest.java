package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.ServiceTest;
import dev.chainrule.budget.Caller;
import dev.chainrule.budget.Computations;
import dev.chainrule.dataset.CellType;
import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.DatasetDraft;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.Row;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.Faults;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An endless reading ends once the client is gone. */
@ServiceTest
@Timeout(60)
class UploadCheckpointTest {
    private final Computations computations;
    private final DatasetProperties limits;

    UploadCheckpointTest(Computations computations, DatasetProperties limits) {
        this.computations = computations;
        this.limits = limits;
    }

    private static final class EndlessRows implements UploadedRows {
        @Override
        public UploadForm source() {
            return UploadForm.TABLE;
        }

        @Override
        public List<Declaration> columns() {
            return List.of(new Declaration("a", Role.FEATURE, ColumnType.NUMERIC));
        }

        @Override
        public void read(ColumnType[] types, Consumer<Row> receiver) {
            var row = new Row(1);
            row.number(0, 1);
            while (true) {
                receiver.accept(row);
            }
        }

        @Override
        public Faults faults(int column) {
            return new Faults();
        }
    }

    private static final class EndlessLines extends InputStream {
        @Override
        public int read() {
            return '\n';
        }

        @Override
        public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) '\n');
            return length;
        }
    }

    private void assertEnds(Runnable work) {
        try (var caller = new Caller("test", () -> true, () -> {})) {
            assertThatThrownBy(() -> ScopedValue.where(Caller.CURRENT, caller).run(() -> computations.run(() -> {
                work.run();
                return null;
            }))).isInstanceOf(ClientGoneException.class);
        }
    }

    @Test
    void theFirstReadingOfAnUploadEnds() {
        assertEnds(() -> Profiler.draft(Optional.empty(), new EndlessRows(), limits));
    }

    @Test
    void theEncodingOfRowsEnds() {
        var column = new Column(
                "a", ColumnType.NUMERIC, Role.FEATURE, CellType.FLOAT64, 0, 1.0, 1.0, 1.0, 0.0, List.of());
        assertEnds(() -> new DatasetDraft(Optional.empty(), new EndlessRows(), List.of(column), Integer.MAX_VALUE,
                List.of())
                .encode(_ -> {}));
    }

    @Test
    void theReadingOfBlankLinesEnds() {
        assertEnds(() -> {
            try (var records = new CsvRecords(
                    new Upload("the body", EndlessLines::new, Long.MAX_VALUE), StandardCharsets.UTF_8,
                    new CsvDelimiter(',', false), limits)) {
                records.hasNext();
            }
        });
    }
}
