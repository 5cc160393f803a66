package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Input;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which numbers of a row go into which input of a graph.
 *
 * @param inputs numbers in a row that goes in
 * @param outputs numbers in a row that should come out
 * @param columns for each input by name the indices of its numbers, as many as its size; those of targets in the row that should come out
 */
public record InputColumns(int inputs, int outputs, Map<String, int[]> columns) {
    public InputColumns {
        columns = Map.copyOf(columns);
    }

    /** The inputs' numbers side by side, in the order in which they are listed, and likewise the targets'. */
    public static InputColumns sideBySide(GraphDefinition graph) {
        var columns = new HashMap<String, int[]>();
        return new InputColumns(
                add(graph.inputs(false), columns), add(graph.inputs(true), columns), columns);
    }

    private static int add(List<Input> inputs, Map<String, int[]> columns) {
        int from = 0;
        for (var input : inputs) {
            columns.put(input.name(), IntStream.range(from, from + input.size()).toArray());
            from += input.size();
        }
        return from;
    }

    int[] of(Input input) {
        int[] found = columns.get(input.name());
        if (found == null || found.length != input.size()) {
            throw new IllegalArgumentException("\"" + input.name() + "\" must have " + input.size()
                    + " columns, but has " + (found == null ? 0 : found.length));
        }
        return found;
    }

    /** Whether a row's numbers are this input's, all of them in their order. */
    boolean isWholeRow(Input input) {
        int[] found = of(input);
        return found.length == (input.target() ? outputs : inputs)
                && IntStream.range(0, found.length).allMatch(i -> found[i] == i);
    }
}
