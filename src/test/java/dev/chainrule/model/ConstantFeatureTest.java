package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** y = 3x + 1, and a constant column k beside x: other values of k must not change a prediction. */
@ServiceTest
class ConstantFeatureTest {
    private static final int ROWS = 200;

    private final Api api;

    ConstantFeatureTest(Api api) {
        this.api = api;
    }

    /** How a model is trained. */
    private record Settings(String precision, String scaling, int seed) {
        String name(String prefix) {
            return prefix + "-" + precision + "-" + scaling + "-" + seed;
        }
    }

    /** @param k of each row, in JSON */
    private JsonNode predictions(String prefix, IntFunction<String> k, Settings settings, String rows) {
        var table = IntStream.range(0, ROWS)
                .mapToObj(i -> "[%s, %s, %s]".formatted(k.apply(i), Math.sin(i), 3 * Math.sin(i) + 1))
                .collect(Collectors.joining(", ", "[", "]"));
        var name = settings.name(prefix);
        Trained.by(api,
                """
                        {"model": {"name": "%s", "layers": [{"units": 1}], "loss": "mean_squared_error", "precision": "%s"},
                         "dataset": {"name": "%s", "columns": [{"name": "k", "type": "numeric"}, {"name": "x"}, {"name": "y", "role": "target"}],
                                     "rows": %s},
                         "preprocessing": {"numeric": "%s"}, "epochs": 300, "optimizer": {"type": "adam", "learningRate": 0.05},
                         "seed": %d}"""
                        .formatted(name, settings.precision(), name, table, settings.scaling(), settings.seed()));
        var answer = api.post("/models/" + name + "/predict", "{\"rows\": " + rows + "}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body().path("outputs");
    }

    private static void assertAllOne(JsonNode outputs, int rows) {
        assertThat(outputs).hasSize(rows);
        for (var output : outputs) {
            assertThat(output.get(0).asDouble()).isCloseTo(1, within(1e-3));
            assertThat(output).isEqualTo(outputs.get(0));
        }
    }

    @ParameterizedTest
    @CsvSource({"float32, standard, 0", "float32, standard, 1", "float32, minmax, 2", "float64, standard, 0",
        "float64, minmax, 1"})
    void otherValuesOfAConstantFeatureChangeNothing(String precision, String scaling, int seed) {
        var outputs = predictions(
                "constant", _ -> "14.62", new Settings(precision, scaling, seed),
                "[[14.62, 0], [15, 0], [20, 0], [-1e6, 0], [null, 0]]");

        assertAllOne(outputs, 5);
    }

    @ParameterizedTest
    @CsvSource({"float32, standard, 0", "float32, minmax, 1", "float64, standard, 2"})
    void otherValuesOfAFeatureThatVariesByRoundingChangeNothing(String precision, String scaling, int seed) {
        var outputs = predictions(
                "rounded", i -> i % 3 == 0 ? "0.3" : "0.30000000000000004", new Settings(precision, scaling, seed),
                "[[0.3, 0], [0.301, 0], [1, 0], [null, 0]]");

        assertAllOne(outputs, 4);
    }

    @ParameterizedTest
    @CsvSource({"float32, standard, 0", "float32, minmax, 1", "float64, none, 2"})
    void valuesOfAFeatureThatHadNoneInTrainingChangeNothing(String precision, String scaling, int seed) {
        var outputs = predictions(
                "missing", _ -> "null", new Settings(precision, scaling, seed), "[[null, 0], [1, 0], [-1e6, 0]]");

        assertAllOne(outputs, 3);
    }
}
