package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.RecordNames;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Iterates over one array of rows of a JSON dataset whose outline is valid. Where columns have names, a row may be an object of them. */
final class JsonRows implements AutoCloseable {
    /** Reads the parser's current value. */
    @FunctionalInterface
    interface CellReader {
        void read(JsonParser parser, int column);
    }

    private final JsonParser parser;
    private final int width;
    private final String expected;

    /** In their order; empty: rows are arrays. */
    private final List<String> names;

    private final Map<String, Integer> columns = new HashMap<>();
    private final Faults faults;
    private int index = -1;
    private boolean isRecord;

    private JsonRows(JsonText text, String field, int width, String expected, List<String> names, Faults faults) {
        this.parser = text.open();
        this.width = width;
        this.expected = expected;
        this.names = names;
        this.faults = faults.at(field);
        for (var name : names) {
            columns.put(name, columns.size());
        }
        seek(field);
    }

    /** Rows that are as wide as the first. */
    static JsonRows ofArrays(JsonText text, String field, int width, Faults faults) {
        return new JsonRows(text, field, width, "the first row has", List.of(), faults);
    }

    /** Rows of values for these columns: arrays in their order, or objects by their names. */
    static JsonRows ofColumns(JsonText text, String field, List<String> names, Faults faults) {
        return new JsonRows(text, field, names.size(), "there are columns:", names, faults);
    }

    private void seek(String field) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = parser.currentName().equals(field);
            parser.nextToken();
            if (found) {
                return;
            }
            parser.skipChildren();
        }
        throw new IllegalStateException("The document has lost its " + field);
    }

    /**
     * Reads the next row, cell by cell; a row of another width, or without one of the columns, is noted as a fault.
     *
     * @return whether there was one
     * @throws ProblemException if there are more faults than are listed
     */
    boolean next(CellReader reader) {
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            return false;
        }
        index++;
        isRecord = parser.currentToken() == JsonToken.START_OBJECT;
        if (isRecord) {
            readRecord(reader);
        } else {
            readArray(reader);
        }
        if (faults.isFull()) {
            faults.throwIfAny();
        }
        return true;
    }

    private void readArray(CellReader reader) {
        int column = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (column < width) {
                reader.read(parser, column);
            } else {
                parser.skipChildren();
            }
            column++;
        }
        if (column != width) {
            faults.atEach(index).add("has " + column + " values, but " + expected + " " + width);
        }
    }

    private void readRecord(CellReader reader) {
        var read = new BitSet(width);
        var unknown = new ArrayList<String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            var column = columns.get(name);
            if (column == null) {
                unknown.add(name);
                parser.skipChildren();
            } else if (read.get(column)) {
                faults.atEach(index).add(name, "is given twice");
                parser.skipChildren();
            } else {
                read.set(column);
                reader.read(parser, column);
            }
        }
        var missing = new ArrayList<String>();
        for (int column = read.nextClearBit(0); column < width; column = read.nextClearBit(column + 1)) {
            missing.add(names.get(column));
        }
        RecordNames.checkUnknown(unknown, names, "a column", "columns", faults.atEach(index));
        RecordNames.checkMissing(missing, names, faults.atEach(index));
    }

    /** Notes a fault of a cell of this row. */
    void fault(int column, String detail) {
        faults.atEach(index).add(isRecord ? names.get(column) : column, detail);
    }

    /** The number that the parser stands at; NaN, and a fault, if it is not finite. */
    double number(int column) {
        double value = parser.getDoubleValue();
        if (Double.isFinite(value)) {
            return value;
        }
        fault(column, parser.isNaN() && Double.isNaN(value)
                ? "is not a number: a missing value is null, in the form with columns and rows"
                : "is infinite or beyond the range of a float64");
        return Double.NaN;
    }

    @Override
    public void close() {
        parser.close();
    }
}
