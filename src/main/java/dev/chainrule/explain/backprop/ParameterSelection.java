package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ParameterDocument;
import dev.chainrule.explain.ParameterReference;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The numbers of a model that a request asks for, in its order. */
public final class ParameterSelection {
    private static final int MAX_NAMED = 10_000;

    private final List<ParameterSlice> ranges;

    /** Numbers that stand side by side in {@link Graph#parameters()}. */
    private record ParameterSlice(int from, int count) {}

    private ParameterSelection(List<ParameterSlice> ranges) {
        this.ranges = ranges;
    }

    public static ParameterSelection all(Graph graph) {
        return new ParameterSelection(List.of(new ParameterSlice(0, graph.parameters().size())));
    }

    /**
     * Reads an array whose elements each name one number (see {@link ParameterDocument}), a whole layer {@code {"layer": 0}}, or a whole
     * parameter of a graph {@code {"node": "W1"}}.
     *
     * @param at collects what is wrong; then the result is meaningless
     * @return empty without the array, or with JSON's null: all numbers
     */
    static List<ParameterDocument> documents(@Nullable JsonNode given, JsonBinder json, Faults at) {
        if (given == null || given.isNull()) {
            return List.of();
        }
        if (!given.isArray() || given.isEmpty() || given.size() > MAX_NAMED) {
            at.add("must be an array of 1 to " + MAX_NAMED + " parameters, as in [{\"layer\": 0, \"weight\": [0, 0]}]");
            return List.of();
        }
        var documents = new ArrayList<ParameterDocument>();
        for (int i = 0; i < given.size(); i++) {
            documents.add(json.bindReadable(given.get(i), ParameterDocument.class, at.at(i)));
        }
        return documents;
    }

    /**
     * Finds the numbers of a graph that documents name.
     *
     * @param documents none: all numbers
     * @param at collects what is wrong; then the result is meaningless
     */
    static ParameterSelection of(List<ParameterDocument> documents, Graph graph, Faults at) {
        if (documents.isEmpty()) {
            return all(graph);
        }
        var ranges = new ArrayList<ParameterSlice>();
        for (int i = 0; i < documents.size(); i++) {
            ranges.addAll(ranges(documents.get(i), graph, at.at(i)));
        }
        return new ParameterSelection(ranges);
    }

    private static List<ParameterSlice> ranges(ParameterDocument document, Graph graph, Faults at) {
        var layer = document.layer();
        var node = document.node();
        if (document.weight() == null && document.bias() == null && document.index() == null) {
            if (layer != null && node == null) {
                var whole = whole(graph, List.of(LayerGraph.weights(layer), LayerGraph.biases(layer)));
                at.require(!whole.isEmpty(), "layer", ParameterReference.noSuchLayer(layer, graph));
                return whole;
            }
            if (node != null && layer == null) {
                var whole = whole(graph, List.of(node));
                at.require(!whole.isEmpty(), "node", ParameterReference.noSuchNode(node, graph));
                return whole;
            }
        }
        return document.reference(at).stream()
                .flatMapToInt(reference -> reference.position(graph, at).stream())
                .mapToObj(position -> new ParameterSlice(position, 1))
                .toList();
    }

    private static List<ParameterSlice> whole(Graph graph, List<String> names) {
        return graph.definition().parameters().stream()
                .filter(parameter -> names.contains(parameter.name()))
                .map(parameter -> range(graph, parameter))
                .toList();
    }

    private static ParameterSlice range(Graph graph, Parameter parameter) {
        return new ParameterSlice(graph.position(parameter.name(), 0, 0), parameter.rows() * parameter.columns());
    }

    long count() {
        return ranges.stream().mapToLong(ParameterSlice::count).sum();
    }

    /** Where they stand in {@link Graph#parameters()}. */
    IntStream positions() {
        return ranges.stream().flatMapToInt(range -> IntStream.range(range.from(), range.from() + range.count()));
    }
}
