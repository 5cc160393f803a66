package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Input;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The numbers of a row that each input of a graph takes.
 *
 * @param inputs numbers per row of input
 * @param outputs numbers per row of targets
 * @param columns for each input, by name, the indices of its numbers, as many as its size; for targets, indices in the row of targets
 */
public record InputColumns(int inputs, int outputs, Map<String, int[]> columns) {
    public InputColumns {
        columns = Map.copyOf(columns);
    }

    /** Inputs take the numbers of a row one after the other, in the order in which they are listed, and so do targets. */
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

    /** Whether an input is a whole row: all of its numbers, in their order. */
    boolean isWholeRow(Input input) {
        int[] found = of(input);
        return found.length == (input.target() ? outputs : inputs)
                && IntStream.range(0, found.length).allMatch(i -> found[i] == i);
    }
}
