package dev.chainrule.benchmark.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table under construction. */
public final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    public MarkdownTable(List<String> header) {
        columns = header.size();
        row(header);
        row(Collections.nCopies(columns, "---"));
    }

    /** @throws IllegalArgumentException if there are not as many cells as columns */
    public void row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException("expected " + columns + " cells, actual " + cells);
        }
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
