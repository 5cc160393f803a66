package dev.chainrule.model;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.model.InputColumn.CategoryColumn;
import dev.chainrule.model.InputColumn.NumberColumn;
import dev.chainrule.problem.UnicodeText;
import dev.chainrule.request.JsonBody;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the rows of a prediction token by token, as long as there is nothing wrong with them: no value becomes an object. It takes nothing
 * that {@link RawRows} refuses; that reads the body again, as a tree, and says what is wrong.
 */
final class RowStream {
    /** Rows between two checks of whether the client is still there. */
    private static final int BLOCK_ROWS = 256;

    private final JsonParser in;
    private final LoadedVersion version;
    private final InputRows rows;
    private final int maxRows;
    private final MemoryBudget memory;

    private RowStream(JsonParser in, LoadedVersion version, int maxRows, MemoryBudget memory) {
        this.in = in;
        this.version = version;
        this.maxRows = maxRows;
        this.memory = memory;
        reserve(version.bytes(1));
        this.rows = version.rows(1);
    }

    /**
     * The rows of a body of the form {@code {"rows": […]}}, for which memory is reserved.
     *
     * @return empty if the body is of another form, is not JSON, or has a row that cannot be predicted
     */
    static Optional<InputRows> read(JsonBody body, LoadedVersion version, int maxRows, MemoryBudget memory) {
        try (var in = body.parser()) {
            var stream = new RowStream(in, version, maxRows, memory);
            return stream.isReadable() ? Optional.of(stream.rows) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private void reserve(long bytes) {
        memory.reserveForRequest(bytes, "send fewer rows");
    }

    private boolean isReadable() {
        return in.nextToken() == JsonToken.START_OBJECT
                && "rows".equals(in.nextName())
                && in.nextToken() == JsonToken.START_ARRAY
                && areRows()
                && in.nextToken() == JsonToken.END_OBJECT
                && in.nextToken() == null;
    }

    private boolean areRows() {
        for (var token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            int count = rows.count();
            if (count == maxRows) {
                return false;
            }
            if (count == rows.capacity()) {
                grow();
            }
            if (count % BLOCK_ROWS == BLOCK_ROWS - 1) {
                Computation.checkpoint();
            }
            if (!isRow(token) || !rows.endRow()) {
                return false;
            }
        }
        return rows.count() > 0;
    }

    private void grow() {
        int before = rows.capacity();
        int after = Math.min(2 * before, maxRows);
        reserve(version.bytes(after) - version.bytes(before));
        rows.grow(after);
    }

    private boolean isRow(@Nullable JsonToken token) {
        if (token == JsonToken.START_ARRAY) {
            return isByPosition();
        }
        if (token == JsonToken.START_OBJECT) {
            return isByName();
        }
        return version.columns().size() == 1 && isValue(0, token);
    }

    private boolean isByPosition() {
        int columns = version.columns().size();
        for (int i = 0; i < columns; i++) {
            if (!isValue(i, in.nextToken())) {
                return false;
            }
        }
        return in.nextToken() == JsonToken.END_ARRAY;
    }

    /** No name occurs twice, or the parser would throw. */
    private boolean isByName() {
        int found = 0;
        for (var name = in.nextName(); name != null; name = in.nextName()) {
            int column = version.position(name);
            if (column < 0 || !isValue(column, in.nextToken())) {
                return false;
            }
            found++;
        }
        return found == version.columns().size();
    }

    private boolean isValue(int index, @Nullable JsonToken token) {
        var column = version.columns().get(index);
        if (token == JsonToken.VALUE_NULL) {
            rows.missing(index);
            return column.mayBeMissing();
        }
        return token != null && switch (column) {
            case NumberColumn _ -> isNumber(index, token);
            case CategoryColumn _ -> isCategory(index, token);
        };
    }

    private boolean isNumber(int index, JsonToken token) {
        if (!token.isNumeric()) {
            return false;
        }
        double number = in.getDoubleValue();
        rows.number(index, number);
        return Double.isFinite(number);
    }

    private boolean isCategory(int index, JsonToken token) {
        if (!token.isScalarValue()) {
            return false;
        }
        // As a tree holds a number with a fraction or an exponent.
        var text = token == JsonToken.VALUE_NUMBER_FLOAT ? Double.toString(in.getDoubleValue()) : in.getString();
        rows.category(index, text);
        return token != JsonToken.VALUE_STRING || UnicodeText.isWellFormed(text);
    }
}
