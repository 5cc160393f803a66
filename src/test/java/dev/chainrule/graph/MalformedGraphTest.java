package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nodes that are not a valid graph are refused, with the faulty node, its name and the shapes on both sides. */
class MalformedGraphTest {
    private static final Input X = new Input("X", false, 2);
    private static final Input Y = new Input("y", true, 1);
    private static final Parameter W = parameter("W", 2, 1);
    private static final Operation P = new Operation("p", Product.LINEAR, "X", "W");
    private static final Operation C = new Operation("C", new LossOf(Loss.MEAN_SQUARED_ERROR), "y", "p");

    private static Parameter parameter(String name, int rows, int columns) {
        return new Parameter(name, rows, columns, null, null, 0, 0);
    }

    private static List<GraphFault> faults(NodeDefinition... nodes) {
        return faults(Optional.empty(), nodes);
    }

    private static List<GraphFault> faults(Optional<String> output, NodeDefinition... nodes) {
        var thrown = catchThrowableOfType(
                GraphException.class, () -> GraphDefinition.of(Precision.FLOAT32, List.of(nodes), output));
        assertThat(thrown).isNotNull();
        return thrown.faults();
    }

    private static void assertFault(int node, String detail, NodeDefinition... nodes) {
        assertThat(faults(nodes)).singleElement().satisfies(fault -> {
            assertThat(fault.detail()).contains(detail);
            assertThat(fault).isEqualTo(new GraphFault.OfNode(node, fault.detail()));
        });
    }

    @Test
    void nodesInAnyOrderMakeAGraph() {
        var nodes = List.<NodeDefinition>of(C, P, W, Y, X);
        var graph = GraphDefinition.of(Precision.FLOAT32, nodes, Optional.empty());

        assertThat(NodeOrder.of(nodes, new ArrayList<>()).indices()).extracting(i -> nodes.get(i).name())
                .containsExactly("W", "y", "X", "p", "C");
        assertThat(graph.cost()).isEqualTo("C");
        assertThat(graph.output()).contains("p");
        assertThat(graph.shape("p")).hasToString("n×1");
        assertThat(graph.shape("C")).hasToString("1×1");
        assertThat(graph.parameterCount()).isEqualTo(2);
    }

    @Test
    void unknownOrRepeatedNameIsRefused() {
        assertThat(faults()).containsExactly(new GraphFault.OfWholeGraph("a graph must have at least one node"));
        assertFault(5, "the name \"W\" is already that of node 1", X, W, P, Y, C, W);
        assertFault(2, "\"p\" uses \"V\", but there is no such node", X, W,
                new Operation("p", Product.LINEAR, "X", "V"),
                Y, C);
        assertThat(faults(Optional.of("q"), X, W, P, Y, C)).singleElement()
                .isEqualTo(new GraphFault.OfOutput("the output \"q\" must be a node of the graph"));
    }

    @Test
    void nodeThatNothingUsesIsRefused() {
        assertFault(5, "\"V\" is not used", X, W, P, Y, C, parameter("V", 1, 1));
        assertFault(5, "\"Z\" is not used", X, W, P, Y, C, new Input("Z", false, 1));
        assertFault(5, "no node uses \"C\" and \"D\"", X, W, P, Y, C,
                new Operation("D", new LossOf(Loss.HUBER), "y", "p"));
        assertFault(5, "no node uses \"C\" and \"e\"", X, W, P, Y, C,
                new Operation("e", Operator.Function.EXP, "p"));
        assertThat(GraphDefinition.of(
                Precision.FLOAT32, List.of(X, W, P, Y, C, new Operation("e", Operator.Function.EXP, "p")),
                Optional.of("e")).output()).contains("e");
    }

    @Test
    void cycleIsRefusedWithItsNodesInOrder() {
        assertFault(0, "cycles, but has \"p\" → \"p\"", new Operation("p", Broadcast.ADD, "p", "W"), W);
        var nodes = new ArrayList<NodeDefinition>(List.of(X, W, Y, C));
        nodes.add(new Operation("p", Broadcast.ADD, "X", "a"));
        nodes.add(new Operation("a", new ActivationOf(Activation.TANH), "b"));
        nodes.add(new Operation("b", Broadcast.MULTIPLY, "p", "W"));
        assertThat(faults(nodes.toArray(NodeDefinition[]::new))).singleElement()
                .satisfies(fault -> assertThat(fault.detail())
                        .endsWith("cycles, but has \"p\" → \"b\" → \"a\" → \"p\""));
    }

    @Test
    void operatorWithAWrongNumberOfInputsIsRefused() {
        assertFault(2, "\"p\" must have 2 or 3 inputs, but has 1", X, W, new Operation("p", Product.LINEAR, "X"), Y,
                C);
        assertFault(2, "\"p\" must have 2 inputs, but has 3", X, W,
                new Operation("p", Product.MATMUL, "X", "W", "W"), Y, C);
        assertFault(2, "\"p\" must have at least 2 inputs, but has 0", X, W, new Operation("p", new Concat()), Y,
                C);
        assertFault(4, "\"C\" must have 2 inputs, but has 1", X, W, P, Y,
                new Operation("C", new LossOf(Loss.HUBER), "p"));
        assertFault(5, "\"s\" must have 1 input, but has 2", X, W, P, Y, C,
                new Operation("s", new ActivationOf(Activation.RELU), "p", "X"));
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        assertFault(2, "\"p\": \"X\" is n×2 and \"W\" is 3×1", X, parameter("W", 3, 1), P, Y, C);
        assertFault(2, "\"p\": \"W\" is 2×1 and \"b\" is 1×2", X, W,
                new Operation("p", Product.LINEAR, "X", "W", "b"), parameter("b", 1, 2), Y, C);
        assertFault(2, "\"p\": \"X\" is n×2 and \"y\" is n×1", X, Y,
                new Operation("p", Product.MATMUL, "X", "y"), W,
                new Operation("C", new LossOf(Loss.HUBER), "y", "q"), new Operation("q", Broadcast.ADD, "p", "W"));
        assertFault(4, "\"C\": \"y\" is n×1 and \"p\" is n×3", X, parameter("W", 2, 3), P, Y, C);
        assertFault(2, "\"p\": \"X\" is n×2 and \"W\" is 3×1: rows and columns must be equal", X, parameter("W", 3, 1),
                new Operation("p", Broadcast.ADD, "X", "W"), Y, C);
        assertFault(2, "\"p\": \"X\" is n×2 and \"W\" is 2×1: concatenated nodes must", X, W,
                new Operation("p", new Concat(), "X", "W"), Y, C);
        assertFault(1, "\"W\" must have at least 1 row and 1 column, but is 0×1", X, parameter("W", 0, 1), P, Y, C);
        assertFault(1, "the value of \"W\" must be 2×1 as its shape is, but is 1×2", X,
                new Parameter("W", 2, 1, null, new double[][] {{1, 2}}, 0, 0), P, Y, C);
        assertFault(1, "the rows of \"W\" must have the same length", X,
                new Constant("W", new double[][] {{1}, {1, 2}}), P, Y, C);
        assertFault(0, "the size of \"X\" cannot be inferred", new Input("X", false, 0), parameter("W", 1, 1),
                new Operation("p", Broadcast.ADD, "X", "W"), Y, C);
    }

    @Test
    void costThatIsNoScalarAndTargetsWithParametersAreRefused() {
        assertFault(3, "the last node, \"e\", is the cost and must be 1×1, but is n×1", X, W, P,
                new Operation("e", Operator.Function.EXP, "p"));
        assertFault(4, "must not depend on parameters, but \"p\" does", X, W, P, Y,
                new Operation("C", new LossOf(Loss.HUBER), "p", "y"));
    }

    @Test
    void numbersBeyondThePrecisionsRangeAreRefused() {
        assertFault(1, "the numbers of \"W\" must be finite in float32", X,
                new Parameter("W", 2, 1, null, new double[][] {{1}, {1e39}}, 0, 0), P, Y, C);
    }
}
