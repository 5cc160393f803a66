package dev.chainrule.dataset;

import dev.chainrule.budget.Computation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Turns rows into chunks of their stored form. */
final class Encoder implements Consumer<Row> {
    private static final int ROWS_BETWEEN_CHECKPOINTS = 1024;

    private final RowLayout layout;
    private final int[] stored;
    private final List<Map<String, Integer>> codes;
    private final Consumer<byte[]> chunks;
    private int remaining;
    private byte[] chunk;
    private int rowsInChunk;

    /** @param rows how many will come */
    Encoder(List<Column> columns, int rows, Consumer<byte[]> chunks) {
        this.layout = new RowLayout(columns);
        this.stored = IntStream.range(0, columns.size()).filter(column -> !columns.get(column).isIgnored()).toArray();
        this.codes = columns.stream().map(Encoder::codes).toList();
        this.chunks = chunks;
        this.remaining = rows;
        this.chunk = nextChunk();
    }

    @Override
    public void accept(Row row) {
        if (remaining % ROWS_BETWEEN_CHECKPOINTS == 0) {
            Computation.checkpoint();
        }
        for (int column : stored) {
            var text = row.text(column);
            double value = text == null ? row.number(column) : code(column, text);
            layout.write(chunk, rowsInChunk, column, value);
        }
        remaining--;
        if (++rowsInChunk * layout.rowBytes() == chunk.length) {
            chunks.accept(chunk);
            // A new array: the receiver may keep the full one.
            chunk = nextChunk();
            rowsInChunk = 0;
        }
    }

    private int code(int column, String category) {
        return Objects.requireNonNull(codes.get(column).get(category), "the first reading had every category");
    }

    void finish() {
        if (remaining != 0 || rowsInChunk != 0) {
            throw new IllegalStateException("The second reading of an upload ended " + remaining + " rows early");
        }
    }

    private byte[] nextChunk() {
        return new byte[Math.min(remaining, layout.rowsPerChunk()) * layout.rowBytes()];
    }

    private static Map<String, Integer> codes(Column column) {
        var codes = new HashMap<String, Integer>();
        if (column.isCategorical()) {
            for (var category : column.categories()) {
                codes.put(category, codes.size());
            }
        }
        return codes;
    }
}
