package dev.chainrule.dataset;

import dev.chainrule.content.ContentStore;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How large a dataset may be.
 *
 * @param maxUpload an upload as it is sent, compressed or not
 * @param maxExpanded an upload after decompression
 * @param maxStored the rows in their stored form, which is also what training holds in memory
 * @param maxCategories distinct texts of all categorical columns together
 * @param maxTextLength characters of a column's name or a category
 * @param maxPreviewRows rows in one answer
 */
@Validated
@ConfigurationProperties("chainrule.dataset")
public record DatasetProperties(
        @NotNull @DefaultValue("256MB") DataSize maxUpload,
        @NotNull @DefaultValue("1GB") DataSize maxExpanded,
        @NotNull @DefaultValue("512MB") DataSize maxStored,
        @Positive @DefaultValue("10000000") int maxRows,
        @Positive @Max(MOST_COLUMNS) @DefaultValue("4096") int maxColumns,
        @Positive @DefaultValue("10000") int maxCategories,
        @Positive @DefaultValue("256") int maxTextLength,
        @Positive @DefaultValue("1000") int maxPreviewRows) {
    /** A row, at most 8 bytes a column, must fit a chunk. */
    private static final int MOST_COLUMNS = ContentStore.CHUNK_BYTES / Double.BYTES;
}
