package dev.chainrule.explain.surface;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.chainrule.explain.ParameterReference;
import dev.chainrule.explain.surface.CostSurfaceRequest.AxisDocument;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.problem.Faults;
import java.util.Optional;

/**
 * A parameter and the values that it takes on the grid.
 *
 * @param position in {@link Graph#parameters()}
 * @param values ascending and evenly spaced
 */
record GridAxis(String name, ParameterReference parameter, @JsonIgnore int position, double[] values) {

    /** @return empty, with faults, if the graph has no such parameter */
    static Optional<GridAxis> of(AxisDocument document, int points, Graph graph, Faults at) {
        var parameter = document.parameter();
        var position = parameter.position(graph, at.at("parameter"));
        if (position.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new GridAxis(
                name(parameter), parameter, position.getAsInt(), values(document.from(), document.to(), points)));
    }

    private static String name(ParameterReference parameter) {
        if (parameter.bias() != null) {
            return LayerGraph.biases(parameter.layer()) + "[" + parameter.bias() + "]";
        }
        var index = parameter.node() == null ? parameter.weight() : parameter.index();
        var node = parameter.node() == null ? LayerGraph.weights(parameter.layer()) : parameter.node();
        return node + "[" + index[0] + ", " + index[1] + "]";
    }

    /** from + (to − from)·i/(points − 1). */
    private static double[] values(double from, double to, int points) {
        var values = new double[points];
        for (int i = 0; i < points; i++) {
            values[i] = from + (to - from) * i / (points - 1);
        }
        return values;
    }

    double first() {
        return values[0];
    }

    double last() {
        return values[values.length - 1];
    }
}
