package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.Row;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.UnreadableBody;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** The rows of {@code {"features": [[…]], "targets": [[…]]}}: numbers only, columns x1… and y1…. */
final class ArraysSource implements UploadedRows {
    private final JsonText text;
    private final int inputs;
    private final int outputs;
    private final Faults faults;

    ArraysSource(JsonText text, int inputs, int outputs, Faults faults) {
        this.text = text;
        this.inputs = inputs;
        this.outputs = outputs;
        this.faults = faults;
    }

    @Override
    public UploadForm source() {
        return UploadForm.ARRAYS;
    }

    @Override
    public List<Declaration> columns() {
        return Stream.concat(
                numbered("x", inputs, Role.FEATURE),
                numbered("y", outputs, Role.TARGET))
                .toList();
    }

    static Stream<Declaration> numbered(String letter, int count, Role role) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Declaration(letter + number, role, ColumnType.NUMERIC));
    }

    /** Two readings side by side: the features and the targets of a row stand far apart in the document. */
    @Override
    public void read(@Nullable ColumnType[] types, Consumer<Row> receiver) {
        var row = new Row(inputs + outputs);
        try (var features = JsonRows.ofArrays(text, "features", inputs, faults);
                var targets = JsonRows.ofArrays(text, "targets", outputs, faults)) {
            while (features.next((parser, column) -> row.number(column, number(parser, features, column)))) {
                targets.next((parser, column) -> row.number(inputs + column, number(parser, targets, column)));
                if (faults.isEmpty()) {
                    receiver.accept(row);
                }
            }
        } catch (JacksonException unreadable) {
            throw UnreadableBody.explain(unreadable);
        }
        faults.throwIfAny();
    }

    private static double number(JsonParser parser, JsonRows rows, int column) {
        if (parser.currentToken().isNumeric()) {
            return rows.number(column);
        }
        rows.fault(column, "must be a number; for texts and missing values use the form with columns and rows");
        parser.skipChildren();
        return Double.NaN;
    }

    @Override
    public Faults faults(int column) {
        return faults.at(column < inputs ? "features" : "targets");
    }
}
