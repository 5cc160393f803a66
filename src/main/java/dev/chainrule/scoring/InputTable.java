package dev.chainrule.scoring;

import dev.chainrule.model.InputRows;
import java.util.List;

/** A table whose rows are scored; it can be read as often as needed. */
sealed interface InputTable permits CsvInput, DatasetInput {
    /** The names of the columns that can be carried through. */
    List<String> columns();

    /**
     * Checks all of its rows.
     *
     * @throws dev.chainrule.problem.ProblemException (422) if a row cannot be scored
     */
    Summary check();

    /**
     * What a check has found.
     *
     * @param unknownValues how many values of features training did not know
     * @param longestRow characters of the values of the longest row
     */
    record Summary(long unknownValues, long longestRow) {}

    /** The rows from the first one on; to be closed. */
    Rows rows();

    /** Some rows, one after the other. */
    interface Rows extends AutoCloseable {
        /**
         * Reads the next row.
         *
         * @param features gets the row's features as one more row
         * @return false if there is none
         */
        boolean next(InputRows features);

        /** Writes the row that was read last, all of its columns. */
        void write(RowText text, StringBuilder out);

        @Override
        void close();
    }
}
