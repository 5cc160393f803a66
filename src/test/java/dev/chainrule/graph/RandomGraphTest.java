package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Engine;
import dev.chainrule.network.RandomStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What comes back through random graphs is what central differences give. */
class RandomGraphTest {
    private static final int GRAPHS = 2000;
    private static final int ROWS = 3;
    private static final double STEP = 1e-5;
    private static final double BOUND = 1e-6;

    /** Nearer to a kink a difference reaches over it. */
    private static final double CLEAR = 1e-3;

    private static final Set<Activation> KINKED = Set.of(Activation.RELU, Activation.LEAKY_RELU, Activation.SELU);

    @Test
    void backwardEqualsCentralDifferences() {
        var operators = new HashSet<String>();
        int checked = 0;
        for (long seed = 0; seed < GRAPHS; seed++) {
            var trial = new Trial(seed);
            trial.run.forward();
            if (trial.isClearOfKinks()) {
                trial.check();
                checked++;
                trial.definition.nodes().forEach(node -> {
                    if (node instanceof Operation operation) {
                        operators.add(operation.operator().name());
                    }
                });
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(1000);
        assertThat(operators).hasSize(Operator.all().size());
    }

    @Test
    void gradientIsTheSumOverAllDependentElements() {
        for (long seed = 0; seed < GRAPHS; seed++) {
            var trial = new Trial(seed);
            trial.run.forward();
            trial.run.backward();
            trial.checkPartials();
        }
    }

    private static final class Trial implements GraphRun.Leaves {
        private final long seed;
        private final GraphDefinition definition;
        private final Graph graph;
        private final Map<String, Matrix> inputs = new HashMap<>();
        private final Map<String, Matrix> gradients = new HashMap<>();
        private final RandomStream random;
        private final GraphRun run;

        Trial(long seed) {
            this.seed = seed;
            definition = RandomGraph.of(seed);
            graph = Graph.initialize(definition, seed);
            random = RandomStream.of(seed, RandomStream.Purpose.DATA, 1);
            run = GraphRun.of(definition, ROWS, this, null, Engine.FLOAT64);
        }

        @Override
        public Matrix input(Input input) {
            var matrix = Matrix.zeros(Precision.FLOAT64, ROWS, input.size());
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < input.size(); j++) {
                    matrix.set(i, j, input.target() ? random.nextDouble() : random.nextGaussian());
                }
            }
            inputs.put(input.name(), matrix);
            return matrix;
        }

        @Override
        public Matrix parameter(Parameter parameter) {
            return graph.parameter(parameter.name());
        }

        @Override
        public Matrix gradient(NodeDefinition leaf) {
            return leaf instanceof Input input && input.target() ? null
                    : gradients.computeIfAbsent(leaf.name(), _ -> zeros(leaf));
        }

        private static Matrix zeros(NodeDefinition leaf) {
            return switch (leaf) {
                case Input input -> Matrix.zeros(Precision.FLOAT64, ROWS, input.size());
                case Parameter parameter -> Matrix.zeros(Precision.FLOAT64, parameter.rows(), parameter.columns());
                case NodeDefinition.Constant _,Operation _ -> throw new IllegalStateException(leaf.name());
            };
        }

        boolean isClearOfKinks() {
            for (var node : run.nodes()) {
                if (node.definition() instanceof Operation operation) {
                    boolean clear = switch (operation.operator()) {
                        case ActivationOf(var activation) when KINKED.contains(activation) ->
                            isClear(node.input(0).value(), 0);
                        case Operator.Function function when function == Operator.Function.ABS ->
                            isClear(node.input(0).value(), 0);
                        case LossOf(var loss) when loss == dev.chainrule.network.Loss.MEAN_ABSOLUTE_ERROR ->
                            isClear(difference(node), 0);
                        case Product _,Broadcast _,Reduction _,Concat _,Operator.Function _,ActivationOf _,LossOf _ ->
                            true;
                    };
                    if (!clear) {
                        return false;
                    }
                }
            }
            return true;
        }

        private static Matrix difference(Node loss) {
            var difference = loss.input(1).value().copy();
            Engine.FLOAT64.addScaled(-1, loss.input(0).value(), difference);
            return difference;
        }

        private static boolean isClear(Matrix z, double kink) {
            for (int i = 0; i < z.rows(); i++) {
                for (int j = 0; j < z.columns(); j++) {
                    if (Math.abs(z.get(i, j) - kink) < CLEAR) {
                        return false;
                    }
                }
            }
            return true;
        }

        void check() {
            run.backward();
            gradients.forEach((name, gradient) -> {
                var value = inputs.containsKey(name) ? inputs.get(name) : graph.parameter(name);
                for (int i = 0; i < value.rows(); i++) {
                    for (int j = 0; j < value.columns(); j++) {
                        double analytic = gradient.get(i, j);
                        double numeric = centralDifference(value, i, j);
                        assertThat(Math.abs(analytic - numeric))
                                .as("seed %d, %s[%d, %d]: %s by the chain rule, %s by differences", seed, name, i, j,
                                        analytic, numeric)
                                .isLessThanOrEqualTo(
                                        BOUND * Math.max(1, Math.max(Math.abs(analytic), Math.abs(numeric))));
                    }
                }
            });
        }

        private double centralDifference(Matrix value, int i, int j) {
            double w = value.get(i, j);
            value.set(i, j, w + STEP);
            run.forward();
            double above = run.cost();
            value.set(i, j, w - STEP);
            run.forward();
            double below = run.cost();
            value.set(i, j, w);
            return (above - below) / (2 * STEP);
        }

        void checkPartials() {
            for (var node : run.nodes()) {
                if (node.requiresGradient() && node.hasGradient() && !node.equals(run.nodes().getLast())) {
                    for (int i = 0; i < node.gradient().rows(); i++) {
                        for (int j = 0; j < node.gradient().columns(); j++) {
                            checkPartials(node, i, j);
                        }
                    }
                }
            }
        }

        private void checkPartials(Node node, int row, int column) {
            double sum = 0;
            double size = 0;
            for (var consumer : run.nodes()) {
                for (int k = 0; consumer.hasGradient() && k < consumer.inputs().size(); k++) {
                    var changed =
                            consumer instanceof LossNode loss ? k == 1 ? loss.costInput() : null : consumer.input(k);
                    if (node.equals(changed)) {
                        for (var partial : consumer.partials(k, row, column)) {
                            double product = consumer.gradient().get(partial.row(), partial.column())
                                    * partial.derivative();
                            sum += product;
                            size += Math.abs(product);
                        }
                    }
                }
            }
            assertThat(Math.abs(sum - node.gradient().get(row, column)))
                    .as("seed %d, %s[%d, %d]: %s", seed, node.name(), row, column, sum)
                    .isLessThanOrEqualTo(1e-12 * size);
        }
    }
}
