package dev.chainrule.dataset;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as the API shows it.
 *
 * @param createdBy the name of a key, or of callers without one
 */
public record DatasetView(
        UUID id,
        String name,
        int rows,
        List<ColumnView> columns,
        UploadForm source,
        String sha256,
        String createdBy,
        Instant createdAt,
        List<DatasetWarning> warnings) {
    public static final String PATH = "/api/v1/datasets";

    /**
     * A column as the API shows it.
     *
     * @param categories {@code null}: it is numeric
     */
    record ColumnView(
            String name,
            ColumnType type,
            Role role,
            int missing,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            @Nullable Double standardDeviation,
            @Nullable List<String> categories) {
        static ColumnView of(Column column) {
            return new ColumnView(
                    column.name(),
                    column.type(),
                    column.role(),
                    column.missing(),
                    column.min(),
                    column.max(),
                    column.mean(),
                    column.standardDeviation(),
                    column.isCategorical() ? column.categories() : null);
        }
    }

    public static DatasetView of(Dataset dataset) {
        return new DatasetView(
                dataset.id(),
                dataset.name(),
                dataset.rowCount(),
                dataset.columns().stream().map(ColumnView::of).toList(),
                dataset.source(),
                dataset.sha256(),
                dataset.createdBy(),
                dataset.createdAt(),
                dataset.warnings());
    }
}
