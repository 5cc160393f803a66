package dev.chainrule.explain.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import dev.chainrule.compute.Compute;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.Trained;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Engine;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.network.MatrixSamples;
import dev.chainrule.network.Metric;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import dev.chainrule.network.RowWeights;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** The cost over two parameters is that of formulas, of jobs and of evaluations. */
@ServiceTest
@TestPropertySource(properties = "chainrule.compute.threads=3")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CostSurfaceTest {
    private static final String AXES = """
            "x": {"parameter": {"layer": 0, "weight": [0, 0]}, "from": -15, "to": 15},
            "y": {"parameter": {"layer": 0, "bias": 0}, "from": -15, "to": 15}""";

    /** One input, one unit: 0 → 1 and 1 → 0. */
    private static final String INVERTER = "\"model\": \"inverter\", \"rows\": [0, 1], \"targets\": [1, 0], ";

    private final Api api;
    private final Compute compute;

    CostSurfaceTest(Api api, Compute compute) {
        this.api = api;
        this.compute = compute;
    }

    @BeforeAll
    void create() {
        model("inverter", "\"inputs\": 1, \"layers\": [{\"units\": 1, \"activation\": \"sigmoid\"}]",
                "mean_squared_error");
        model("line", "\"inputs\": 1, \"layers\": [{\"units\": 1, \"weights\": [[0.5]], \"biases\": [-1]}]",
                "mean_squared_error");
        model("open", "\"layers\": [{\"units\": 2, \"activation\": \"softmax\"}]", "categorical_cross_entropy");
        // A table: what is missing, a category, a weight, and a numeric target that is standardised.
        api.post("/datasets",
                """
                        {"name": "flats", "columns": [{"name": "size"}, {"name": "colour"}, {"name": "price", "role": "target"},
                                                      {"name": "count", "role": "weight"}],
                         "rows": [[1, "red", 10, 1], [null, "blue", 20, 2], [3, "red", 35, 3], [4, "blue", 40, 1], [5, "blue", 50, 0]]}""");
    }

    private void model(String name, String layers, String loss) {
        var answer = api.post("/models", "{\"name\": \"" + name + "\", \"precision\": \"float64\", " + layers
                + ", \"loss\": \"" + loss + "\", \"seed\": 5}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    private JsonNode surface(String request) {
        var answer = post(request);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private Answer post(String request) {
        return api.post("/cost-surfaces", "{" + request + "}");
    }

    private static double cost(JsonNode surface, int row, int column) {
        return surface.path("costs").get(row).get(column).asDouble();
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    @Test
    void bothLossesHaveTheCostOfTheirFormulas() {
        var answer = surface(INVERTER + AXES + ", \"steps\": 31,"
                + " \"losses\": [\"mean_squared_error\", \"binary_cross_entropy\"]");

        assertThat(answer.path("model").asString()).isEqualTo("inverter");
        assertThat(answer.path("version").asString()).isEqualTo("initial");
        assertThat(answer.path("rows").asInt()).isEqualTo(2);
        assertThat(answer.path("x").path("name").asString()).isEqualTo("W1[0, 0]");
        assertThat(answer.path("y").path("name").asString()).isEqualTo("b1[0]");
        var squares = answer.path("surfaces").get(0);
        var entropy = answer.path("surfaces").get(1);
        assertThat(squares.path("loss").asString()).isEqualTo("mean_squared_error");
        assertThat(entropy.path("loss").asString()).isEqualTo("binary_cross_entropy");
        for (int i = 0; i < 31; i++) {
            for (int j = 0; j < 31; j++) {
                double weight = j - 15.0;
                double bias = i - 15.0;
                assertThat(answer.path("x").path("values").get(j).asDouble()).isEqualTo(weight);
                assertThat(answer.path("y").path("values").get(i).asDouble()).isEqualTo(bias);
                double of0 = sigmoid(bias) - 1;
                double of1 = sigmoid(weight + bias);
                assertThat(cost(squares, i, j)).isCloseTo((of0 * of0 + of1 * of1) / 2, within(1e-14));
                double surprise = (Math.log1p(Math.exp(-bias)) + Math.log1p(Math.exp(weight + bias))) / 2;
                assertThat(cost(entropy, i, j)).isCloseTo(surprise, within(1e-12));
            }
        }
    }

    @Test
    void theLowestAndTheHighestPointAreNamed() {
        var surface = surface(INVERTER + AXES + ", \"steps\": 61").path("surfaces").get(0);

        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (var row : surface.path("costs")) {
            for (var cost : row) {
                lowest = Math.min(lowest, cost.asDouble());
                highest = Math.max(highest, cost.asDouble());
            }
        }
        assertThat(surface.path("minimum").path("cost").asDouble()).isEqualTo(lowest);
        assertThat(surface.path("maximum").path("cost").asDouble()).isEqualTo(highest);
        // Half way between 0 → σ(7.5) and 1 → σ(−7.5): by symmetry the best that the range holds.
        assertThat(surface.path("minimum").path("x").asDouble()).isEqualTo(-15);
        assertThat(surface.path("minimum").path("y").asDouble()).isEqualTo(7.5);
        assertThat(surface.path("maximum").path("y").asDouble()).isEqualTo(-7.5);
    }

    @Test
    void exchangedAxesGiveTheTransposedSurface() {
        var one = surface(INVERTER + "\"steps\": 7,"
                + " \"x\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": -3, \"to\": 1.7},"
                + " \"y\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -1, \"to\": 2}");
        var other = surface(INVERTER + "\"steps\": 7,"
                + " \"x\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -1, \"to\": 2},"
                + " \"y\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": -3, \"to\": 1.7}");

        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                assertThat(cost(other.path("surfaces").get(0), j, i))
                        .isEqualTo(cost(one.path("surfaces").get(0), i, j));
            }
        }
        assertThat(other.path("x")).isEqualTo(one.path("y"));
    }

    @Test
    void everyLossThatFitsIsMeasuredInOneRequestAsAlone() {
        var losses = List.of(
                "mean_squared_error", "half_mean_squared_error", "mean_absolute_error", "huber",
                "binary_cross_entropy");
        var together = surface(INVERTER + AXES + ", \"steps\": 9, \"losses\": "
                + losses.stream().map(loss -> "\"" + loss + "\"").toList());

        for (int i = 0; i < losses.size(); i++) {
            var alone = surface(INVERTER + AXES + ", \"steps\": 9, \"losses\": [\"" + losses.get(i) + "\"]");
            assertThat(together.path("surfaces").get(i)).isEqualTo(alone.path("surfaces").get(0));
        }
        assertThat(surface(INVERTER + AXES + ", \"steps\": 9").path("surfaces").get(0))
                .as("left out: the model's own")
                .isEqualTo(together.path("surfaces").get(0));
    }

    /** Threads share the rows of the grid, here three of them; a network that is evaluated for each point comes to the same. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void aPointHasTheBitsOfAnEvaluationWithItsParameters(Loss loss) {
        var random = new Random(7);
        var last = loss == Loss.CATEGORICAL_CROSS_ENTROPY ? Activation.SOFTMAX : Activation.SIGMOID;
        for (int rows : new int[] {1, 3, 256, 257, 700}) {
            for (var precision : Precision.values()) {
                var definition = new NetworkDefinition(
                        precision, 3,
                        List.of(LayerDefinition.of(4, Activation.TANH), LayerDefinition.of(2, last)), loss);
                var graph = LayerGraph.of(Network.initialize(definition, 8), precision);
                var samples = new MatrixSamples(
                        matrix(precision, rows, 3, random), matrix(precision, rows, 2, random),
                        RowWeights.inPlace(random.doubles(rows, 0.5, 2).toArray()));
                var values = IntStream.range(0, 7).mapToDouble(i -> (i - 3) / 1.7).toArray();
                var x = new GridAxis("W1[0, 2]", null, graph.position("W1", 0, 2), values);
                var y = new GridAxis("b1[2]", null, graph.position("b1", 0, 2), values);

                var costs = new CostGrid(x, y, samples, compute).costs(graph::copy, () -> false);

                var operations = compute.operations(precision, ComputeTeam.alone());
                for (int i = 0; i < values.length; i++) {
                    for (int j = 0; j < values.length; j++) {
                        graph.parameters().set(0, y.position(), values[i]);
                        graph.parameters().set(0, x.position(), values[j]);
                        assertThat(costs[i][j])
                                .isEqualTo(Engine.scores(graph, samples, new Metric.Multiclass(), operations).cost());
                    }
                }
            }
        }
    }

    private static Matrix matrix(Precision precision, int rows, int columns, Random random) {
        var matrix = Matrix.zeros(precision, rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, random.nextDouble());
            }
        }
        return matrix;
    }

    @Test
    void anInterruptedGridIsNotMeasuredFurther() {
        var definition = new NetworkDefinition(
                Precision.FLOAT64, 3, List.of(LayerDefinition.of(1, Activation.TANH)), Loss.MEAN_SQUARED_ERROR);
        var graph = LayerGraph.of(Network.initialize(definition, 8), Precision.FLOAT64);
        var samples = new MatrixSamples(
                matrix(Precision.FLOAT64, 2560, 3, new Random(1)), matrix(Precision.FLOAT64, 2560, 1, new Random(2)));
        var x = new GridAxis("W1[0, 0]", null, 0, new double[] {0, 1});
        var y = new GridAxis("W1[1, 0]", null, 1, new double[] {0, 1, 2});
        var asked = new AtomicInteger();

        var grid = new CostGrid(x, y, samples, compute);

        assertThatThrownBy(() -> grid.costs(graph::copy, () -> asked.incrementAndGet() > 6))
                .isInstanceOf(CancellationException.class);
        assertThat(asked).hasValueBetween(7, 9);
    }

    /** A grid that begins where the parameters are has their cost in its first corner. */
    private static String from(double weight, double bias) {
        return "\"steps\": 2, \"x\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": " + weight
                + ", \"to\": 100}, \"y\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": " + bias
                + ", \"to\": 100}";
    }

    @Test
    void anInitialModelHasTheCostOfItsJobsFirstEpochAndAVersionThatOfItsEvaluation() {
        var job = Trained.by(api, """
                {"model": {"name": "price", "precision": "float64", "loss": "mean_squared_error",
                           "layers": [{"units": 1, "weights": [[2], [0.25], [-0.5]], "biases": [0.125]}]},
                 "dataset": "flats", "epochs": 3}""");
        var recorded = api.get("/jobs/" + job.path("id").asString() + "/epochs").body().path("data").get(0);

        var initial = surface("\"model\": \"price\", \"version\": \"initial\", \"dataset\": \"flats\", "
                + from(2, 0.125));

        assertThat(recorded.path("epoch").asInt()).isZero();
        assertThat(cost(initial.path("surfaces").get(0), 0, 0)).isEqualTo(recorded.path("cost").asDouble());
        assertThat(initial.path("dataset").asString()).isEqualTo("flats");

        var first = api.get("/models/price/versions/1/weights").body().path("layers").get(0);
        double weight = first.path("weights").get(0).get(0).asDouble();
        double bias = first.path("biases").get(0).asDouble();
        assertThat(weight).isNotEqualTo(2);
        // All rows count the same in an evaluation, so no row may have a weight.
        api.post("/datasets",
                """
                        {"name": "more-flats", "columns": [{"name": "size"}, {"name": "colour"}, {"name": "price", "role": "target"}],
                         "rows": [[7, "blue", 10], [null, "blue", -20], [3, "red", 35]]}""");
        var version = surface("\"model\": \"price\", \"dataset\": \"more-flats\", " + from(weight, bias));
        var evaluated = api.post("/models/price/evaluate", "{\"dataset\": \"more-flats\"}").body();

        assertThat(version.path("version").asInt()).isEqualTo(1);
        assertThat(cost(version.path("surfaces").get(0), 0, 0)).isEqualTo(evaluated.path("cost").asDouble());
        var rows = surface("\"model\": \"price\", \"version\": 1, \"targets\": [10, -20, 35],"
                + " \"rows\": [[7, \"blue\"], {\"size\": null, \"colour\": \"blue\"}, [3, \"red\"]], "
                + from(weight, bias));
        assertThat(rows.path("surfaces")).isEqualTo(version.path("surfaces"));
        assertThat(rows.path("dataset").isNull()).isTrue();
    }

    @Test
    void theOtherParametersComeFromTheSeed() {
        var request = "\"model\": \"open\", \"rows\": [[1, 2], [3, -1]], \"targets\": [[1, 0], [0, 1]], " + AXES
                + ", \"steps\": 3";

        var own = surface(request);
        assertThat(surface(request + ", \"seed\": 5")).isEqualTo(own);
        assertThat(surface(request + ", \"seed\": 6").path("surfaces")).isNotEqualTo(own.path("surfaces"));
    }

    @Test
    void nonFiniteCostIsNullAndNeitherLowestNorHighest() {
        var axes = "\"steps\": 3, \"x\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": 0, \"to\": %s},"
                + "\"y\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -1, \"to\": 1}";
        var some = surface("\"model\": \"line\", \"rows\": [1e200], \"targets\": [0], " + axes.formatted("2"))
                .path("surfaces").get(0);

        assertThat(some.path("costs").get(0).get(0).asDouble()).isEqualTo(1);
        assertThat(some.path("costs").get(1).get(0).asDouble()).isEqualTo(0);
        assertThat(some.path("costs").get(0).get(1).isNull()).isTrue();
        assertThat(some.path("costs").get(2).get(2).isNull()).isTrue();
        assertThat(some.path("minimum").path("cost").asDouble()).isEqualTo(0);
        assertThat(some.path("maximum").path("cost").asDouble()).isEqualTo(1);

        var none = surface("\"model\": \"line\", \"rows\": [1e200], \"targets\": [0], "
                + axes.formatted("2").replace("\"from\": 0", "\"from\": 1")).path("surfaces").get(0);
        assertThat(none.path("minimum").isNull()).isTrue();
        assertThat(none.path("maximum").isNull()).isTrue();
    }

    static Stream<Arguments> wrongRequests() {
        var data = "\"rows\": [0, 1], \"targets\": [1, 0]";
        var x = "\"x\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": -15, \"to\": 15}";
        var y = "\"y\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -15, \"to\": 15}";
        var model = "\"model\": \"inverter\"";
        var good = String.join(", ", model, data, x, y);
        return Stream.of(
                arguments("", List.of("/model", "/x", "/y", "/dataset")),
                arguments(String.join(", ", data, x, y), List.of("/model")),
                arguments(String.join(", ", "\"model\": null", data, x, y), List.of("/model")),
                arguments(String.join(", ", "\"model\": {}", data, x, y), List.of("/model")),
                arguments(String.join(", ", "\"model\": 3", data, x, y), List.of("/model")),
                arguments(good + ", \"version\": \"First\"", List.of("/version")),
                arguments(good + ", \"version\": 1.5", List.of("/version")),
                arguments(good + ", \"version\": []", List.of("/version")),
                arguments(good + ", \"version\": true", List.of("/version")),
                arguments(good + ", \"seed\": \"1\"", List.of("/seed")),
                arguments(good + ", \"seed\": 1e30", List.of("/seed")),
                arguments(good + ", \"steps\": 1", List.of("/steps")),
                arguments(good + ", \"steps\": 501", List.of("/steps")),
                arguments(good + ", \"steps\": -7", List.of("/steps")),
                arguments(good + ", \"steps\": 2.5", List.of("/steps")),
                arguments(good + ", \"steps\": \"10\"", List.of("/steps")),
                arguments(good + ", \"step\": 10", List.of("/step")),
                arguments(good + ", \"dataset\": \"flats\"", List.of("/rows", "/dataset")),
                arguments(good + ", \"dataset\": []", List.of("/dataset")),
                arguments(String.join(", ", model, x, y), List.of("/dataset")),
                arguments(String.join(", ", model, "\"rows\": [0]", x, y), List.of("/targets")),
                arguments(String.join(", ", model, "\"targets\": [0]", x, y), List.of("/rows")),
                arguments(String.join(", ", model, "\"rows\": [0], \"targets\": [0, 1]", x, y), List.of("/targets")),
                arguments(String.join(", ", model, "\"rows\": [], \"targets\": []", x, y),
                        List.of("/rows", "/targets")),
                arguments(String.join(", ", model, "\"rows\": [[0, 1]], \"targets\": [\"a\"]", x, y),
                        List.of("/rows/0", "/targets/0")),
                arguments(String.join(", ", model, "\"rows\": {}, \"targets\": 1", x, y),
                        List.of("/rows", "/targets")),
                arguments(good + ", \"losses\": []", List.of("/losses")),
                arguments(good + ", \"losses\": \"huber\"", List.of("/losses")),
                arguments(good + ", \"losses\": [\"mse\"]", List.of("/losses/0")),
                arguments(good + ", \"losses\": [\"huber\", null]", List.of("/losses/1")),
                arguments(good + ", \"losses\": [1]", List.of("/losses/0")),
                arguments(good + ", \"losses\": [\"huber\", \"huber\"]", List.of("/losses/1")),
                arguments(good + ", \"losses\": [\"categorical_cross_entropy\"]", List.of("/losses/0")),
                arguments(String.join(", ", model, data, y), List.of("/x")),
                arguments(String.join(", ", model, data, x, "\"y\": null"), List.of("/y")),
                arguments(String.join(", ", model, data, "\"x\": []", y), List.of("/x")),
                arguments(String.join(", ", model, data, "\"x\": {}", y),
                        List.of("/x/parameter", "/x/from", "/x/to")),
                arguments(good.replace("\"from\": -15, \"to\": 15}, \"y\"", "\"from\": 15, \"to\": 15}, \"y\""),
                        List.of("/x/to")),
                arguments(good.replace("\"from\": -15, \"to\": 15}, \"y\"", "\"from\": 15, \"to\": -15}, \"y\""),
                        List.of("/x/to")),
                arguments(good.replace("\"from\": -15, \"to\": 15}, \"y\"", "\"from\": -1e999, \"to\": 15}, \"y\""),
                        List.of("/x/from")),
                arguments(good.replace("\"from\": -15, \"to\": 15}, \"y\"", "\"from\": 0, \"to\": 1e300}, \"y\""),
                        List.of("/x/to")),
                arguments(good.replace("\"from\": -15, \"to\": 15}, \"y\"", "\"from\": null, \"to\": 1}, \"y\""),
                        List.of("/x/from")),
                arguments(good.replace("{\"layer\": 0, \"weight\": [0, 0]}", "{}"), List.of("/x/parameter")),
                arguments(good.replace("{\"layer\": 0, \"weight\": [0, 0]}", "{\"layer\": 0}"),
                        List.of("/x/parameter")),
                arguments(good.replace("\"weight\": [0, 0]", "\"weight\": [0, 1]"), List.of("/x/parameter/weight")),
                arguments(good.replace("\"weight\": [0, 0]", "\"weight\": [0]"), List.of("/x/parameter/weight")),
                arguments(good.replace("\"weight\": [0, 0]", "\"weight\": [-1, 0]"), List.of("/x/parameter/weight")),
                arguments(good.replace("\"weight\": [0, 0]", "\"weight\": [null, 0]"),
                        List.of("/x/parameter/weight/0")),
                arguments(good.replace("\"weight\": [0, 0]", "\"weight\": [0.5, 0]"),
                        List.of("/x/parameter/weight/0")),
                arguments(good.replace("\"weight\": [0, 0]", "\"weight\": [0, 0], \"bias\": 0"),
                        List.of("/x/parameter")),
                arguments(good.replace("\"layer\": 0, \"weight\"", "\"layer\": 1, \"weight\""),
                        List.of("/x/parameter/layer")),
                arguments(good.replace("\"layer\": 0, \"weight\"", "\"layer\": -1, \"weight\""),
                        List.of("/x/parameter/layer")),
                arguments(good.replace("\"bias\": 0", "\"bias\": 1"), List.of("/y/parameter/bias")),
                arguments(good.replace("{\"layer\": 0, \"weight\": [0, 0]}", "{\"layer\": 0, \"bias\": 0}"),
                        List.of("/y/parameter")),
                arguments(good.replace("{\"layer\": 0, \"weight\": [0, 0]}", "{\"node\": \"W9\", \"index\": [0, 0]}"),
                        List.of("/x/parameter/node")));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void aWrongRequestIsRefusedWithAPointerToEveryFault(String request, List<String> pointers) {
        var answer = post(request);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactlyElementsOf(pointers);
    }

    @Test
    void faultsOfAxesRowsAndTheRestAreAnsweredTogether() {
        var faulty = "\"steps\": 1, \"rows\": [[\"a\"]], \"targets\": [1], \"losses\": [\"mse\"], \"job\": \"first\","
                + " \"x\": {\"parameter\": {\"layer\": 3, \"bias\": 0}, \"from\": 1}, \"y\": 5";

        assertThat(post("\"model\": \"inverter\", " + faulty).pointers()).containsExactlyInAnyOrder(
                "/steps", "/x/to", "/y", "/job", "/losses/0", "/x/parameter/layer", "/rows/0/0");
        assertThat(post("\"model\": \"none\", " + faulty).pointers()).containsExactlyInAnyOrder(
                "/steps", "/x/to", "/y", "/job", "/losses/0", "/model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "3", "\"inverter\""})
    void bodyThatIsNotAnObjectIsRefused(String body) {
        assertThat(api.post("/cost-surfaces", body).status()).isEqualTo(422);
    }

    @Test
    void unknownNameIsNotFound() {
        var rows = "\"rows\": [0], \"targets\": [1], " + AXES;

        assertThat(post("\"model\": \"none\", " + rows).status()).isEqualTo(404);
        assertThat(post("\"model\": \"none\", " + rows).pointers()).containsExactly("/model");
        assertThat(post("\"model\": \"inverter\", \"version\": 7, " + rows).pointers()).containsExactly("/version");
        assertThat(post("\"model\": \"inverter\", \"dataset\": \"none\", " + AXES).pointers())
                .containsExactly("/dataset");
        assertThat(api.post("/cost-surfaces?width=800", "{" + INVERTER + AXES + "}").pointers())
                .containsExactly("?width");
    }

    @ParameterizedTest
    @CsvSource({"line, binary_cross_entropy, ends in identity", "line, categorical_cross_entropy, at least 2 outputs",
        "inverter, categorical_cross_entropy, at least 2 outputs"})
    void aLossThatAsksForOtherOutputsIsRefusedWithTheReason(String model, String loss, String reason) {
        var answer = post("\"model\": \"" + model + "\", \"rows\": [0, 1], \"targets\": [1, 0], " + AXES
                + ", \"losses\": [\"" + loss + "\"]");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/losses/0");
        assertThat(answer.body().path("errors").get(0).path("detail").asString()).startsWith(loss).contains(reason);
    }

    @Test
    void aCrossEntropyTakesTargetsFrom0To1() {
        var other = post("\"model\": \"inverter\", \"rows\": [0, 1], \"targets\": [1, 2], " + AXES
                + ", \"losses\": [\"mean_squared_error\", \"binary_cross_entropy\"]");
        assertThat(other.pointers()).containsExactly("/losses/1");
        assertThat(other.body().path("detail").asString()).contains("row 1 has 2.0");

        var own = post("\"model\": \"open\", \"rows\": [[0, 1]], \"targets\": [[1, -0.5]], " + AXES);
        assertThat(own.pointers()).containsExactly("/targets");
    }

    @Test
    void aDatasetThatDoesNotFitIsRefusedAsForAJob() {
        var inputs = post("\"model\": \"inverter\", \"dataset\": \"flats\", " + AXES);
        assertThat(inputs.status()).isEqualTo(422);
        assertThat(inputs.pointers()).containsExactly("/dataset");
        assertThat(inputs.body().path("detail").asString()).contains("gives 3 inputs");

        assertThat(post("\"model\": \"open\", \"dataset\": \"flats\", " + AXES).pointers())
                .containsOnly("/dataset");
    }
}
