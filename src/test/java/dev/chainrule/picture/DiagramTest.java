package dev.chainrule.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.explain.Specimens;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Pictures of traces are well-formed whatever stands in them, and bounded whatever their size. */
class DiagramTest {
    private static Document parsed(byte[] svg) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static Document drawn(ExplainedModel subject, int rows) throws Exception {
        return parsed(Specimens.trace(subject, Specimens.rows(subject, rows, 0)).diagram().svg());
    }

    @Test
    void aGraphHasABoxForEachNodeAndALineForEachInput() throws Exception {
        var name = "<b>&\"]]>\u0001";
        var subject = Specimens.graph(
                new Input("x", false, 2), new Input("y", true, 1),
                new Parameter(name, 2, 1, null, new double[][] {{0.5}, {-1}}, 0, 0),
                new Operation("z", Product.LINEAR, "x", name),
                new Operation("p", new ActivationOf(Activation.SIGMOID), "z"),
                new Operation("C", new LossOf(Loss.BINARY_CROSS_ENTROPY), "y", "p"));

        var svg = drawn(subject, 3);

        // The background is a box, too.
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(6 + 1);
        assertThat(svg.getElementsByTagName("line").getLength()).isEqualTo(5);
        assertThat(svg.getDocumentElement().getTextContent()).contains("<b>&\"]]>?").contains("3×2");
    }

    @Test
    void atMostTwelveUnitsOfAtMostTwelveLayersAreDrawn() throws Exception {
        var layers = Collections.nCopies(15, Specimens.layer(20, Activation.TANH)).toArray(LayerDefinition[]::new);
        var subject = Specimens.layers(Precision.FLOAT64, Loss.MEAN_SQUARED_ERROR, 20, layers);

        var svg = drawn(subject, 1);

        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(13 * 12 + 12);
        assertThat(svg.getDocumentElement().getTextContent()).contains("layers 12 to 14")
                .contains("8 of the 20 units of a3");
    }

    @Test
    void ofALargeGraphTheLastHundredNodesAreDrawn() throws Exception {
        var nodes = IntStream.range(0, 150)
                .mapToObj(i -> new Operation("h" + (i + 1), new ActivationOf(Activation.TANH), "h" + i))
                .toList();
        var all = new java.util.ArrayList<dev.chainrule.graph.NodeDefinition>(nodes);
        all.add(new Input("x", false, 1));
        all.add(new Input("y", true, 1));
        all.add(new Parameter("w", 1, 1, null, new double[][] {{1}}, 0, 0));
        all.add(new Operation("h0", Product.LINEAR, "x", "w"));
        all.add(new Operation("C", new LossOf(Loss.HUBER), "y", "h150"));

        var svg = drawn(Specimens.graph(all.toArray(dev.chainrule.graph.NodeDefinition[]::new)), 2);

        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(100 + 1);
        assertThat(svg.getDocumentElement().getTextContent()).contains("Left out: the first 55 nodes.");
    }

    @Test
    void numbersAreWrittenInFewDigits() {
        assertThat(Diagram.brief(0.123456)).isEqualTo("0.1235");
        assertThat(Diagram.brief(-12345.6)).isEqualTo("-12350");
        assertThat(Diagram.brief(0)).isEqualTo("0");
        assertThat(Diagram.brief(1.23456e-9)).isEqualTo("1.235E-9");
        assertThat(Diagram.brief(Double.NaN)).isEqualTo("NaN");
    }
}
