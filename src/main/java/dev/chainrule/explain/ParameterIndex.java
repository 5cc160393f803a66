package dev.chainrule.explain;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.graph.NodeDefinition.Parameter;
import java.util.List;

/** Translates positions in {@link Graph#parameters()} to elements of a graph's parameters. */
public final class ParameterIndex {
    private final Graph graph;
    private final boolean layered;
    private final List<Parameter> parameters;

    /** @param layered whether the graph is a stack of layers */
    public ParameterIndex(Graph graph, boolean layered) {
        this.graph = graph;
        this.layered = layered;
        this.parameters = graph.definition().parameters();
    }

    /** An element of a parameter. */
    public record ParameterElement(String node, int row, int column) {
        /** The layer, counted from 0, in a graph that is a stack of layers. */
        public int layer() {
            return Integer.parseInt(node.substring(1)) - 1;
        }

        /** For example {@code W1[0, 1]}. */
        String inWords(boolean layered) {
            return layered && node.equals(LayerGraph.biases(layer()))
                    ? node + "[" + column + "]"
                    : node + "[" + row + ", " + column + "]";
        }
    }

    /** @param position in {@link Graph#parameters()} */
    public ParameterElement at(int position) {
        for (var parameter : parameters.reversed()) {
            int offset = position - graph.position(parameter.name(), 0, 0);
            if (offset >= 0) {
                return new ParameterElement(parameter.name(), offset / parameter.columns(),
                        offset % parameter.columns());
            }
        }
        throw new IndexOutOfBoundsException(position);
    }

    public String inWords(ParameterElement element) {
        return element.inWords(layered);
    }

    public ParameterReference reference(ParameterElement element) {
        return ParameterReference.of(element, layered);
    }
}
