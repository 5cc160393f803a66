package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ElementNames;
import dev.chainrule.explain.ParameterIndex;
import dev.chainrule.explain.backprop.TraceView.BackwardView;
import dev.chainrule.explain.backprop.TraceView.ForwardView;
import dev.chainrule.explain.backprop.TraceView.HandedOn;
import dev.chainrule.explain.backprop.TraceView.ParameterView;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.GraphRun;
import dev.chainrule.graph.LossNode;
import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists a trace: values and gradients of all nodes, and each chosen parameter with its chains and its blame, within limits. */
final class TraceReport {
    /** Larger matrices are left out. */
    static final int MAX_MATRIX = 4096;

    /** How many numbers all matrices of one answer have at most. */
    static final int MAX_NUMBERS = 200_000;

    /** How many chains one answer has at most. */
    static final int MAX_CHAINS = 100_000;

    private final Trace trace;
    private final GraphRun run;
    private final GraphDefinition graph;
    private final Set<String> leftOut = new LinkedHashSet<>();
    private int numbers;

    private TraceReport(Trace trace) {
        this.trace = trace;
        this.run = trace.run();
        this.graph = trace.explained().graph().definition();
    }

    /** @throws ProblemException (422) if the first chosen parameter alone has too many chains */
    static TraceView of(Trace trace) {
        return new TraceReport(trace).view();
    }

    private TraceView view() {
        var forward = run.nodes().stream().map(this::forward).toList();
        var backward = run.nodes().reversed().stream()
                .filter(node -> node.requiresGradient() && !node.inputs().isEmpty())
                .map(this::backward)
                .toList();
        var blame = new Blame(run, trace.explained().layered());
        var parameters = parameters(blame);
        long chosen = trace.chosen().count();
        return new TraceView(
                trace.explained().model(), trace.explained().version().orElse(null), trace.rows(), run.cost(),
                trace.learningRate(),
                forward, backward, blame.groups(), trace.explained().graph().parameters().size(), chosen,
                parameters.size(), parameters.size() < chosen, parameters, trace.unknown(), notes());
    }

    private ForwardView forward(Node node) {
        var value = node.value();
        return new ForwardView(node.name(), type(node), node.definition().inputs(),
                new int[] {value.rows(), value.columns()}, listed(value, node.name()));
    }

    private BackwardView backward(Node node) {
        var handedOn = new ArrayList<HandedOn>();
        for (int i = 0; node.hasGradient() && i < node.inputs().size(); i++) {
            var input = node instanceof LossNode loss && i == 1 ? loss.costInput() : node.input(i);
            if (input.requiresGradient()) {
                handedOn.add(new HandedOn(
                        input.name(), node.derivativeFormula(i), localDerivative(node, i),
                        listed(input.gradient(), ElementNames.derivative(graph.cost(), input.name()))));
            }
        }
        var upstream = node.hasGradient()
                ? listed(node.gradient(), ElementNames.derivative(graph.cost(), node.name()))
                : null;
        return new BackwardView(node.name(), upstream, handedOn);
    }

    private double @Nullable [][] localDerivative(Node node, int input) {
        var derivative = node.localDerivative(input);
        return derivative.isEmpty()
                ? null
                : listed(derivative.get(), ElementNames.derivative(node.name(), node.input(input).name()));
    }

    private double @Nullable [][] listed(Matrix matrix, String name) {
        if (matrix.size() > MAX_MATRIX || numbers + matrix.size() > MAX_NUMBERS) {
            leftOut.add(name);
            return null;
        }
        numbers += matrix.size();
        return matrix.toArray();
    }

    private List<ParameterView> parameters(Blame blame) {
        var index = trace.index();
        var chains = new Chains(graph, run, index);
        var views = new ArrayList<ParameterView>();
        long count = 0;
        for (var positions = trace.chosen().positions().iterator(); positions.hasNext()
                && views.size() < trace.limit();) {
            var element = index.at(positions.nextInt());
            count += chains.count(element);
            if (count > MAX_CHAINS) {
                if (views.isEmpty()) {
                    throw ProblemException.invalid("/rows", "are so many that the gradient of "
                            + index.inWords(element) + " has " + count + " chains, more than " + MAX_CHAINS
                            + ": send fewer");
                }
                break;
            }
            views.add(parameter(element, index, chains, blame));
        }
        return views;
    }

    private ParameterView parameter(ParameterIndex.ParameterElement element, ParameterIndex index, Chains chains,
            Blame blame) {
        var node = run.node(element.node());
        double value = node.value().get(element.row(), element.column());
        double gradient = node.gradient().get(element.row(), element.column());
        double step = -trace.learningRate() * gradient;
        return new ParameterView(
                index.reference(element), index.inWords(element), value, gradient, blame.share(element, gradient), step,
                value + step, chains.of(element));
    }

    private List<String> notes() {
        var notes = new ArrayList<String>();
        var c = graph.cost();
        if (!Double.isFinite(run.cost())) {
            notes.add(c + " is not finite; numbers that are not finite are null.");
        }
        if (!trace.learningRateGiven()) {
            notes.add("learningRate was left out; its default is " + trace.learningRate() + ".");
        }
        for (var unknown : trace.unknown()) {
            notes.add("Training did not know " + unknown.count() + (unknown.count() == 1 ? " value" : " values")
                    + " of " + unknown.column() + ", whose inputs are all 0: "
                    + String.join(", ", unknown.examples()) + ".");
        }
        for (var node : run.nodes()) {
            if (node instanceof LossNode loss) {
                addLoss(loss, notes);
            }
        }
        if (graph.parameters().stream().anyMatch(parameter -> parameter.l1() > 0 || parameter.l2() > 0)) {
            notes.add("The cost excludes L1 and L2 penalties. The parameters' gradients include them, as in training:"
                    + " each penalty is a chain of its own.");
        }
        if (!leftOut.isEmpty()) {
            notes.add("Matrices of more than " + MAX_MATRIX + " numbers, and those beyond " + MAX_NUMBERS
                    + " numbers in all, are left out (null): " + String.join(", ", leftOut) + ".");
        }
        return notes;
    }

    private void addLoss(LossNode loss, List<String> notes) {
        var p = loss.input(1);
        if (loss.isFused()) {
            notes.add(loss.name() + " and " + p.name() + " have one backward step: their derivatives cancel to "
                    + loss.derivativeFormula(1) + " by " + loss.costInput().name() + ", and "
                    + p.name() + " gets no gradient.");
        }
        if (loss.definition() instanceof Operation(_, LossOf(var kind), _)) {
            int n = kind == Loss.CATEGORICAL_CROSS_ENTROPY ? p.value().rows() : p.value().size();
            notes.add(loss.name() + " is a mean: n = " + n + " in its derivative"
                    + (kind == Loss.CATEGORICAL_CROSS_ENTROPY ? ", the rows" : ", all elements of " + p.name())
                    + ". The gradients of a row include that factor, so a parameter's gradient is the sum of its"
                    + " chains' products.");
        }
    }

    private static String type(Node node) {
        return switch (node.definition()) {
            case Input _ -> "input";
            case Parameter _ -> "parameter";
            case Constant _ -> "constant";
            case Operation operation -> operation.operator().name().toLowerCase(Locale.ROOT);
        };
    }
}
