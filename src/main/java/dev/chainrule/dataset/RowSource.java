package dev.chainrule.dataset;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a dataset that is not stored yet, readable again and again: every reading gives the same rows in the same order. */
public interface RowSource {
    UploadForm source();

    /**
     * Reads all rows. Cells of a column of type NUMERIC are numbers or missing, of type CATEGORICAL texts or missing. Where the type is
     * {@code null}, because it is not known yet, numbers are numbers and the rest are texts. Cells of an ignored column may hold
     * anything: each is a number, the {@linkplain Row#ANYTHING same text}, or missing.
     *
     * @param types of every column
     * @param receiver gets the same row object each time
     * @throws dev.chainrule.problem.ProblemException with the place of every fault
     */
    void read(@Nullable ColumnType[] types, Consumer<Row> receiver);
}
