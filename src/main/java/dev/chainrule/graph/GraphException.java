package dev.chainrule.graph;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown for nodes that are not a valid graph. */
public final class GraphException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<GraphFault> faults;

    GraphException(List<GraphFault> faults) {
        super(faults.stream().map(GraphFault::detail).collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    /** At least one. */
    public List<GraphFault> faults() {
        return faults;
    }
}
