package dev.chainrule.explain.backprop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/** The trace of any model over HTTP, as JSON, as text and as a picture. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackpropApiTest {
    private final Api api;

    BackpropApiTest(Api api) {
        this.api = api;
    }

    @BeforeAll
    void models() {
        created("""
                {"name": "chain", "precision": "float64", "inputs": 1, "loss": "mean_squared_error", "layers": [
                  {"units": 1, "activation": "sigmoid", "bias": false, "weights": [[0.6]]},
                  {"units": 1, "bias": false, "weights": [[-1.5]]}]}""");
        created("""
                {"name": "xor", "precision": "float64", "inputs": 2, "loss": "binary_cross_entropy", "seed": 5,
                 "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]}""");
        created("""
                {"name": "open", "loss": "huber", "layers": [{"units": 3, "activation": "relu"}, {"units": 2}]}""");
        created("""
                {"name": "digits", "inputs": 784, "loss": "categorical_cross_entropy", "layers": [
                  {"units": 128, "activation": "relu"}, {"units": 64, "activation": "relu"},
                  {"units": 10, "activation": "softmax"}]}""");
        Trained.by(api, """
                {"model": {"name": "trees", "loss": "categorical_cross_entropy",
                           "layers": [{"units": 4, "activation": "tanh"}, {"units": 3, "activation": "softmax"}]},
                 "dataset": {"name": "trees", "columns": [{"name": "height"}, {"name": "colour"},
                                                          {"name": "kind", "role": "target"}],
                             "rows": [[1, "red", "elm"], [2, "blue", "ash"], [3, "red", "oak"]]},
                 "epochs": 3, "seed": 1}""");
    }

    private void created(String model) {
        var answer = api.post("/models", model);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    private JsonNode trace(String model, String body) {
        var answer = api.post("/models/" + model + "/backprop", body);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<byte[]> as(String type, String model, String body) {
        var request = api.request("/models/" + model + "/backprop").header("Content-Type", "application/json")
                .header("Accept", type).POST(BodyPublishers.ofString(body)).build();
        return api.exchange(request);
    }

    private static JsonNode forward(JsonNode trace, String node) {
        return find(trace.path("forward"), node).path("value");
    }

    private static JsonNode find(JsonNode nodes, String name) {
        for (var node : nodes) {
            if (node.path("node").asString().equals(name)) {
                return node;
            }
        }
        throw new AssertionError("no node " + name + " in " + nodes);
    }

    private static List<Double> values(JsonNode chain) {
        var values = new ArrayList<Double>();
        chain.path("factors").forEach(factor -> values.add(factor.path("value").asDouble()));
        return values;
    }

    /** x = 2, w1 = 0.6, w2 = −1.5, y = 0.25: z1 = 1.2, a1 = σ(1.2), z2 = −1.5·a1, C = (z2 − 0.25)². */
    @Test
    void factorsOfASmallGraphAreThoseCalculatedByHand() {
        var trace = trace("chain", """
                {"rows": [[2]], "targets": [[0.25]], "learningRate": 0.5}""");

        double a1 = 1 / (1 + Math.exp(-1.2));
        double back = 2 * (-1.5 * a1 - 0.25);
        assertThat(trace.path("version").isNull()).isTrue();
        assertThat(forward(trace, "z1").toString()).isEqualTo("[[1.2]]");
        assertThat(forward(trace, "a1").get(0).get(0).asDouble()).isCloseTo(a1, within(1e-15));
        assertThat(trace.path("cost").asDouble()).isCloseTo(Math.pow(-1.5 * a1 - 0.25, 2), within(1e-14));
        var w1 = trace.path("parameters").get(0);
        assertThat(w1.path("parameter").toString()).isEqualTo("{\"layer\":0,\"weight\":[0,0]}");
        assertThat(values(w1.path("chains").get(0)).get(0)).isCloseTo(back * -1.5, within(1e-14));
        assertThat(values(w1.path("chains").get(0)).get(1)).isCloseTo(a1 * (1 - a1), within(1e-15));
        assertThat(values(w1.path("chains").get(0)).get(2)).isEqualTo(2);
        var w2 = trace.path("parameters").get(1);
        assertThat(values(w2.path("chains").get(0)).get(0)).isCloseTo(back, within(1e-14));
        assertThat(values(w2.path("chains").get(0)).get(1)).isCloseTo(a1, within(1e-15));
        double gradient = w2.path("gradient").asDouble();
        assertThat(w2.path("newValue").asDouble()).isEqualTo(-1.5 - 0.5 * gradient);
        assertThat(w2.path("blame").asDouble()).isEqualTo(1);
        var sigmoid = find(trace.path("backward"), "a1");
        assertThat(sigmoid.path("upstream")).isEqualTo(find(find(trace.path("backward"), "z2").path("inputs"), "a1")
                .path("gradient"));
        assertThat(find(sigmoid.path("inputs"), "z1").path("formula").asString()).isEqualTo("sigmoid′(z1)");
    }

    @Test
    void theProductOfTheFactorsIsTheGradientAsItIsPrinted() {
        var trace = trace("xor", """
                {"rows": [[1, 0.5]], "targets": [[1]]}""");

        assertThat(trace.path("parameters")).hasSize(13);
        for (var parameter : trace.path("parameters")) {
            var chain = parameter.path("chains").get(0);
            double product = values(chain).stream().reduce(1.0, (a, b) -> a * b);
            assertThat(chain.path("product").toString()).isEqualTo(parameter.path("gradient").toString());
            assertThat(product).isEqualTo(parameter.path("gradient").asDouble());
        }
        assertThat(find(trace.path("backward"), "a2").path("upstream").isNull()).isTrue();
        assertThat(find(find(trace.path("backward"), "C").path("inputs"), "z2").path("formula").asString())
                .isEqualTo("(a2 − y)/n");
    }

    @Test
    void theProductsOfTheRowsOfXorAddUpToTheGradient() {
        var trace = trace("xor", """
                {"rows": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]}""");

        for (var parameter : trace.path("parameters")) {
            double sum = 0;
            double size = 0;
            for (var chain : parameter.path("chains")) {
                sum += chain.path("product").asDouble();
                size += Math.abs(chain.path("product").asDouble());
            }
            assertThat(parameter.path("chains")).hasSize(4);
            assertThat(sum).isCloseTo(parameter.path("gradient").asDouble(), within(1e-12 * size + Double.MIN_VALUE));
        }
    }

    @Test
    void aTrainedVersionTakesRawValuesAndClassesByName() {
        var trace = trace("trees", """
                {"rows": [{"height": 2, "colour": "blue"}, [3, "red"]], "targets": ["ash", ["oak"]], "version": 1}""");

        assertThat(trace.path("version").asInt()).isEqualTo(1);
        assertThat(forward(trace, "x").get(0).toString()).isEqualTo("[0.0,1.0,0.0]");
        assertThat(forward(trace, "y").toString()).isEqualTo("[[1.0,0.0,0.0],[0.0,0.0,1.0]]");
        assertThat(forward(trace, "a2").get(0)).hasSize(3);
    }

    @Test
    void newestVersionIsTracedUnlessInitialIsRequested() {
        assertThat(trace("trees", """
                {"rows": [[2, "blue"]], "targets": ["ash"]}""").path("version").asInt()).isEqualTo(1);
        var initial = trace("trees", """
                {"rows": [[0.5, 1, 0]], "targets": [[0, 1, 0]], "version": "initial", "seed": 7}""");
        assertThat(initial.path("version").isNull()).isTrue();
        assertThat(forward(initial, "x").toString()).isEqualTo("[[0.5,1.0,0.0]]");
    }

    @Test
    void modelWithOpenInputsTakesTheirNumberFromTheRows() {
        var trace = trace("open", """
                {"rows": [[1, 2, 3, 4, 5]], "targets": [[1, 2]], "version": "initial"}""");

        assertThat(find(trace.path("forward"), "W1").path("shape").toString()).isEqualTo("[5,3]");
        assertThat(trace.path("notes").toString()).contains("learningRate was left out; its default is 0.01");
    }

    @Test
    void chosenParametersAreListedInTheOrderInWhichTheyAreNamed() {
        var trace = trace("xor", """
                {"rows": [[0, 1]], "targets": [[1]], "parameters": [{"layer": 1}, {"layer": 0, "bias": 2},
                 {"node": "W1", "index": [1, 0]}, {"node": "b1"}]}""");

        var names = new ArrayList<String>();
        trace.path("parameters").forEach(parameter -> names.add(parameter.path("name").asString()));
        assertThat(names).containsExactly("W2[0, 0]", "W2[1, 0]", "W2[2, 0]", "b2[0]", "b1[2]", "W1[1, 0]", "b1[0]",
                "b1[1]", "b1[2]");
        assertThat(trace.path("chosen").asInt()).isEqualTo(9);
        assertThat(trace.path("parameterCount").asInt()).isEqualTo(13);
        assertThat(trace.path("truncated").asBoolean()).isFalse();
    }

    @Test
    void aLimitCutsTheListAndSaysSo() {
        var trace = trace("xor", """
                {"rows": [[0, 1]], "targets": [[1]], "limit": 2}""");

        assertThat(trace.path("parameters")).hasSize(2);
        assertThat(trace.path("listed").asInt()).isEqualTo(2);
        assertThat(trace.path("truncated").asBoolean()).isTrue();
    }

    @Test
    void largeMatricesOfALargeModelAreLeftOut() {
        var trace = trace("digits", digits(1));

        assertThat(forward(trace, "W1").isNull()).isTrue();
        assertThat(forward(trace, "x").get(0)).hasSize(784);
        assertThat(trace.path("notes").toString()).contains("W1, W2, ∂C/∂W2, ∂C/∂W1");
        assertThat(trace.path("parameterCount").asInt()).isEqualTo(109386);
        assertThat(trace.path("parameters")).hasSize(1000);
        assertThat(trace.path("groups")).hasSize(3);
    }

    private static String digits(int rows) {
        var row = Collections.nCopies(784, "0.5").toString();
        return "{\"rows\": " + Collections.nCopies(rows, row) + ", \"targets\": "
                + Collections.nCopies(rows, "[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]") + "}";
    }

    @Test
    void moreRowsThanTheNodesCanHoldAreRefused() {
        var answer = api.post("/models/digits/backprop", digits(1000));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/rows");
        assertThat(answer.body().path("detail").asString()).contains("send fewer");
    }

    @Test
    void nanInATraceIsNullAndExplained() {
        var trace = trace("chain", """
                {"rows": [[-1e308]], "targets": [[1e300]]}""");

        assertThat(trace.path("cost").isNull()).isTrue();
        assertThat(trace.path("notes").toString()).contains("C is not finite");
    }

    @Test
    void textFormHasTheChainsAndTheirFactors() {
        var answer = as("text/plain", "chain", """
                {"rows": [[2]], "targets": [[0.25]]}""");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
        var text = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(text).startsWith("chain with its initial parameters: 1 row forward and backward, C = 1.96781")
                .contains("z1 = linear(x, W1), 1×1\n    1.2\n")
                .contains("∂C/∂W2[0, 0] = ∂C/∂z2[0] · ∂z2[0]/∂W2[0, 0] = -2.80557")
                .contains("∂C/∂W1[0, 0] = ∂C/∂a1[0] · ∂a1[0]/∂z1[0] · ∂z1[0]/∂W1[0, 0] = ")
                .contains("100 % of the blame of layer 0; a step of 0.01 makes it ");
    }

    @Test
    void pictureIsWellFormedAndNamesWhatItLeavesOut() throws Exception {
        var small = svg(as("image/svg+xml", "xor", """
                {"rows": [[0, 1], [1, 1]], "targets": [[1], [0]]}"""));

        assertThat(small.getDocumentElement().getElementsByTagName("title").item(0).getTextContent())
                .startsWith("xor with its initial parameters: C = 0.");
        assertThat(small.getDocumentElement().getTextContent()).contains("x[0]", "2 inputs", "layer 0: 3 units",
                "a1[2] = ", "binary cross-entropy", "the first of 2 rows");
        var large = svg(as("image/svg+xml", "digits", digits(1)));
        assertThat(large.getDocumentElement().getTextContent())
                .contains("784 inputs", "+ 772 more", "+ 120 more", "+ 56 more");
    }

    private static Document svg(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body()));
    }

    @Test
    void unknownAcceptIs406AndAnyIsJson() {
        var body = """
                {"rows": [[2]], "targets": [[0.25]]}""";

        assertThat(as("image/png", "chain", body).headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(as("image/jpeg", "chain", body).statusCode()).isEqualTo(406);
        assertThat(as("*/*", "chain", body).headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(as("image/svg+xml", "chain", "{}").headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(as("image/svg+xml", "chain", "{}").statusCode()).isEqualTo(422);
    }
}
