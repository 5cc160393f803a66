package dev.chainrule.scoring;

import dev.chainrule.model.LoadedVersion;
import dev.chainrule.model.OutputRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The columns of what is predicted: where rows are of one class each, {@code label}, or {@code class} if classes have no names; and each
 * output by its name. A name that a column before it has gets the prefix {@code predicted_}.
 *
 * @param names in their order
 * @param first the position of the first of them in the answer
 */
record OutputColumns(List<String> names, int first, Deciding deciding) {
    private static final String PREFIX = "predicted_";

    /** How the class of a row is written. */
    enum Deciding {
        NOTHING, LABELS, NUMBERS
    }

    /** @param before names of the columns that come first in the answer */
    static OutputColumns of(LoadedVersion version, List<String> before) {
        var deciding = !version.decidesOneClass() ? Deciding.NOTHING
                : version.labels().isEmpty() ? Deciding.NUMBERS : Deciding.LABELS;
        var wanted = new ArrayList<String>();
        switch (deciding) {
            case NOTHING -> {}
            case LABELS -> wanted.add("label");
            case NUMBERS -> wanted.add("class");
        }
        wanted.addAll(version.outputNames());
        var taken = new HashSet<>(before);
        var names = wanted.stream().map(name -> {
            var free = name;
            while (!taken.add(free)) {
                free = PREFIX + free;
            }
            return free;
        }).toList();
        return new OutputColumns(names, before.size(), deciding);
    }

    void write(OutputRows outputs, int row, RowText text, StringBuilder out) {
        int column = first;
        switch (deciding) {
            case NOTHING -> {}
            case LABELS -> {
                var label = outputs.label(row);
                if (label == null) {
                    text.missing(column++, out);
                } else {
                    text.text(column++, label, out);
                }
            }
            case NUMBERS -> {
                int index = outputs.classOf(row);
                if (index < 0) {
                    text.missing(column++, out);
                } else {
                    text.integer(column++, index, out);
                }
            }
        }
        for (int i = 0; i < outputs.outputs(); i++) {
            switch (outputs.precision()) {
                case FLOAT32 -> text.number(column + i, (float) outputs.output(row, i), out);
                case FLOAT64 -> text.number(column + i, outputs.output(row, i), out);
            }
        }
    }
}
