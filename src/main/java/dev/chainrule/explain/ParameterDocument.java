package dev.chainrule.explain;

import dev.chainrule.explain.ParameterReference.Bias;
import dev.chainrule.explain.ParameterReference.Element;
import dev.chainrule.explain.ParameterReference.Weight;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonExample;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ParameterReference} as a request has it.
 *
 * @param layer counted from 0; with either {@code weight} or {@code bias}
 * @param node a parameter's name; with {@code index}
 */
@JsonExample("{\"layer\": 0, \"bias\": 0}")
public record ParameterDocument(
        @Nullable Integer layer, int @Nullable [] weight, @Nullable Integer bias, @Nullable String node,
        int @Nullable [] index) {

    /** @return empty, and a fault noted, if it names no single number */
    public Optional<ParameterReference> reference(Faults at) {
        if (layer != null && node == null) {
            return ofLayer(layer, at);
        }
        if (node != null && layer == null) {
            return ofNode(node, at);
        }
        at.add("must name either a layer, as in {\"layer\": 0, \"weight\": [0, 0]}, or a node of a graph, as in"
                + " {\"node\": \"W1\", \"index\": [0, 0]}");
        return Optional.empty();
    }

    private Optional<ParameterReference> ofLayer(int layer, Faults at) {
        if (weight != null && bias == null && index == null) {
            return Optional.of(new Weight(layer, weight));
        }
        if (bias != null && weight == null && index == null) {
            return Optional.of(new Bias(layer, bias));
        }
        at.add("must have either a weight, as in [0, 0], or a bias, as in 0");
        return Optional.empty();
    }

    private Optional<ParameterReference> ofNode(String node, Faults at) {
        if (index != null && weight == null && bias == null) {
            return Optional.of(new Element(node, index));
        }
        at.add("must have an index, as in [0, 0]");
        return Optional.empty();
    }
}
