package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.upload.UploadedRows.Declaration;
import org.jspecify.annotations.Nullable;

/** One of {@code "columns": [{"name", "role", "type"}]}, of which role and type may be left out. */
record JsonColumn(String name, @Nullable Role role, @Nullable ColumnType type) {
    /** A column of the upload's own rows: a feature, unless it says something else. */
    Declaration declaration() {
        return new Declaration(name, role == null ? Role.FEATURE : role, type);
    }
}
