package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ElementNames;
import dev.chainrule.explain.ParameterIndex;
import dev.chainrule.explain.ParameterIndex.ParameterElement;
import dev.chainrule.explain.backprop.Chain.Factor;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.GraphRun;
import dev.chainrule.graph.LossNode;
import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Partial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The chain rule for single parameters: ∂C/∂w = Σ ∂C/∂v·∂v/∂w over every element v that is computed from w. Where v is used only
 * in a = f(v), element by element, ∂C/∂v is written as ∂C/∂a·∂a/∂v.
 *
 * <p>Factors are multiplied as the backward pass multiplies them: a single chain's product is the gradient to the last bit.
 */
final class Chains {
    /** A longer sum is shortened. */
    private static final int MOST_SUMMANDS = 5;

    private final GraphDefinition graph;
    private final ElementNames names;
    private final GraphRun run;
    private final ParameterIndex index;
    private final Map<String, List<Use>> uses = new HashMap<>();
    /** ∂C/∂V of nodes, computed on first use. */
    private final Map<String, String> formulas = new HashMap<>();

    /** A node that passed a gradient to one of its inputs. */
    private record Use(Node node, int input) {}

    /** @param run after its backward pass */
    Chains(GraphDefinition graph, GraphRun run, ParameterIndex index) {
        this.graph = graph;
        this.names = new ElementNames(graph);
        this.run = run;
        this.index = index;
        for (var node : run.nodes()) {
            for (int i = 0; node.hasGradient() && i < node.inputs().size(); i++) {
                addUse(node, i);
            }
        }
    }

    private void addUse(Node node, int input) {
        var changed = node.input(input);
        if (node instanceof LossNode loss) {
            if (input == 0) {
                return;
            }
            changed = loss.costInput();
        }
        uses.computeIfAbsent(changed.name(), _ -> new ArrayList<>()).add(new Use(node, input));
    }

    private List<Use> uses(Node node) {
        return uses.getOrDefault(node.name(), List.of());
    }

    /** How many chains a parameter's number has, without its penalty. */
    long count(ParameterElement element) {
        long count = 0;
        var parameter = run.node(element.node());
        for (var use : uses(parameter)) {
            count += use.node().partials(use.input(), element.row(), element.column()).size();
        }
        return count;
    }

    /** In the order of the backward pass; the penalty is the last. */
    List<Chain> of(ParameterElement element) {
        var parameter = run.node(element.node());
        var name = index.inWords(element);
        var chains = new ArrayList<Chain>();
        for (var use : uses(parameter).reversed()) {
            for (var partial : use.node().partials(use.input(), element.row(), element.column())) {
                chains.add(chain(use, partial, element, name));
            }
        }
        if (parameter.definition() instanceof Parameter definition && (definition.l1() > 0 || definition.l2() > 0)) {
            chains.add(penalty(definition, name, parameter.value().get(element.row(), element.column())));
        }
        return chains;
    }

    private Chain chain(Use use, Partial partial, ParameterElement parameter, String name) {
        var node = use.node();
        int i = partial.row();
        int j = partial.column();
        var element = names.element(node, i, j);
        var factors = new ArrayList<Factor>();
        var follower = follower(node);
        if (follower.isPresent()) {
            var a = follower.get();
            if (!isCost(a)) {
                factors.add(gradientFormula(a, i, j));
            }
            var f = a.partials(0, i, j).getFirst();
            factors.add(new Factor(ElementNames.derivative(names.element(a, i, j), element),
                    a.derivativeFormula(0), f.derivative()));
        } else if (!isCost(node)) {
            factors.add(gradientFormula(node, i, j));
        }
        factors.add(
                new Factor(ElementNames.derivative(element, name), formula(use, partial, parameter),
                        partial.derivative()));
        var row = names.isOfRows(node) ? (Integer) i : null;
        return Chain.of(row, node.name(), factors);
    }

    /** The elementwise function that is the only user of a node and passed its gradient to it; empty if there is none. */
    private Optional<Node> follower(Node node) {
        var those = uses(node);
        return those.size() == 1
                ? Optional.of(those.getFirst().node()).filter(Node::isFunctionOfElements)
                : Optional.empty();
    }

    private boolean isCost(Node node) {
        return node.name().equals(graph.cost());
    }

    /** ∂C/∂v of an element. */
    private Factor gradientFormula(Node node, int row, int column) {
        return new Factor(names.ofCost(names.element(node, row, column)), gradientFormula(node),
                node.gradient().get(row, column));
    }

    /** ∂C/∂V as a formula of the gradients of the nodes that use it. */
    private String gradientFormula(Node node) {
        return formulas.computeIfAbsent(
                node.name(),
                _ -> uses(node).stream().limit(MOST_SUMMANDS).map(this::summand).collect(Collectors.joining(" + "))
                        + (uses(node).size() > MOST_SUMMANDS ? " + … (" + uses(node).size() + " in all)" : ""));
    }

    private String summand(Use use) {
        var derivative = use.node().derivativeFormula(use.input());
        if (isCost(use.node())) {
            return derivative;
        }
        var upstream = names.ofCost(use.node().name());
        if (isProduct(use.node()) && use.input() == 1) {
            return derivative + "·" + upstream;
        }
        return derivative.equals("1") ? upstream : upstream + "·" + derivative;
    }

    private static boolean isProduct(Node node) {
        return node.definition() instanceof Operation operation && operation.operator() instanceof Product;
    }

    /** ∂v/∂w as a formula: in a product it is the factor of w. */
    private String formula(Use use, Partial partial, ParameterElement element) {
        if (!isProduct(use.node()) || use.input() > 1) {
            return use.node().derivativeFormula(use.input());
        }
        return use.input() == 1
                ? names.element(use.node().input(0), partial.row(), element.row())
                : names.element(use.node().input(1), element.column(), partial.column());
    }

    /** What training adds to the gradient of the cost: l1·sign(w) + l2·w. */
    private static Chain penalty(Parameter parameter, String name, double w) {
        var summands = new ArrayList<String>();
        if (parameter.l1() > 0) {
            summands.add(parameter.l1() + "·sign(" + name + ")");
        }
        if (parameter.l2() > 0) {
            summands.add(parameter.l2() + "·" + name);
        }
        double value = Math.fma(parameter.l2(), w, parameter.l1() * Math.signum(w));
        var factor = new Factor("∂penalty/∂" + name, String.join(" + ", summands), value);
        return Chain.of(null, null, List.of(factor));
    }
}
