package dev.chainrule.explain;

import dev.chainrule.graph.Graph;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.List;
import java.util.Optional;

/**
 * What is explained: a model with the parameters of a version, or with its initial parameters.
 *
 * @param version empty: the initial parameters
 * @param layered whether the model is a stack of layers; the graph's nodes then have the names of {@link dev.chainrule.graph.LayerGraph}
 * @param graph in float64; a copy whose parameters the caller may change
 * @param preprocessing of the version; empty for initial parameters: inputs are then not scaled
 * @param features the names of the inputs of a graph with initial parameters that names its columns; else empty
 * @param targets likewise
 */
public record ExplainedModel(
        String model,
        Optional<Integer> version,
        boolean layered,
        Graph graph,
        Optional<Preprocessing> preprocessing,
        List<String> features,
        List<String> targets) {

    ExplainedModel(
            String model, Optional<Integer> version, boolean layered, Graph graph,
            Optional<Preprocessing> preprocessing) {
        this(model, version, layered, graph, preprocessing, List.of(), List.of());
    }

    /** The model and which parameters it has. */
    public String inWords() {
        return model + version.map(number -> ", version " + number).orElse(" with its initial parameters");
    }
}
