package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.Row;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.UnreadableBody;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The rows of {@code {"columns": […], "rows": [[…]]}}, or of objects by the columns' names: numbers, texts, true and false as categories,
 * null for missing.
 */
final class JsonTableSource implements UploadedRows {
    private final JsonText text;
    private final List<Declaration> columns;
    private final Faults faults;
    /** Of the present row's texts. */
    private int characters;
    private int rowIndex;

    JsonTableSource(JsonText text, List<Declaration> columns, Faults faults) {
        this.text = text;
        this.columns = columns;
        this.faults = faults;
    }

    @Override
    public UploadForm source() {
        return UploadForm.TABLE;
    }

    @Override
    public List<Declaration> columns() {
        return columns;
    }

    @Override
    public void read(@Nullable ColumnType[] types, Consumer<Row> receiver) {
        var row = new Row(types.length);
        rowIndex = 0;
        var names = columns.stream().map(Declaration::name).toList();
        try (var rows = JsonRows.ofColumns(text, "rows", names, faults)) {
            while (rows.next((parser, column) -> read(parser, rows, row, column, types[column]))) {
                if (faults.isEmpty()) {
                    receiver.accept(row);
                }
                characters = 0;
                rowIndex++;
            }
        } catch (JacksonException unreadable) {
            throw UnreadableBody.explain(unreadable);
        }
        faults.throwIfAny();
    }

    private void read(JsonParser parser, JsonRows rows, Row row, int column, @Nullable ColumnType type) {
        if (columns.get(column).isIgnored()) {
            ignore(parser, row, column);
            return;
        }
        switch (parser.currentToken()) {
            case VALUE_NULL -> row.missing(column);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                double value = rows.number(column);
                if (type == ColumnType.CATEGORICAL) {
                    row.text(column, text(parser));
                } else {
                    row.number(column, value);
                }
            }
            case VALUE_STRING, VALUE_TRUE, VALUE_FALSE -> {
                if (type == ColumnType.NUMERIC) {
                    rows.fault(column, "must be a number or null: the column \"" + columns.get(column).name()
                            + "\" is declared numeric or is the weight");
                }
                row.text(column, text(parser));
            }
            default -> {
                rows.fault(column, "must be a number, a string, true, false or null");
                parser.skipChildren();
            }
        }
    }

    private static void ignore(JsonParser parser, Row row, int column) {
        double number = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
        if (Double.isFinite(number)) {
            row.number(column, number);
        } else if (parser.currentToken() == JsonToken.VALUE_NULL) {
            row.missing(column);
        } else {
            row.text(column, Row.ANYTHING);
            parser.skipChildren();
        }
    }

    private String text(JsonParser parser) {
        var text = parser.getString();
        characters += text.length();
        if (characters > Row.MAX_CHARACTERS) {
            throw ProblemException.malformed("The texts of a row have more than " + Row.MAX_CHARACTERS
                    + " characters together: shorten them or leave out columns of free text");
        }
        return text;
    }

    @Override
    public Faults faults(int column) {
        return faults.at("columns").at(column);
    }

    @Override
    public String place(int column) {
        return "at " + faults.at("rows").at(rowIndex).at(column).pointer();
    }
}
