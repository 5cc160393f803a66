package dev.chainrule.explain;

import dev.chainrule.graph.Graph;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.List;
import java.util.Optional;

/**
 * What is explained: a model with the parameters of a version, or with those it starts from.
 *
 * @param version null: as it starts
 * @param layered whether it is a stack of layers: the graph's nodes then have the names of {@link dev.chainrule.graph.LayerGraph}
 * @param graph in float64, the caller's own: its parameters may be changed
 * @param preprocessing of the version; empty for a model as it starts, which takes numbers as they are
 * @param features the names of these numbers, where it is a graph that names its columns; else none
 * @param targets likewise
 */
public record ExplainedModel(
        String model,
        Integer version,
        boolean layered,
        Graph graph,
        Optional<Preprocessing> preprocessing,
        List<String> features,
        List<String> targets) {

    ExplainedModel(String model, Integer version, boolean layered, Graph graph, Optional<Preprocessing> preprocessing) {
        this(model, version, layered, graph, preprocessing, List.of(), List.of());
    }
}
