package dev.chainrule.dataset;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.UnreadableBody;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** The rows of {@code {"columns": […], "rows": [[…]]}}: numbers, texts, true and false as categories, null for missing. */
final class JsonTableSource implements RowSource {
    private final JsonText text;
    private final List<Declaration> columns;
    private final Faults faults;

    JsonTableSource(JsonText text, List<Declaration> columns, Faults faults) {
        this.text = text;
        this.columns = columns;
        this.faults = faults;
    }

    @Override
    public Source source() {
        return Source.TABLE;
    }

    @Override
    public List<Declaration> columns() {
        return columns;
    }

    @Override
    public void read(ColumnType[] types, Consumer<Row> receiver) {
        var row = new Row(types.length);
        try (var rows = new JsonRows(text, "rows", types.length, "there are columns:", faults)) {
            while (rows.next((parser, column) -> read(parser, rows, row, column, types[column]))) {
                if (faults.isEmpty()) {
                    receiver.accept(row);
                }
            }
        } catch (JacksonException unreadable) {
            throw UnreadableBody.explain(unreadable);
        }
        faults.throwIfAny();
    }

    private void read(JsonParser parser, JsonRows rows, Row row, int column, ColumnType type) {
        switch (parser.currentToken()) {
            case VALUE_NULL -> row.missing(column);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                double value = rows.number(column);
                if (type == ColumnType.CATEGORICAL) {
                    row.text(column, parser.getString());
                } else {
                    row.number(column, value);
                }
            }
            case VALUE_STRING, VALUE_TRUE, VALUE_FALSE -> {
                if (type == ColumnType.NUMERIC) {
                    rows.fault(column, "must be a number or null: the column \"" + columns.get(column).name()
                            + "\" is declared numeric or the weight");
                }
                row.text(column, parser.getString());
            }
            default -> {
                rows.fault(column, "must be a number, a string, true, false or null");
                parser.skipChildren();
            }
        }
    }

    @Override
    public Faults faults(int column) {
        return faults.at("columns").at(column);
    }
}
