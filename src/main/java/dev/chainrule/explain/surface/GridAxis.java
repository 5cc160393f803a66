package dev.chainrule.explain.surface;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.chainrule.explain.ParameterReference;
import dev.chainrule.explain.surface.CostSurfaceRequest.ParameterRange;
import dev.chainrule.graph.Graph;
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
    static Optional<GridAxis> of(ParameterRange range, int points, Graph graph, Faults at) {
        var atParameter = at.at("parameter");
        return range.parameter().reference(atParameter).flatMap(parameter -> {
            var position = parameter.position(graph, atParameter);
            return position.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new GridAxis(
                            parameter.inWords(), parameter, position.getAsInt(),
                            values(range.from(), range.to(), points)));
        });
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
