package dev.chainrule.graph;

import dev.chainrule.graph.GraphFault.OfNode;
import dev.chainrule.graph.NodeDefinition.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The nodes of a graph by their indices, each after its inputs: Kahn, Topological sorting of large networks (1962). If several nodes
 * could be next, the one that is listed first is next, so that the order is always the same.
 */
final class NodeOrder {
    private final Map<String, Integer> byName;
    private final List<List<Integer>> inputs;
    private final int[] uses;
    private final List<Integer> indices;

    private NodeOrder(Map<String, Integer> byName, List<List<Integer>> inputs, int[] uses, List<Integer> indices) {
        this.byName = byName;
        this.inputs = inputs;
        this.uses = uses;
        this.indices = indices;
    }

    /** @param faults receives the faults; if there are any, the order is undefined */
    static NodeOrder of(List<NodeDefinition> nodes, List<GraphFault> faults) {
        int before = faults.size();
        var byName = new HashMap<String, Integer>();
        for (int i = 0; i < nodes.size(); i++) {
            var earlier = byName.putIfAbsent(nodes.get(i).name(), i);
            if (earlier != null) {
                faults.add(
                        new OfNode(i, "the name \"" + nodes.get(i).name() + "\" is already that of node " + earlier
                                + ": every node must have a name of its own"));
            }
        }
        var inputs = new ArrayList<List<Integer>>();
        var uses = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            inputs.add(inputs(nodes.get(i), i, byName, faults));
            inputs.get(i).forEach(input -> uses[input]++);
        }
        var indices = faults.size() > before ? List.<Integer>of() : sorted(inputs);
        if (faults.size() == before && indices.size() < nodes.size()) {
            addCycle(nodes, inputs, indices, faults);
        }
        return new NodeOrder(byName, inputs, uses, indices);
    }

    private static List<Integer> inputs(
            NodeDefinition node, int index, Map<String, Integer> byName, List<GraphFault> faults) {
        var found = new ArrayList<Integer>();
        for (var name : node.inputs()) {
            var input = byName.get(name);
            if (input == null) {
                faults.add(new OfNode(index, "\"" + node.name() + "\" uses \"" + name
                        + "\", but there is no such node"));
            } else {
                found.add(input);
            }
        }
        if (node instanceof Operation(String name, Operator operator, List<String> given)) {
            int count = given.size();
            if (count < operator.fewestInputs() || count > operator.mostInputs()) {
                faults.add(new OfNode(index,
                        "\"" + name + "\" must have " + expected(operator) + ", but has " + count));
            }
        }
        return found;
    }

    private static String expected(Operator operator) {
        int fewest = operator.fewestInputs();
        int most = operator.mostInputs();
        if (most == Integer.MAX_VALUE) {
            return "at least " + fewest + " inputs";
        }
        if (most > fewest) {
            return fewest + " or " + most + " inputs";
        }
        return fewest == 1 ? "1 input" : fewest + " inputs";
    }

    /** All nodes, or only those that neither are in a cycle nor depend on one. */
    private static List<Integer> sorted(List<List<Integer>> inputs) {
        var missing = new int[inputs.size()];
        var usedBy = new ArrayList<List<Integer>>();
        inputs.forEach(_ -> usedBy.add(new ArrayList<>()));
        var ready = new PriorityQueue<Integer>();
        for (int i = 0; i < inputs.size(); i++) {
            missing[i] = inputs.get(i).size();
            for (int input : inputs.get(i)) {
                usedBy.get(input).add(i);
            }
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        var sorted = new ArrayList<Integer>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            sorted.add(next);
            for (int user : usedBy.get(next)) {
                if (--missing[user] == 0) {
                    ready.add(user);
                }
            }
        }
        return List.copyOf(sorted);
    }

    /** Follows inputs, from a node that was not sorted, until a node comes again. */
    private static void addCycle(
            List<NodeDefinition> nodes, List<List<Integer>> inputs, List<Integer> sorted, List<GraphFault> faults) {
        var reached = new boolean[nodes.size()];
        sorted.forEach(i -> reached[i] = true);
        var way = new ArrayList<Integer>();
        int at = 0;
        while (reached[at]) {
            at++;
        }
        while (!way.contains(at)) {
            way.add(at);
            at = inputs.get(at).stream().filter(input -> !reached[input]).findFirst().orElseThrow();
        }
        var cycle = new ArrayList<>(way.subList(way.indexOf(at), way.size()));
        cycle.add(at);
        var names = cycle.reversed().stream().map(i -> "\"" + nodes.get(i).name() + "\"").toList();
        faults.add(new OfNode(at, "a graph must not have cycles, but has " + String.join(" → ", names)));
    }

    /** @return −1 if there is none */
    int index(String name) {
        return byName.getOrDefault(name, -1);
    }

    /** The inputs of a node, in order. */
    List<Integer> inputs(int node) {
        return inputs.get(node);
    }

    /** How often other nodes use a node. */
    int uses(int node) {
        return uses[node];
    }

    /** All nodes, each after its inputs. */
    List<Integer> indices() {
        return indices;
    }
}
