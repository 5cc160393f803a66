package dev.chainrule.graph.expression;

import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of an expression in the order in which they are read, each after its inputs. Equal operations on the same inputs are one node,
 * whose place is where it is first written.
 */
final class ExpressionNodes {
    private final List<NodeDefinition> definitions = new ArrayList<>();
    private final List<ExpressionSpan> spans = new ArrayList<>();
    private final Map<String, Integer> variables = new LinkedHashMap<>();
    private final Map<Double, Integer> constants = new HashMap<>();
    private final Map<What, Integer> operations = new HashMap<>();

    private record What(Operator operator, List<Integer> inputs) {}

    /** @return the node's index, here and below */
    int variable(String name, ExpressionSpan span) {
        return variables.computeIfAbsent(name, _ -> add(Parameter.zeros(name, 1, 1, 0, 0), span));
    }

    int constant(double value, ExpressionSpan span) {
        return constants.computeIfAbsent(value, _ -> add(new Constant(name(), new double[][] {{value}}), span));
    }

    int operation(Operator operator, ExpressionSpan span, Integer... inputs) {
        return operations.computeIfAbsent(
                new What(operator, List.of(inputs)),
                what -> add(new Operation(name(), operator, what.inputs().stream().map(this::name).toList()), span));
    }

    private int add(NodeDefinition definition, ExpressionSpan span) {
        definitions.add(definition);
        spans.add(span);
        return definitions.size() - 1;
    }

    /** The name of the next node, which no variable can have. */
    private String name() {
        return "#" + definitions.size();
    }

    private String name(int node) {
        return definitions.get(node).name();
    }

    int count() {
        return definitions.size();
    }

    /** In the order in which they are first written. */
    List<String> variables() {
        return List.copyOf(variables.keySet());
    }

    List<NodeDefinition> definitions() {
        return List.copyOf(definitions);
    }

    /** Where each node is first written, by its name. */
    Map<String, ExpressionSpan> places() {
        var places = new HashMap<String, ExpressionSpan>();
        for (int i = 0; i < definitions.size(); i++) {
            places.put(name(i), spans.get(i));
        }
        return Map.copyOf(places);
    }
}
