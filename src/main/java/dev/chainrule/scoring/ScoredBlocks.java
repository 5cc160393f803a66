package dev.chainrule.scoring;

import dev.chainrule.budget.Computation;
import dev.chainrule.compute.Compute;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.model.InputRows;
import dev.chainrule.model.LoadedVersion;
import dev.chainrule.model.OutputRows;
import dev.chainrule.network.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The answer to a table, block by block; memory holds one block. Not thread-safe. */
final class ScoredBlocks implements AutoCloseable {
    /** Fewer rows do not occupy all threads, more take longer than a turn of computing. */
    private static final int MOST_ROWS = 4096;

    /** About the bytes of a block's numbers and of their text. */
    private static final int MOST_BYTES = 2 << 20;

    /** Characters of input columns after which a block ends. */
    private static final int MOST_CHARACTERS = 1 << 18;

    /** What a character takes at most: two bytes in a builder that grows, in another one that does, in a text, and in UTF-8. */
    private static final int CHARACTER = 13;

    /** Characters of an output, with what separates it from the next one. */
    private static final int NUMBER = 26;

    private final LoadedVersion version;
    private final Compute compute;
    private final InputTable.Rows table;
    private final boolean includesInputs;
    private final OutputColumns outputColumns;
    private final RowText text;
    private final InputRows features;
    private final StringBuilder inputs = new StringBuilder();

    /** Where the inputs of each row of a block end. */
    private final int[] ends;

    private boolean begun;
    private boolean complete;
    private long rows;

    ScoredBlocks(
            LoadedVersion version, Compute compute, InputTable table, TableFormat format, boolean includesInputs) {
        var before = includesInputs ? table.columns() : List.<String>of();
        this.version = version;
        this.compute = compute;
        this.includesInputs = includesInputs;
        this.outputColumns = OutputColumns.of(version, before);
        this.text = new RowText(format, Stream.concat(before.stream(), outputColumns.names().stream()).toList());
        this.features = version.rows(blockRows(version));
        this.ends = new int[features.capacity()];
        this.table = table.rows();
    }

    /** The rows of a block of a version: fewer if they are wide, and whole blocks of a prediction if they are many. */
    private static int blockRows(LoadedVersion version) {
        var network = version.trained().network();
        long numbers = Saturated.product(Double.BYTES, network.inputs() + (long) network.outputs());
        int rows = Math.clamp(MOST_BYTES / Math.max(1, Saturated.sum(numbers, characters(version))), 1, MOST_ROWS);
        return rows < Prediction.BLOCK_ROWS ? rows : rows - rows % Prediction.BLOCK_ROWS;
    }

    /** The characters of a row's outputs, with their names. */
    private static long characters(LoadedVersion version) {
        long names = version.outputNames().stream().mapToLong(String::length).sum();
        long labels = version.labels().stream().mapToLong(String::length).max().orElse(0);
        return Saturated.sum(Saturated.product(NUMBER, version.outputNames().size() + 1L), names, labels);
    }

    /**
     * What this takes in memory beside the version and the table: the numbers of a block, and its text with all copies.
     *
     * @param longestRow characters of the longest row of input columns as it is written; 0 if they are left out
     */
    static long bytes(LoadedVersion version, long longestRow) {
        int rows = blockRows(version);
        long inputs = longestRow == 0 ? 0 : Saturated.sum(MOST_CHARACTERS, longestRow);
        return Saturated.sum(
                version.bytes(rows),
                Saturated.product(CHARACTER, Saturated.sum(Saturated.product(rows, characters(version)), inputs)));
    }

    /** How many rows were scored until now. */
    long rows() {
        return rows;
    }

    /** Whether the last part of the answer was made. */
    boolean areComplete() {
        return complete;
    }

    /**
     * Reads and predicts the next block.
     *
     * @return the next part of the answer, in UTF-8; of no bytes if the block before was the last one
     */
    byte[] next() {
        features.clear();
        inputs.setLength(0);
        while (features.count() < ends.length && inputs.length() < MOST_CHARACTERS) {
            if (!table.next(features)) {
                complete = true;
                break;
            }
            if (includesInputs) {
                table.write(text, inputs);
            }
            ends[features.count() - 1] = inputs.length();
        }
        var out = new StringBuilder(2 * inputs.length());
        if (!begun) {
            begun = true;
            text.header(out);
        }
        if (features.count() > 0) {
            write(predicted(), out);
            rows += features.count();
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private OutputRows predicted() {
        try (var team = compute.team()) {
            var operations = compute.operations(version.trained().network().precision(), team);
            return version.predict(features, operations, Computation::isInterrupted);
        }
    }

    private void write(OutputRows outputs, StringBuilder out) {
        int from = 0;
        for (int row = 0; row < outputs.rows(); row++) {
            int start = out.length();
            out.append(inputs, from, ends[row]);
            from = ends[row];
            outputColumns.write(outputs, row, text, out);
            text.end(start, out);
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
