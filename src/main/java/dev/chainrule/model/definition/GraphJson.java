package dev.chainrule.model.definition;

import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.GraphException;
import dev.chainrule.graph.GraphFault;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.graph.ShapeInference;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Initializer;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
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
     * @param inputs how many features the model has; empty: as the nodes say
     * @return empty, and faults noted, if the document describes no graph
     */
    Optional<GraphModel> read(GraphDocument document, Precision precision, OptionalInt inputs, Optional<Long> seed) {
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
        if (read.isEmpty() || faults.isPartlyUnread()) {
            return Optional.empty();
        }
        return faults.attempt(() -> model(
                read.get(), Optional.ofNullable(document.output()), precision, inputs, seed));
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
                at.add("must be an object");
            }
        }
        return nodes;
    }

    /** @return empty, and faults noted, if the nodes do not fit each other */
    private Optional<GraphModel> model(
            List<NodeDefinition> nodes, Optional<String> output, Precision precision, OptionalInt inputs,
            Optional<Long> seed) {
        try {
            var graph = GraphDefinition.of(
                    precision, withInitializers(ShapeInference.complete(nodes)), output);
            checkModel(graph, inputs);
            return Optional.of(new GraphModel(graph, columns, seed));
        } catch (GraphException wrong) {
            for (var fault : wrong.faults()) {
                at(fault).add(fault.detail());
            }
            return Optional.empty();
        }
    }

    private Faults at(GraphFault fault) {
        return switch (fault.node()) {
            case GraphFault.GRAPH -> faults;
            case GraphFault.OUTPUT -> faults.at("output");
            default -> faults.at("nodes").at(fault.node());
        };
    }

    private void checkModel(GraphDefinition graph, OptionalInt inputs) {
        faults.require(
                graph.numbers(1) <= limits.maxParameters(), "nodes",
                "have " + graph.numbers(1) + " numbers for one row, more than " + limits.maxParameters()
                        + ": use smaller shapes");
        faults.require(!graph.inputs(false).isEmpty(), "nodes",
                "need an input, such as {\"name\": \"X\", \"type\": \"input\"}");
        faults.require(
                !graph.inputs(true).isEmpty(), "nodes",
                "need an input with the role target, such as {\"name\": \"y\", \"type\": \"input\", \"role\": \"target\"}");
        faults.require(!graph.parameters().isEmpty(), "nodes", "need a parameter: there would be nothing to train");
        if (graph.output().isEmpty()) {
            faults.add("output", "is missing: name the node that the model predicts, for there is not one loss");
        } else {
            var shape = graph.shape(graph.output().get());
            faults.require(
                    shape.rows() < 0, "output",
                    "must have a row for each row that goes in, but \"" + graph.output().get() + "\" is " + shape);
            faults.require(
                    !graph.dependsOnTargets(graph.output().get()), "output",
                    "must not be made of targets, which nobody knows who predicts, but \"" + graph.output().get()
                            + "\" is");
            targetWidth(graph).ifPresent(width -> faults.require(
                    shape.columns() == width, "output",
                    "must be as wide as the targets together, which are " + width + " numbers, but \""
                            + graph.output().get() + "\" is " + shape));
        }
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (graph.nodes().get(i) instanceof Operation operation) {
                checkProbabilities(operation, graph, faults.at("nodes").at(i));
            }
        }
        var widths = graph.inputs(false).stream()
                .filter(input -> !columns.containsKey(input.name()))
                .map(Input::size)
                .distinct()
                .toList();
        faults.require(
                widths.size() <= 1, "nodes",
                "have inputs of " + widths + " numbers that take all features: name the columns of each");
        if (inputs.isPresent() && !widths.isEmpty()) {
            faults.require(
                    widths.getFirst() == inputs.getAsInt(), "nodes",
                    "have an input of " + widths.getFirst() + " numbers, but the model has " + inputs.getAsInt()
                            + " inputs");
        }
    }

    private static void checkProbabilities(Operation node, GraphDefinition graph, Faults at) {
        switch (node.operator()) {
            case ActivationOf(var activation) -> at.require(
                    activation != Activation.SOFTMAX || graph.shape(node.name()).columns() > 1, "inputs",
                    "must have at least 2 columns for softmax, whose outputs add up to 1: a single one is always 1");
            case LossOf(var loss) -> {
                var prediction = node.inputs().get(1);
                if (loss == Loss.CATEGORICAL_CROSS_ENTROPY && graph.shape(prediction).columns() == 1) {
                    at.add("inputs",
                            "must have a prediction of at least 2 columns for categorical_cross_entropy, one for"
                                    + " each class, but \"" + prediction + "\" is " + graph.shape(prediction)
                                    + ": choose binary_cross_entropy");
                }
                at.require(
                        !loss.takesProbabilities() || graph.givesProbabilities(prediction), "inputs",
                        "must have a prediction from 0 to 1 for " + JsonName.of(loss) + ", but the values of \""
                                + prediction
                                + "\" are not limited to that: put a sigmoid or softmax after it, or choose another"
                                + " loss");
            }
            case Product _,Broadcast _,Reduction _,Concat _,Operator.Function _ -> {}
        }
    }

    /** Empty where columns go into several targets. */
    private OptionalInt targetWidth(GraphDefinition graph) {
        var targets = graph.inputs(true);
        var whole = targets.stream().filter(target -> !columns.containsKey(target.name())).findFirst();
        if (targets.isEmpty() || whole.isPresent()) {
            return whole.map(Input::size).map(OptionalInt::of).orElseGet(OptionalInt::empty);
        }
        var names =
                targets.stream().flatMap(target -> columns.getOrDefault(target.name(), List.of()).stream()).toList();
        return names.stream().distinct().count() == names.size()
                ? OptionalInt.of(targets.stream().mapToInt(Input::size).sum())
                : OptionalInt.empty();
    }

    /** Parameters that say nothing start as layers do: weights by the default before what follows, biases at 0. */
    private static List<NodeDefinition> withInitializers(List<NodeDefinition> nodes) {
        return nodes.stream()
                .map(node -> node instanceof Parameter parameter && parameter.initializer() == null
                        && parameter.value() == null
                                ? new Parameter(
                                        parameter.name(), parameter.rows(), parameter.columns(),
                                        initializer(parameter, nodes), null, parameter.l1(), parameter.l2())
                                : node)
                .toList();
    }

    private static Initializer initializer(Parameter parameter, List<NodeDefinition> nodes) {
        for (var node : nodes) {
            if (node instanceof Operation(String name, Operator operator, List<String> inputs)
                    && operator instanceof Product && inputs.size() > 1 && inputs.get(1).equals(parameter.name())) {
                return nodes.stream()
                        .filter(next -> next.inputs().contains(name))
                        .filter(next -> next instanceof Operation operation
                                && operation.operator() instanceof ActivationOf)
                        .map(next -> ((ActivationOf) ((Operation) next).operator()).activation())
                        .findFirst()
                        .map(Initializer::defaultFor)
                        .orElseGet(() -> Initializer.defaultFor(Activation.IDENTITY));
            }
        }
        return Initializer.zeros();
    }

    /** The graph as JSON, every default written out. */
    static GraphDocument write(GraphModel model) {
        var form = NodeJson.form(model.columns());
        return new GraphDocument(
                model.graph().nodes().stream().<JsonNode>map(form::write).toList(),
                model.graph().output().orElseThrow());
    }
}
