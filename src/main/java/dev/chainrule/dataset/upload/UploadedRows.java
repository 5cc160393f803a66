package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.RowSource;
import dev.chainrule.problem.Faults;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An upload in one of its forms: its columns as it declares them, and where its values stand. */
interface UploadedRows extends RowSource {
    /**
     * A column as the upload declares it.
     *
     * @param type {@code null}: to be inferred
     */
    record Declaration(String name, Role role, @Nullable ColumnType type) {

        boolean isIgnored() {
            return role == Role.IGNORED;
        }
    }

    /** At least one column; known before the first reading. */
    List<Declaration> columns();

    /** Where to note a fault of a column as a whole. */
    Faults faults(int column);

    /**
     * Where a cell of the row is that the receiver has just received, in words: {@code in line 3}. Asked only of columns whose type is
     * inferred.
     */
    default String place(int column) {
        throw new IllegalStateException("The type of column " + column + " is declared");
    }

    /**
     * Notes what is doubtful in this form of upload.
     *
     * @param columns as the rows have shown them to be
     */
    default void warn(List<Column> columns, UploadWarnings warnings) {
        // Most forms have nothing doubtful.
    }
}
