package dev.chainrule.model.definition;

import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator;
import dev.chainrule.model.definition.GraphDocument.NodeDocument;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns a graph into its JSON form. */
final class GraphWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private GraphWriter() {}

    /** The graph as JSON, every default written out. */
    static GraphDocument write(GraphModel model) {
        return new GraphDocument(
                model.graph().nodes().stream().map(node -> write(node, model)).toList(),
                model.graph().output().orElseThrow());
    }

    private static NodeDocument write(NodeDefinition node, GraphModel model) {
        return switch (node) {
            case Input(String name, boolean target, int size) -> new NodeDocument(
                    name, GraphReader.INPUT, null, target ? GraphReader.TARGET : GraphReader.FEATURE,
                    model.columns().get(name), size, null, null, null,
                    null, null);
            case Parameter parameter -> new NodeDocument(
                    parameter.name(), GraphReader.PARAMETER, null, null, null, null,
                    new int[] {parameter.rows(), parameter.columns()},
                    parameter.value() == null ? ModelReader.writeInitializer(parameter.initializer()) : null,
                    parameter.value() == null ? null : write(parameter.value()), parameter.l1(), parameter.l2());
            case Constant(String name, double[][] value) -> new NodeDocument(
                    name, GraphReader.CONSTANT, null, null, null, null, null, null, write(value), null, null);
            case Operation(String name, Operator operator, List<String> inputs) -> new NodeDocument(
                    name, operator.name().toLowerCase(Locale.ROOT), inputs, null, null, null, null, null, null,
                    null, null);
        };
    }

    private static JsonNode write(double[][] value) {
        var rows = JSON.arrayNode();
        for (var row : value) {
            var numbers = rows.addArray();
            for (double number : row) {
                numbers.add(number);
            }
        }
        return rows;
    }
}
