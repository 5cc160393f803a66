package dev.chainrule.dataset;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A dataset whose upload has been read and checked, but not stored yet. */
public final class DatasetDraft {
    private final Optional<String> name;
    private final RowSource rows;
    private final List<Column> columns;
    private final int rowCount;
    private final List<DatasetWarning> warnings;

    public DatasetDraft(
            Optional<String> name, RowSource rows, List<Column> columns, int rowCount, List<DatasetWarning> warnings) {
        this.name = name;
        this.rows = rows;
        this.columns = List.copyOf(columns);
        this.rowCount = rowCount;
        this.warnings = List.copyOf(warnings);
    }

    /** The name that the upload gave. */
    public Optional<String> name() {
        return name;
    }

    public UploadForm source() {
        return rows.source();
    }

    public List<Column> columns() {
        return columns;
    }

    public int rowCount() {
        return rowCount;
    }

    /** What in the upload is probably not meant. */
    public List<DatasetWarning> warnings() {
        return warnings;
    }

    /** Reads the upload once more and gives its rows in stored form, chunk by chunk. */
    public void encode(Consumer<byte[]> chunks) {
        var encoder = new Encoder(columns, rowCount, chunks);
        rows.read(columns.stream().map(Column::type).toArray(@Nullable ColumnType[]::new), encoder);
        encoder.finish();
    }
}
