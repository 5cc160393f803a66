package dev.chainrule.explain.backprop;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.explain.ParameterIndex;
import dev.chainrule.graph.GraphRun;
import dev.chainrule.graph.NodeDefinition.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much each number contributes to the gradient: its share in Σ|∂C/∂w| over its layer, weights and biases together, or over its
 * parameter of a graph.
 */
final class Blame {
    private final boolean layered;
    private final Map<Object, Group> groups = new LinkedHashMap<>();

    /**
     * @param layer counted from 0; in a stack of layers
     * @param node the parameter; in a graph
     * @param parameters how many numbers the group has
     * @param absoluteGradient Σ|∂C/∂w| over them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(@Nullable Integer layer, @Nullable String node, int parameters, double absoluteGradient) {}

    /** @param run after its backward pass */
    Blame(GraphRun run, boolean layered) {
        this.layered = layered;
        for (var node : run.nodes()) {
            if (node.definition() instanceof Parameter parameter) {
                double sum = 0;
                var gradient = node.gradient();
                for (int i = 0; i < gradient.rows(); i++) {
                    for (int j = 0; j < gradient.columns(); j++) {
                        sum += Math.abs(gradient.get(i, j));
                    }
                }
                var element = new ParameterIndex.ParameterElement(parameter.name(), 0, 0);
                var group = new Group(layered ? element.layer() : null, layered ? null : parameter.name(),
                        gradient.size(), sum);
                groups.merge(key(element), group, (a, b) -> new Group(a.layer(), a.node(),
                        a.parameters() + b.parameters(), a.absoluteGradient() + b.absoluteGradient()));
            }
        }
    }

    private Object key(ParameterIndex.ParameterElement element) {
        return layered ? (Object) element.layer() : element.node();
    }

    List<Group> groups() {
        return new ArrayList<>(groups.values());
    }

    /** From 0 to 1; 0 where all gradients are 0. */
    double share(ParameterIndex.ParameterElement element, double gradient) {
        var group = Objects.requireNonNull(groups.get(key(element)), "every parameter is in a group");
        double whole = group.absoluteGradient();
        return whole == 0 ? 0 : Math.abs(gradient) / whole;
    }
}
