package dev.chainrule.explain.backprop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.explain.Specimens;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.picture.diagram.Arrow;
import dev.chainrule.picture.diagram.Box;
import dev.chainrule.picture.diagram.Diagram;
import dev.chainrule.picture.diagram.Readability;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Pictures of traces show what is computed, with the names of the dataset, and are bounded for every model. */
class TraceDiagramTest {
    private static Document parsed(byte[] svg) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static Diagram drawn(ExplainedModel model, double[][] x, double[][] y) {
        var diagram = Specimens.trace(model, Specimens.batch(x, y)).diagram();
        Readability.check(diagram);
        return diagram;
    }

    private static Diagram drawn(ExplainedModel model, int rows) {
        var diagram = Specimens.trace(model, Specimens.rows(model, rows, 0)).diagram();
        Readability.check(diagram);
        return diagram;
    }

    private static List<Box> boxes(Diagram diagram) {
        return diagram.columns().stream().flatMap(column -> column.boxes().stream()).toList();
    }

    private static Box box(Diagram diagram, String id) {
        return boxes(diagram).stream().filter(box -> box.id().equals(id)).findFirst().orElseThrow();
    }

    private static Arrow arrow(Diagram diagram, String from, String to) {
        return diagram.arrows().stream()
                .filter(arrow -> arrow.from().equals(from) && arrow.to().equals(to))
                .findFirst()
                .orElseThrow();
    }

    /** C = ½·(q − y)² with q = sigmoid(x·w). */
    private static ExplainedModel neuron() {
        return Specimens.graph(
                new Input("x", false, 1), new Input("y", true, 1),
                new Parameter("w", 1, 1, null, new double[][] {{2}}, 0, 0),
                new Operation("z", Product.LINEAR, "x", "w"),
                new Operation("q", new ActivationOf(Activation.SIGMOID), "z"),
                new Operation("C", new LossOf(Loss.HALF_MEAN_SQUARED_ERROR), "y", "q"));
    }

    @Test
    void aGraphHasABoxWithFormulaValueAndGradientForEachNode() {
        var diagram = drawn(neuron(), new double[][] {{0}}, new double[][] {{1}});

        assertThat(boxes(diagram)).extracting(Box::heading)
                .containsExactlyInAnyOrder("x", "y", "w", "z = x·w", "q = sigmoid(z)", "C = ½ mean (q − y)²");
        assertThat(box(diagram, "q").lines()).containsExactly("sigmoid", "0.5", "∂ −0.5");
        assertThat(box(diagram, "z").lines()).containsExactly("linear", "0", "∂ −0.125");
        assertThat(box(diagram, "w").lines()).containsExactly("parameter", "2", "∂ 0");
        assertThat(box(diagram, "C").lines()).containsExactly("half mean squared error", "0.125");
    }

    @Test
    void anArrowOfAGraphHasTheLocalDerivative() {
        var diagram = drawn(neuron(), new double[][] {{0}}, new double[][] {{1}});

        assertThat(arrow(diagram, "z", "q").label()).isEqualTo("∂q/∂z = sigmoid′(z) = 0.25");
        assertThat(arrow(diagram, "q", "C").label()).isEqualTo("∂C/∂q = (q − y)/n = −0.5");
        assertThat(arrow(diagram, "w", "z").label()).isEqualTo("∂z/∂w = xᵀ");
        assertThat(arrow(diagram, "y", "C").label()).as("targets have no gradient").isEmpty();
        assertThat(arrow(diagram, "z", "q").sign()).as("∂C/∂z").isNegative();
    }

    @Test
    void aNodeThatIsUsedTwiceHasOneArrowWithBothDerivatives() {
        var diagram = drawn(Specimens.graph(
                new Input("x", false, 1), new Input("y", true, 1),
                new Parameter("w", 1, 1, null, new double[][] {{2}}, 0, 0),
                new Operation("m", Broadcast.MULTIPLY, "x", "w"),
                new Operation("s", Broadcast.MULTIPLY, "m", "m"),
                new Operation("C", new LossOf(Loss.HUBER), "y", "s")), 1);

        assertThat(diagram.arrows()).filteredOn(arrow -> arrow.to().equals("s")).hasSize(1);
        assertThat(arrow(diagram, "m", "s").label()).contains(" + ");
    }

    @Test
    void namesWithMarkupAndControlCharactersAreText() throws Exception {
        var name = "<b>&\"]]>\u0001";
        var model = Specimens.graph(
                new Input("x", false, 2), new Input("y", true, 1),
                new Parameter(name, 2, 1, null, new double[][] {{0.5}, {-1}}, 0, 0),
                new Operation("z", Product.LINEAR, "x", name),
                new Operation("p", new ActivationOf(Activation.SIGMOID), "z"),
                new Operation("C", new LossOf(Loss.BINARY_CROSS_ENTROPY), "y", "p"));

        var svg = parsed(drawn(model, 3).picture().svg());

        assertThat(svg.getDocumentElement().getTextContent()).contains("<b>&\"]]>?");
    }

    @Test
    void theLastThirtyNodesOfALargeGraphAreDrawnAndTheRestIsCounted() {
        var all = new ArrayList<NodeDefinition>(IntStream.range(0, 150)
                .mapToObj(i -> new Operation("h" + (i + 1), new ActivationOf(Activation.TANH), "h" + i))
                .toList());
        all.add(new Input("x", false, 1));
        all.add(new Input("y", true, 1));
        all.add(new Parameter("w", 1, 1, null, new double[][] {{1}}, 0, 0));
        all.add(new Operation("h0", Product.LINEAR, "x", "w"));
        all.add(new Operation("C", new LossOf(Loss.HUBER), "y", "h150"));

        var diagram = drawn(Specimens.graph(all.toArray(NodeDefinition[]::new)), 2);

        assertThat(boxes(diagram)).hasSize(30 + 1).extracting(Box::heading).contains("+ 125 more nodes");
    }

    @Test
    void inputsAndOutputsOfATrainedNetworkHaveTheNamesOfColumnsAndClasses() {
        var layers = Specimens.layers(
                Precision.FLOAT64, Loss.CATEGORICAL_CROSS_ENTROPY, 3, Specimens.layer(2, Activation.TANH),
                Specimens.layer(2, Activation.SOFTMAX));
        var preprocessing = new Preprocessing(
                List.of(new ColumnEncoder.Numeric("petal_width", 2, 0.5, null),
                        new ColumnEncoder.OneHot("colour", List.of("red", "blue"), null, List.of())),
                List.of(new ColumnEncoder.OneHot("species", List.of("setosa", "virginica"), null, List.of())));
        var model = new ExplainedModel(
                "flowers", Optional.of(3), true, layers.graph(), Optional.of(preprocessing), List.of(), List.of());

        var diagram = drawn(model, new double[][] {{-0.5, 1, 0}}, new double[][] {{0, 1}});

        assertThat(diagram.title()).startsWith("flowers, version 3: C = ");
        assertThat(diagram.columns().getFirst().boxes()).extracting(Box::heading)
                .containsExactly("petal_width", "colour = red", "colour = blue");
        assertThat(box(diagram, "x[0]").lines()).containsExactly("value 1", "x[0] = −0.5");
        assertThat(diagram.columns().get(1).boxes()).extracting(Box::heading)
                .containsExactly("a1[0] = tanh(z)", "a1[1] = tanh(z)");
        assertThat(diagram.columns().get(2).boxes()).extracting(Box::heading).containsExactly("setosa", "virginica");
        assertThat(box(diagram, "a2[1]").lines()).first().isEqualTo("a2[1] = softmax(z)");
        assertThat(box(diagram, "a2[1]").lines()).anyMatch(line -> line.endsWith(", y = 1"));
        assertThat(arrow(diagram, "x[0]", "a1[0]").label()).matches("−?[0-9.]+, ∂ −?[0-9.]+(·10[⁻⁰-⁹¹²³]+)?");
        assertThat(box(diagram, "C").lines())
                .containsExactly("categorical cross-entropy", "−mean Σ y·ln a");
    }

    @Test
    void theInputsWithTheLargestGradientsAreDrawnAndTheRestIsCounted() {
        var model = Specimens.layers(
                Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 784, Specimens.layer(20, Activation.TANH),
                Specimens.layer(3, Activation.IDENTITY));
        var x = new double[1][784];
        for (int i = 0; i < 12; i++) {
            x[0][300 + 10 * i] = 1;
        }

        var diagram = drawn(model, x, new double[][] {{1, 0, 0}});

        assertThat(diagram.columns().getFirst().boxes().subList(0, 12)).extracting(Box::id)
                .containsExactlyElementsOf(
                        IntStream.range(0, 12).mapToObj(i -> "x[" + (300 + 10 * i) + "]").toList());
        assertThat(diagram.columns().getFirst().boxes().getLast().heading()).isEqualTo("+ 772 more");
        assertThat(diagram.columns().get(1).boxes()).hasSize(8 + 1);
        assertThat(diagram.columns().get(1).boxes().getLast().heading()).isEqualTo("+ 12 more");
    }

    @Test
    void ofManyLayersTheFirstAndTheLastAreDrawn() {
        var layers = Collections.nCopies(15, Specimens.layer(20, Activation.TANH)).toArray(LayerDefinition[]::new);
        var model = Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 20, layers);

        var diagram = drawn(model, 1);

        assertThat(diagram.columns()).extracting(column -> column.heading()).containsExactly(
                "20 inputs", "layer 0: 20 units", "layer 1: 20 units", "layer 2: 20 units", "", "layer 12: 20 units",
                "layer 13: 20 units", "layer 14: 20 units", "cost");
        assertThat(diagram.columns().get(4).boxes()).extracting(Box::heading).containsExactly("+ 9 more layers");
    }

    @Test
    void aCostThatIsNotFiniteIsDrawn() {
        var model = Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 1,
                Specimens.layer(2, Activation.RELU), Specimens.layer(1, Activation.IDENTITY));

        var diagram = drawn(model, new double[][] {{1e300}}, new double[][] {{-1e300}});

        assertThat(box(diagram, "C").heading()).isEqualTo("C = ∞");
        assertThat(diagram.picture().png()).isNotEmpty();
    }
}
