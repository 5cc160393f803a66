package dev.chainrule.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.export.ExportedModel.Rows;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.Operator;
import dev.chainrule.graph.RandomGraph;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.TrainedModel;
import dev.chainrule.model.VersionOrigins.VersionOrigin;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Engine;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import dev.chainrule.network.Prediction;
import dev.chainrule.network.RandomStream;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.ColumnEncoder.Numeric;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime computes with exported networks is what the engine computes. */
class ExportedNetworkTest {
    static final Provenance PROVENANCE = new Provenance(
            "network", 1, new VersionOrigin(Optional.of(new UUID(0, 1)), "0".repeat(64)), Optional.empty(), "1.0");

    private static final int INPUTS = 4;

    private static double bound(Precision precision) {
        return precision == Precision.FLOAT32 ? 1e-6 : 1e-12;
    }

    private static Preprocessing numbers(int inputs, int outputs) {
        return new Preprocessing(columns("in", inputs), columns("out", outputs));
    }

    private static List<ColumnEncoder> columns(String name, int count) {
        return IntStream.range(0, count).<ColumnEncoder>mapToObj(i -> new Numeric(name + i, 0, 1, null)).toList();
    }

    /** Rows of small and of large numbers, of both signs and zeros. */
    private static Matrix inputs(Precision precision, int rows, int columns) {
        var random = RandomStream.of(3, RandomStream.Purpose.DATA, 0);
        var x = Matrix.zeros(precision, rows, columns);
        for (int i = 0; i < rows; i++) {
            double size = Math.pow(10, i % 7 - 4);
            for (int j = 0; j < columns; j++) {
                x.set(i, j, i % 11 == 10 ? 0 : random.nextGaussian() * size);
            }
        }
        return x;
    }

    private static void requireClose(double[][] actual, Matrix expected, double bound) {
        assertThat(actual.length).isEqualTo(expected.rows());
        for (int i = 0; i < expected.rows(); i++) {
            for (int j = 0; j < expected.columns(); j++) {
                double value = expected.get(i, j);
                if (Double.isNaN(value)) {
                    assertThat(actual[i][j]).as("row %s, column %s", i, j).isNaN();
                } else {
                    assertThat(Math.abs(actual[i][j] - value))
                            .as("row %s, column %s: %s instead of %s", i, j, actual[i][j], value)
                            .isLessThanOrEqualTo(bound * Math.max(1, Math.abs(value)));
                }
            }
        }
    }

    private static void requireSame(TrainedModel trained, Matrix x, double bound) {
        var expected = Prediction.of(
                trained.network(), x, Engine.operations(trained.network().precision()), () -> false);
        try (var encoded = new ExportedModel(OnnxExport.of(trained, InputForm.ENCODED, PROVENANCE))) {
            var outputs = encoded.run(new Rows(x.rows()).matrix("inputs", x)).get("outputs");
            requireClose(ExportedModel.numbers(outputs), expected, bound);
        }
        try (var columns = new ExportedModel(OnnxExport.of(trained, InputForm.COLUMNS, PROVENANCE))) {
            var rows = new Rows(x.rows());
            for (int j = 0; j < x.columns(); j++) {
                int column = j;
                rows.numbers("in" + j, IntStream.range(0, x.rows()).mapToDouble(i -> x.get(i, column)).toArray());
            }
            requireClose(ExportedModel.numbers(columns.run(rows).get("outputs")), expected, bound);
        }
    }

    static Stream<Arguments> activations() {
        return Stream.of(Activation.values())
                .flatMap(activation -> Stream.of(Precision.values())
                        .flatMap(precision -> Stream.of(true, false)
                                .map(bias -> Arguments.of(activation, precision, bias))));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void eachActivationInEachPrecisionIsThatOfTheEngine(Activation activation, Precision precision, boolean bias) {
        var layers = List.of(
                new LayerDefinition(5, activation, bias, 0, 0, 0, null, null),
                new LayerDefinition(3, activation, bias, 0, 0, 0, null, null));
        var network = Network.initialize(
                new NetworkDefinition(precision, INPUTS, layers, Loss.MEAN_SQUARED_ERROR), 5);
        if (bias) {
            network.biases(0).fill(0.25);
            network.biases(1).fill(-0.5);
        }

        requireSame(new TrainedModel.OfLayers("network", 1, network, numbers(INPUTS, 3), Loss.MEAN_SQUARED_ERROR),
                inputs(precision, 60, INPUTS), bound(precision));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void anyNumberOfRowsGoesIn(Precision precision) {
        var network = Network.initialize(new NetworkDefinition(precision, INPUTS,
                List.of(LayerDefinition.of(8, Activation.RELU), LayerDefinition.of(3, Activation.SOFTMAX)),
                Loss.CATEGORICAL_CROSS_ENTROPY), 6);
        for (int rows : new int[] {0, 1, 10_000}) {
            requireSame(
                    new TrainedModel.OfLayers("network", 1, network, numbers(INPUTS, 3),
                            Loss.CATEGORICAL_CROSS_ENTROPY),
                    inputs(precision, rows, INPUTS), bound(precision));
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void wideNetworkGivesTheOutputsOfTheEngine(Precision precision) {
        var network = Network.initialize(new NetworkDefinition(precision, 784,
                List.of(LayerDefinition.of(128, Activation.RELU), LayerDefinition.of(64, Activation.RELU),
                        LayerDefinition.of(10, Activation.SOFTMAX)),
                Loss.CATEGORICAL_CROSS_ENTROPY), 8);
        var random = RandomStream.of(9, RandomStream.Purpose.DATA, 0);
        var x = Matrix.zeros(precision, 300, 784);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) {
                x.set(i, j, random.nextInt(256) / 255.0);
            }
        }

        requireSame(new TrainedModel.OfLayers("network", 1, network, numbers(784, 10), Loss.CATEGORICAL_CROSS_ENTROPY),
                x, bound(precision));
    }

    @Test
    void columnsKeepTheirNamesWhateverTheNodesAreCalled() {
        var names = List.of("constant_0", "gemm_3", "outputs", "classes", "classes_", "label", "rows", " ", "\"'\\ü€");
        var features = new Preprocessing(
                names.stream().<ColumnEncoder>map(name -> new Numeric(name, 1, 2, 0.5)).toList(),
                List.of(new ColumnEncoder.OneHot("kind", List.of("a", "b"), null, List.of())));
        var network = Network.initialize(new NetworkDefinition(Precision.FLOAT32, names.size(),
                List.of(LayerDefinition.of(2, Activation.SOFTMAX)), Loss.CATEGORICAL_CROSS_ENTROPY), 1);
        var trained = new TrainedModel.OfLayers("network", 1, network, features, Loss.CATEGORICAL_CROSS_ENTROPY);

        try (var model = new ExportedModel(OnnxExport.of(trained, InputForm.COLUMNS, PROVENANCE))) {
            var rows = new Rows(1);
            names.forEach(name -> rows.numbers(name, 3));
            var x = Matrix.zeros(Precision.FLOAT32, 1, names.size());
            x.fill(4);
            var outputs = model.run(rows);

            assertThat(outputs).containsOnlyKeys("outputs_", "classes__", "label_");
            requireClose(ExportedModel.numbers(outputs.get("outputs_")),
                    Prediction.of(network, x, Engine.FLOAT32, () -> false), 1e-6);
        }
    }

    @Test
    void eachKindOfColumnIsEncodedAsByTheService() {
        var features = List.<ColumnEncoder>of(
                new ColumnEncoder.OneHot("plain", List.of("a", "b", "c"), null, List.of("c")),
                new Numeric("constant", 7, 0, 7.0),
                new ColumnEncoder.OneHot("shared", List.of("a", "b"), List.of(0.25, 0.75), List.of()),
                new ColumnEncoder.OneHot("none", List.of(), List.of(), List.of()),
                new Numeric("scaled", 0.1, 1 / 0.3, null));
        var network = Network.initialize(new NetworkDefinition(Precision.FLOAT64, 7,
                List.of(LayerDefinition.of(1, Activation.IDENTITY)), Loss.MEAN_SQUARED_ERROR), 1);
        var trained = new TrainedModel.OfLayers("network", 1, network,
                new Preprocessing(features, List.of(new Numeric("y", 10, 0.5, null))), Loss.MEAN_SQUARED_ERROR);
        var encoded = Matrix.of(Precision.FLOAT64, new double[][] {
            {1, 0, 0, 0, 0, 1, (2 - 0.1) * (1 / 0.3)},
            {0, 0, 0, 0, 0.25, 0.75, (-5 - 0.1) * (1 / 0.3)},
            {0, 0, 0, 0, 0, 0, (0 - 0.1) * (1 / 0.3)}});
        var expected = Prediction.of(network, encoded, Engine.FLOAT64, () -> false);
        for (int i = 0; i < expected.rows(); i++) {
            expected.set(i, 0, expected.get(i, 0) / 0.5 + 10);
        }

        try (var model = new ExportedModel(OnnxExport.of(trained, InputForm.COLUMNS, PROVENANCE))) {
            var outputs = model.run(new Rows(3)
                    .texts("plain", "a", "", "c")
                    .numbers("constant", 7, Double.NaN, 1e9)
                    .texts("shared", "b", "", "unknown")
                    .texts("none", "", "x", "y")
                    .numbers("scaled", 2, -5, 0));

            requireClose(ExportedModel.numbers(outputs.get("outputs")), expected, 1e-12);
        }
    }

    /** A network of zeros, whose outputs are all equal. */
    private static Map<String, Object> ofZeros(
            Precision precision, int units, Activation activation, Loss loss, List<ColumnEncoder> targets) {
        var network = Network.initialize(
                new NetworkDefinition(precision, INPUTS, List.of(LayerDefinition.of(units, activation)), loss), 1);
        network.parameters().fill(0);
        var trained = new TrainedModel.OfLayers(
                "network", 1, network, new Preprocessing(columns("in", INPUTS), targets), loss);
        try (var model = new ExportedModel(OnnxExport.of(trained, InputForm.COLUMNS, PROVENANCE))) {
            var rows = new Rows(2);
            IntStream.range(0, INPUTS).forEach(j -> rows.numbers("in" + j, j, Double.NaN));
            return model.run(rows);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void firstOfEqualOutputsDecidesAndAHalfIsTheSecondClass(Precision precision) {
        var several = ofZeros(precision, 3, Activation.SOFTMAX, Loss.CATEGORICAL_CROSS_ENTROPY,
                List.of(new ColumnEncoder.OneHot("kind", List.of("a", "b", "c"), null, List.of())));
        var two = ofZeros(precision, 1, Activation.SIGMOID, Loss.BINARY_CROSS_ENTROPY,
                List.of(new ColumnEncoder.Binary("kind", List.of("no", "yes"))));

        assertThat((long[]) several.get("classes")).containsExactly(0, -1);
        assertThat((String[]) several.get("label")).containsExactly("a", "");
        assertThat((long[]) two.get("classes")).containsExactly(1, -1);
        assertThat((String[]) two.get("label")).containsExactly("yes", "");
    }

    @ParameterizedTest
    @EnumSource(value = Loss.class, names = "CATEGORICAL_CROSS_ENTROPY", mode = EnumSource.Mode.EXCLUDE)
    void severalNumbersOrLabelsHaveNoClass(Loss loss) {
        var outputs = ofZeros(Precision.FLOAT32, 2, Activation.SIGMOID, loss,
                List.of(new Numeric("y1", 0, 1, null), new Numeric("y2", 0, 1, null)));

        assertThat(outputs).containsOnlyKeys("outputs");
        var numbers = ExportedModel.numbers(outputs.get("outputs"));
        assertThat(numbers[0]).containsExactly(0.5, 0.5);
        assertThat(numbers[1]).containsOnly(Double.NaN);
    }

    @Test
    void eachOperatorOfGraphsIsThatOfTheEngine() {
        var operators = new HashSet<String>();
        for (long seed = 0; seed < 150; seed++) {
            var precision = seed % 2 == 0 ? Precision.FLOAT64 : Precision.FLOAT32;
            var graph = Graph.initialize(predictingItsCost(RandomGraph.of(seed), precision), seed);
            graph.definition().nodesOf("predicted").forEach(node -> {
                if (node instanceof Operation operation) {
                    operators.add(operation.operator().name());
                }
            });
            var x = Matrix.zeros(precision, 3, graph.inputs());
            var random = RandomStream.of(seed, RandomStream.Purpose.DATA, 1);
            for (int i = 0; i < x.rows(); i++) {
                for (int j = 0; j < x.columns(); j++) {
                    x.set(i, j, random.nextGaussian());
                }
            }
            var run = graph.run(x, Matrix.zeros(precision, 3, 0), Engine.operations(precision));
            run.forward();

            var trained = new TrainedModel.OfGraph(
                    "graph", 1, graph, numbers(graph.inputs(), run.node("predicted").value().columns()),
                    Loss.MEAN_SQUARED_ERROR);
            try (var model = new ExportedModel(OnnxExport.of(trained, InputForm.COLUMNS, PROVENANCE))) {
                var rows = new Rows(3);
                for (int j = 0; j < x.columns(); j++) {
                    rows.numbers("in" + j, x.get(0, j), x.get(1, j), x.get(2, j));
                }
                requireClose(ExportedModel.numbers(model.run(rows).get("outputs")), run.node("predicted").value(),
                        bound(precision));
            }
        }
        assertThat(operators).hasSize(Operator.all().size());
    }

    /** A graph whose targets are features, and whose prediction is x0 plus what was its cost. */
    private static GraphDefinition predictingItsCost(GraphDefinition graph, Precision precision) {
        var nodes = new ArrayList<NodeDefinition>();
        for (var node : graph.nodes()) {
            nodes.add(node instanceof Input input ? new Input(input.name(), false, input.size()) : node);
        }
        nodes.add(new Operation("predicted", Operator.Broadcast.ADD, "x0", graph.cost()));
        nodes.add(new Operation("end", Operator.Reduction.SUM, "predicted"));
        return GraphDefinition.of(precision, nodes, Optional.of("predicted"));
    }
}
