package dev.chainrule.dataset;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Goes through one array of rows of a JSON dataset whose outline was found good. */
final class JsonRows implements AutoCloseable {
    /** Takes in the value that the parser stands at. */
    @FunctionalInterface
    interface CellReader {
        void read(JsonParser parser, int column);
    }

    private final JsonParser parser;
    private final int width;
    private final String expected;
    private final Faults faults;
    private int index = -1;

    /** @param expected whose width a row must have, in words */
    JsonRows(JsonText text, String field, int width, String expected, Faults faults) {
        this.parser = text.open();
        this.width = width;
        this.expected = expected;
        this.faults = faults.at(field);
        seek(field);
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
     * Reads the next row, cell by cell; a row of another width is noted as a fault.
     *
     * @return whether there was one
     * @throws ProblemException if there are more faults than anybody wants to read
     */
    boolean next(CellReader reader) {
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            return false;
        }
        index++;
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
            faults.add(index, "has " + column + " values, but " + expected + " " + width);
        }
        if (faults.isFull()) {
            faults.throwIfAny();
        }
        return true;
    }

    /** Notes a fault of a cell of this row. */
    void fault(int column, String detail) {
        faults.at(index).add(column, detail);
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
