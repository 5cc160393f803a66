package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.upload.UploadedRows.Declaration;
import org.jspecify.annotations.Nullable;

/** One of {@code "columns": [{"name", "role", "type"}]}, of which role and type may be left out. */
record JsonColumn(String name, @Nullable Role role, @Nullable ColumnType type) {
    /** In place of a column that cannot be read, and has a fault. */
    static JsonColumn unreadable() {
        return new JsonColumn("", null, null);
    }

    /** A column of the upload's own rows: a feature, unless it says something else. */
    Declaration declaration() {
        return new Declaration(name, role == null ? Role.FEATURE : role, type);
    }
}
