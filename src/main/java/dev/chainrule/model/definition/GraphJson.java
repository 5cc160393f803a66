package dev.chainrule.model.definition;

import dev.chainrule.graph.DefaultInitializers;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.GraphException;
import dev.chainrule.graph.GraphFault;
import dev.chainrule.graph.GraphFault.MissingInput;
import dev.chainrule.graph.GraphFault.OfInputs;
import dev.chainrule.graph.GraphFault.OfNode;
import dev.chainrule.graph.GraphFault.OfNodes;
import dev.chainrule.graph.GraphFault.OfOutput;
import dev.chainrule.graph.GraphFault.OfWholeGraph;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.ShapeInference;
import dev.chainrule.matrix.Precision;
import dev.chainrule.problem.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Turns a graph's JSON form into a model and back, and names every fault on the way. */
final class GraphJson {
    private final ModelProperties limits;
    private final Faults faults;
    private final Map<String, List<String>> columns = new HashMap<>();

    /** @param faults at the graph */
    GraphJson(ModelProperties limits, Faults faults) {
        this.limits = limits;
        this.faults = faults;
    }

    /**
     * Reads each node for itself.
     *
     * @param inputs how many features the model has; empty: as the nodes say
     * @return empty if a node or another part of the document is faulty, which is noted
     */
    Optional<List<NodeDefinition>> nodes(GraphDocument document, OptionalInt inputs) {
        var documents = document.nodes();
        if (documents == null || documents.isEmpty()) {
            faults.add("nodes", "is missing: give inputs, parameters and what is computed from them");
            return Optional.empty();
        }
        if (documents.size() > limits.maxNodes()) {
            faults.add("nodes", "has " + documents.size() + " nodes, more than " + limits.maxNodes());
            return Optional.empty();
        }
        var read = faults.attempt(() -> Optional.of(nodes(documents, inputs)));
        return faults.isPartlyUnread() ? Optional.empty() : read;
    }

    private List<NodeDefinition> nodes(List<JsonNode> documents, OptionalInt inputs) {
        var form = NodeJson.form(columns, inputs, limits);
        var nodes = new ArrayList<NodeDefinition>();
        for (int i = 0; i < documents.size(); i++) {
            var at = faults.at("nodes").at(i);
            var document = documents.get(i);
            if (document.isObject()) {
                form.read(document, at).ifPresent(nodes::add);
            } else {
                at.add("must be an object, as in {\"name\": \"X\", \"type\": \"input\"}");
            }
        }
        return nodes;
    }

    /** @return empty, and faults noted, if the nodes do not fit each other */
    Optional<GraphModel> model(
            List<NodeDefinition> nodes, Optional<String> output, Precision precision, OptionalInt inputs,
            Optional<Long> seed) {
        return faults.attempt(() -> checkedModel(nodes, output, precision, inputs, seed));
    }

    private Optional<GraphModel> checkedModel(
            List<NodeDefinition> nodes, Optional<String> output, Precision precision, OptionalInt inputs,
            Optional<Long> seed) {
        try {
            var graph = GraphDefinition.of(
                    precision, DefaultInitializers.complete(ShapeInference.complete(nodes)), output);
            faults.require(
                    graph.numbers(1) <= limits.maxParameters(), "nodes",
                    "have " + graph.numbers(1) + " numbers for one row, more than " + limits.maxParameters()
                            + ": use smaller shapes");
            graph.trainingFaults().forEach(this::add);
            new ColumnBinding(graph, columns).checkSizes(inputs, faults);
            return Optional.of(new GraphModel(graph, columns, seed));
        } catch (GraphException wrong) {
            wrong.faults().forEach(this::add);
            return Optional.empty();
        }
    }

    private void add(GraphFault fault) {
        switch (fault) {
            case OfWholeGraph(var detail) -> faults.add(detail);
            case OfOutput(var detail) -> faults.add("output", detail);
            case OfNodes(var detail) -> faults.add("nodes", detail);
            case OfNode(int node, var detail) -> faults.at("nodes").add(node, detail);
            case OfInputs(int node, var detail) -> faults.at("nodes").at(node).add("inputs", detail);
            case MissingInput missing -> faults.add("nodes", missing.detail() + ", such as "
                    + (missing.target()
                            ? "{\"name\": \"y\", \"type\": \"input\", \"role\": \"target\"}"
                            : "{\"name\": \"X\", \"type\": \"input\"}"));
        }
    }

    /** The graph as JSON, every default written out. */
    static GraphDocument write(GraphModel model) {
        var form = NodeJson.form(model.columns());
        return new GraphDocument(
                model.graph().nodes().stream().<JsonNode>map(form::write).toList(),
                model.graph().output().orElseThrow());
    }
}
