package dev.chainrule.dataset;

import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

/** A stored dataset: its columns and where its rows are. It never changes, but its row can be locked. */
@Entity
@Table(name = "dataset")
public class Dataset {
    /** A column with its name and statistics, and what reads it. */
    private static final int COLUMN = 1024;

    /** A warning with its texts. */
    private static final int WARNING = 1024;

    /** A category's text, and a place in a map that finds it. */
    private static final int CATEGORY = 256;

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @jakarta.persistence.Column(nullable = false, length = 63)
    private String name;

    @Enumerated(EnumType.STRING)
    @jakarta.persistence.Column(nullable = false, length = 16)
    private UploadForm source;

    @jakarta.persistence.Column(nullable = false)
    private int rowCount;

    @Convert(converter = ColumnsConverter.class)
    @jakarta.persistence.Column(nullable = false, length = ColumnsConverter.MAX_LENGTH)
    private List<Column> columns;

    @Convert(converter = WarningsConverter.class)
    @jakarta.persistence.Column(nullable = false, length = WarningsConverter.MAX_LENGTH)
    private List<DatasetWarning> warnings;

    @jakarta.persistence.Column(nullable = false, length = 64)
    private String sha256;

    @jakarta.persistence.Column(nullable = false)
    private UUID contentId;

    @jakarta.persistence.Column(nullable = false, length = 63)
    private String createdBy;

    @jakarta.persistence.Column(nullable = false)
    private Instant createdAt;

    /** For JPA. */
    protected Dataset() {}

    Dataset(String name, DatasetDraft draft, String sha256, UUID contentId, String createdBy, Instant createdAt) {
        this.name = name;
        this.source = draft.source();
        this.rowCount = draft.rowCount();
        this.columns = draft.columns();
        this.warnings = draft.warnings();
        this.sha256 = sha256;
        this.contentId = contentId;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public UploadForm source() {
        return source;
    }

    public int rowCount() {
        return rowCount;
    }

    public List<Column> columns() {
        return columns;
    }

    /** What in its upload was allowed, but probably not meant. */
    public List<DatasetWarning> warnings() {
        return warnings;
    }

    /** What its rows take in memory, all of them. */
    public long residentBytes() {
        return (long) rowCount * new RowLayout(columns).rowBytes();
    }

    /** What its columns take in memory with their statistics, categories and warnings. */
    public long columnsBytes() {
        long categories = columns.stream()
                .filter(Column::isCategorical)
                .mapToLong(column -> column.categories().size())
                .sum();
        return (long) COLUMN * columns.size() + CATEGORY * categories + (long) WARNING * warnings.size();
    }

    /** SHA-256 of the columns' names, types, roles and categories and of the stored rows: equal for equal data. */
    public String sha256() {
        return sha256;
    }

    UUID contentId() {
        return contentId;
    }

    /** The name of the key with which it was created. */
    public String createdBy() {
        return createdBy;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
