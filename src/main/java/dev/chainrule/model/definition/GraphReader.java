package dev.chainrule.model.definition;

import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.GraphException;
import dev.chainrule.graph.GraphFault;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Constant;
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
import dev.chainrule.model.definition.GraphDocument.NodeDocument;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Initializer;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Turns a graph's JSON form into a model, and names every fault on the way. */
final class GraphReader {
    static final String INPUT = "input";
    static final String PARAMETER = "parameter";
    static final String CONSTANT = "constant";
    static final String FEATURE = "feature";
    static final String TARGET = "target";
    private static final int MAX_NAME = 63;

    /** Of one node. */
    private static final int MAX_INPUTS = 1000;

    private static final Map<String, Operator> OPERATORS = operators();

    private final ModelProperties limits;
    private final Faults faults;
    private final Map<String, List<String>> columns = new HashMap<>();

    /** @param faults at the graph */
    GraphReader(ModelProperties limits, Faults faults) {
        this.limits = limits;
        this.faults = faults;
    }

    private static Map<String, Operator> operators() {
        var operators = new LinkedHashMap<String, Operator>();
        for (var operator : Operator.all()) {
            operators.put(operator.name().toLowerCase(Locale.ROOT), operator);
        }
        operators.put("mse", new LossOf(Loss.MEAN_SQUARED_ERROR));
        return operators;
    }

    /**
     * @param inputs how many features the model has; null: as the nodes say
     * @return empty, and faults noted, if the document describes no graph
     */
    Optional<GraphModel> read(GraphDocument document, Precision precision, Integer inputs, Optional<Long> seed) {
        int before = faults.count();
        var documents = document.nodes();
        if (documents == null || documents.isEmpty()) {
            faults.add("nodes", "is missing: give inputs, parameters and what is computed from them");
            return Optional.empty();
        }
        if (documents.size() > limits.maxNodes()) {
            faults.add("nodes", "has " + documents.size() + " nodes, more than " + limits.maxNodes());
            return Optional.empty();
        }
        var nodes = new ArrayList<NodeDefinition>();
        for (int i = 0; i < documents.size(); i++) {
            node(documents.get(i), inputs, faults.at("nodes").at(i)).ifPresent(nodes::add);
        }
        if (faults.count() > before || faults.isPartlyUnread()) {
            return Optional.empty();
        }
        try {
            var graph = GraphDefinition.of(
                    precision, withInitializers(ShapeInference.complete(nodes)),
                    Optional.ofNullable(document.output()));
            checkModel(graph, inputs);
            return faults.count() > before
                    ? Optional.empty()
                    : Optional.of(new GraphModel(graph, columns, seed));
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

    private void checkModel(GraphDefinition graph, Integer inputs) {
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
        if (inputs != null && !widths.isEmpty()) {
            faults.require(
                    widths.getFirst().equals(inputs), "nodes",
                    "have an input of " + widths.getFirst() + " numbers, but the model has " + inputs + " inputs");
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
        var names = targets.stream().flatMap(target -> columns.get(target.name()).stream()).toList();
        return names.stream().distinct().count() == names.size()
                ? OptionalInt.of(targets.stream().mapToInt(Input::size).sum())
                : OptionalInt.empty();
    }

    private Optional<NodeDefinition> node(NodeDocument node, Integer inputs, Faults at) {
        int before = at.count();
        if (node == null) {
            at.add("must be an object");
            return Optional.empty();
        }
        if (node.name() == null || node.name().isBlank() || node.name().length() > MAX_NAME
                || node.name().chars().anyMatch(Character::isISOControl)) {
            at.add("name", "must be a name of 1 to " + MAX_NAME + " characters, none of them a control character");
        }
        if (node.type() == null) {
            at.add("type", "is missing: such as input, parameter, constant, linear, sigmoid or mean_squared_error");
            return Optional.empty();
        }
        var read = switch (node.type()) {
            case INPUT -> input(node, inputs, at);
            case PARAMETER -> parameter(node, at);
            case CONSTANT -> constant(node, at);
            default -> operation(node, at);
        };
        return at.count() > before ? Optional.empty() : read;
    }

    private Optional<NodeDefinition> input(NodeDocument node, Integer inputs, Faults at) {
        allow(node, at, "role", "columns", "size");
        boolean target = TARGET.equals(node.role());
        at.require(
                node.role() == null || target || node.role().equals(FEATURE), "role", "must be feature or target");
        if (node.columns() != null) {
            at.require(!node.columns().isEmpty(), "columns", "must name at least one column; leave it out for all");
            at.require(
                    node.columns().stream().distinct().count() == node.columns().size()
                            && node.columns().stream().allMatch(name -> name != null && !name.isEmpty()),
                    "columns", "must be different names");
            columns.put(node.name(), node.columns());
        }
        int size = node.size() != null ? node.size()
                : !target && node.columns() == null && inputs != null ? inputs : ShapeInference.UNKNOWN;
        at.require(
                node.size() == null || (size >= 1 && size <= limits.maxUnits()), "size",
                "must be from 1 to " + limits.maxUnits());
        return Optional.of(new Input(String.valueOf(node.name()), target, size));
    }

    private Optional<NodeDefinition> parameter(NodeDocument node, Faults at) {
        allow(node, at, "shape", "initializer", "value", "l1", "l2");
        var value = node.value() == null ? null : value(node.value(), at.at("value")).orElse(null);
        if (node.shape() == null && value == null) {
            at.require(node.value() != null, "shape", "is missing: give rows and columns, as in [2, 3], or a value");
            return Optional.empty();
        }
        int[] shape = node.shape() == null ? new int[] {value.length, value[0].length} : node.shape();
        boolean holds = shape.length == 2 && shape[0] >= 1 && shape[1] >= 1 && shape[0] <= limits.maxUnits()
                && shape[1] <= limits.maxUnits();
        at.require(holds, "shape", "must be rows and columns, each from 1 to " + limits.maxUnits());
        at.require(
                node.initializer() == null || node.value() == null, "value",
                "says how the parameter starts, as its initializer does: leave one of them out");
        var initializer = node.initializer() == null ? null : ModelReader.readInitializer(node.initializer(), at);
        return holds
                ? Optional.of(new Parameter(
                        String.valueOf(node.name()), shape[0], shape[1], initializer, value,
                        ModelReader.penalty(at, "l1", node.l1()), ModelReader.penalty(at, "l2", node.l2())))
                : Optional.empty();
    }

    private Optional<NodeDefinition> constant(NodeDocument node, Faults at) {
        allow(node, at, "value");
        if (node.value() == null || node.value().isNull()) {
            at.add("value", "is missing: give a number, a row, or rows");
            return Optional.empty();
        }
        return value(node.value(), at.at("value")).map(value -> new Constant(String.valueOf(node.name()), value));
    }

    private Optional<NodeDefinition> operation(NodeDocument node, Faults at) {
        allow(node, at, "inputs");
        var operator = OPERATORS.get(node.type());
        if (operator == null) {
            at.add("type", "must be one of input, parameter, constant, " + String.join(", ", OPERATORS.keySet()));
            return Optional.empty();
        }
        if (node.inputs() == null || node.inputs().stream().anyMatch(name -> name == null)
                || node.inputs().size() > MAX_INPUTS) {
            at.add("inputs", "must be the names of the nodes that go into it, at most " + MAX_INPUTS);
            return Optional.empty();
        }
        return Optional.of(new Operation(String.valueOf(node.name()), operator, node.inputs()));
    }

    /** What a node of another type has is never ignored. */
    private static void allow(NodeDocument node, Faults at, String... fields) {
        var given = new TreeMap<String, Object>();
        put(given, "inputs", node.inputs());
        put(given, "role", node.role());
        put(given, "columns", node.columns());
        put(given, "size", node.size());
        put(given, "shape", node.shape());
        put(given, "initializer", node.initializer());
        put(given, "value", node.value());
        put(given, "l1", node.l1());
        put(given, "l2", node.l2());
        given.keySet().removeAll(List.of(fields));
        given.keySet().forEach(field -> at.add(field, "is not a field of a node of type " + node.type()
                + "; its fields are name, type, " + String.join(", ", fields)));
    }

    private static void put(Map<String, Object> given, String field, Object value) {
        if (value != null && !(value instanceof JsonNode json && json.isNull())) {
            given.put(field, value);
        }
    }

    /** A number is 1 × 1, and an array of numbers one row. */
    private static Optional<double[][]> value(JsonNode value, Faults at) {
        int before = at.count();
        double[][] rows;
        if (value.isArray() && !value.isEmpty() && value.get(0).isArray()) {
            rows = new double[value.size()][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row(value.get(i), at.at(i));
            }
        } else {
            rows = new double[][] {value.isArray() ? row(value, at) : new double[] {number(value, at)}};
        }
        at.require(rows[0].length > 0, 0, "must have at least one number");
        return at.count() > before ? Optional.empty() : Optional.of(rows);
    }

    private static double[] row(JsonNode row, Faults at) {
        if (!row.isArray()) {
            at.add("must be an array of numbers");
            return new double[1];
        }
        var numbers = new double[row.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(row.get(i), at.at(i));
        }
        return numbers;
    }

    private static double number(JsonNode value, Faults at) {
        double number = value.doubleValue(Double.NaN);
        if (!Double.isFinite(number)) {
            at.add("must be a finite number");
        }
        return number;
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
}
