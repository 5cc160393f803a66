package dev.chainrule.dataset;

import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.function.Consumer;

/** An upload in one of the forms, readable again and again: every reading gives the same rows in the same order. */
interface RowSource {
    /**
     * A column as the upload declares it.
     *
     * @param type {@code null}: to be inferred
     */
    record Declaration(String name, Role role, ColumnType type) {
        boolean isIgnored() {
            return role == Role.IGNORED;
        }
    }

    UploadForm source();

    /** At least one column; known before the first reading. */
    List<Declaration> columns();

    /**
     * Reads all rows. Cells of a column of type NUMERIC are numbers or missing, of type CATEGORICAL texts or missing;
     * where the type is still {@code null}, numbers are numbers and the rest are texts. Cells of an ignored column may hold
     * anything: each is a number, the {@linkplain Row#ANYTHING same text}, or missing.
     *
     * @param types of every column, as far as they are known
     * @param receiver gets the same row object each time
     * @throws dev.chainrule.problem.ProblemException with the place of every fault
     */
    void read(ColumnType[] types, Consumer<Row> receiver);

    /** Where to note a fault of a column as a whole. */
    Faults faults(int column);

    /** Where a cell of the row stands that the receiver has just got, in words: {@code in line 3}. Asked only of columns whose type is inferred. */
    default String place(int column) {
        throw new IllegalStateException("The type of column " + column + " is declared");
    }

    /**
     * Notes what is doubtful in this form of upload.
     *
     * @param columns as the rows have shown them to be
     */
    default void warn(List<Column> columns, UploadWarnings warnings) {
        // Most forms leave no doubt.
    }
}
