package dev.chainrule.explain.backprop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that are graphs are explained like layers, with initial and with trained parameters. */
@ServiceTest
class GraphExplainTest {
    private final Api api;

    GraphExplainTest(Api api) {
        this.api = api;
    }

    private void created(String name, String nodes) {
        var answer = api.post("/models", "{\"name\": \"%s\", \"graph\": {\"nodes\": [%s]}}".formatted(name, nodes));
        assertThat(answer.status()).as(answer.body().toString()).isIn(201, 409);
    }

    /** Two inputs that name their columns, one of them of three categories. */
    private void houses() {
        created("houses",
                """
                        {"name": "A", "type": "input", "columns": ["area"]},
                        {"name": "D", "type": "input", "columns": ["district"], "size": 3},
                        {"name": "y", "type": "input", "role": "target"},
                        {"name": "wa", "type": "parameter", "value": 2}, {"name": "wd", "type": "parameter", "value": [[1], [10], [100]]},
                        {"name": "la", "type": "matmul", "inputs": ["A", "wa"]}, {"name": "ld", "type": "matmul", "inputs": ["D", "wd"]},
                        {"name": "p", "type": "add", "inputs": ["la", "ld"]},
                        {"name": "C", "type": "half_mean_squared_error", "inputs": ["y", "p"]}""");
    }

    @Test
    void columnsThatInputsNameAreNumbersInThatOrderBeforeThereIsADataset() {
        houses();

        var answer = api.post("/models/houses/backprop",
                "{\"version\": \"initial\", \"rows\": [[5, 0, 1, 0]], \"targets\": [[3]]}");
        var named = api.post("/models/houses/backprop", "{\"version\": \"initial\", \"targets\": [3],"
                + " \"rows\": [{\"area\": 5, \"district[0]\": 0, \"district[1]\": 1, \"district[2]\": 0}]}");
        var check = api.post("/models/houses/gradient-check",
                "{\"version\": \"initial\", \"rows\": [[5, 0, 1, 0]], \"targets\": [[3]]}");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("cost").asDouble()).isEqualTo((20 - 3) * (20 - 3) / 2.0);
        assertThat(answer.body().path("parameters").get(0).path("name").asString()).startsWith("wa");
        assertThat(answer.body().path("parameters").get(0).path("gradient").asDouble()).isEqualTo(17 * 5.0);
        assertThat(named.body()).isEqualTo(answer.body());
        assertThat(check.body().path("passed").asBoolean()).as(check.body().toString()).isTrue();
    }

    @Test
    void aTrainedGraphTakesRawRowsAndACostSurfaceItsDataset() {
        houses();
        var table = """
                {"name": "homes", "columns": [{"name": "district", "role": "feature", "type": "categorical"},
                                              {"name": "area", "role": "feature", "type": "numeric"},
                                              {"name": "price", "role": "target", "type": "numeric"}],
                 "rows": [["a", 1, 10.5], ["b", 2, 20.5], ["c", 0, 30.5], ["a", 1, 40.5]]}
                """;
        Trained.by(api, "{\"model\": \"houses\", \"dataset\": %s, \"epochs\": 3}".formatted(table));

        var answer = api.post("/models/houses/backprop",
                "{\"rows\": [{\"area\": 2, \"district\": \"b\"}], \"targets\": [20.5]}");
        var surface = api.post("/cost-surfaces", """
                {"model": "houses", "version": "initial", "dataset": "homes", "steps": 3,
                 "x": {"parameter": {"node": "wa", "index": [0, 0]}, "from": -1, "to": 1},
                 "y": {"parameter": {"node": "wd", "index": [1, 0]}, "from": -1, "to": 1}}
                """);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("version").asInt()).isEqualTo(1);
        assertThat(surface.status()).as(surface.body().toString()).isEqualTo(200);
    }

    @Test
    void initialGraphWhoseInputOrderNeedsADatasetIsRefused() {
        created("mixed",
                """
                        {"name": "X", "type": "input", "size": 2}, {"name": "B", "type": "input", "columns": ["b"]},
                        {"name": "y", "type": "input", "role": "target"},
                        {"name": "w", "type": "parameter", "shape": [2, 1]}, {"name": "v", "type": "parameter", "shape": [1, 1]},
                        {"name": "l", "type": "matmul", "inputs": ["X", "w"]}, {"name": "m", "type": "matmul", "inputs": ["B", "v"]},
                        {"name": "p", "type": "add", "inputs": ["l", "m"]}, {"name": "C", "type": "huber", "inputs": ["y", "p"]}""");

        var answer = api.post("/models/mixed/backprop", "{\"rows\": [[1, 10]], \"targets\": [[3]]}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/version");
    }

    @Test
    void aSumOfManyIsWrittenInShort() {
        var nodes = new StringBuilder(
                """
                        {"name": "X", "type": "input"}, {"name": "y", "type": "input", "role": "target"},
                        {"name": "w", "type": "parameter", "value": 0.5}, {"name": "z", "type": "linear", "inputs": ["X", "w"]}""");
        for (int i = 0; i < 100; i++) {
            nodes.append(", {\"name\": \"m").append(i).append("\", \"type\": \"tanh\", \"inputs\": [\"z\"]}");
        }
        nodes.append(", {\"name\": \"p\", \"type\": \"add\", \"inputs\": [")
                .append(String.join(", ", IntStream.range(0, 100).mapToObj(i -> "\"m" + i + "\"").toList()))
                .append("]}, {\"name\": \"C\", \"type\": \"huber\", \"inputs\": [\"y\", \"p\"]}");
        created("fan", nodes.toString());

        var answer = api.post("/models/fan/backprop", "{\"rows\": [[1]], \"targets\": [[3]]}");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        var formula =
                answer.body().path("parameters").get(0).path("chains").get(0).path("factors").get(0).path("formula");
        assertThat(formula.asString()).endsWith("(100 in all)").hasSizeLessThan(300);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "u", "type": "parameter", "shape": [60000, 1]}, {"name": "v", "type": "parameter", "shape": [1, 60000]}, {"name": "uv", "type": "matmul", "inputs": ["u", "v"]}, {"name": "m", "type": "mean", "inputs": ["uv"]}, {"name": "all", "type": "add", "inputs": ["C", "m"]} | /graph/nodes
            {"name": "bad\\u0001", "type": "exp", "inputs": ["C"]}        | /graph/nodes/5/name
            """)
    void tooLargeGraphIsRefusedWhenItIsDefined(String more, String pointer) {
        var answer = api.post("/models",
                """
                        {"graph": {"nodes": [{"name": "X", "type": "input"}, {"name": "y", "type": "input", "role": "target"},
                         {"name": "w", "type": "parameter", "shape": [1, 1]}, {"name": "p", "type": "linear", "inputs": ["X", "w"]},
                         {"name": "C", "type": "huber", "inputs": ["y", "p"]}, %s]}}"""
                        .formatted(more));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly(pointer);
    }

    @Test
    void widthsThatDoubleAreRefusedBeforeTheyOverflow() {
        var nodes = new StringBuilder(
                """
                        {"name": "X", "type": "input"}, {"name": "y", "type": "input", "role": "target"},
                        {"name": "w", "type": "parameter", "shape": [1, 1]}, {"name": "p", "type": "linear", "inputs": ["X", "w"]},
                        {"name": "c", "type": "huber", "inputs": ["y", "p"]}, {"name": "c0", "type": "concat", "inputs": ["w", "w"]}""");
        for (int i = 1; i < 33; i++) {
            nodes.append(", {\"name\": \"c%d\", \"type\": \"concat\", \"inputs\": [\"c%d\", \"c%d\"]}".formatted(i,
                    i - 1, i - 1));
        }
        nodes.append(
                ", {\"name\": \"m\", \"type\": \"mean\", \"inputs\": [\"c32\"]}, {\"name\": \"all\", \"type\": \"add\", \"inputs\": [\"c\", \"m\"]}");

        var answer = api.post("/models", "{\"graph\": {\"output\": \"p\", \"nodes\": [" + nodes + "]}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("errors").get(0).path("detail").asString()).contains("columns");
        assertThat(answer.pointers()).hasSize(1);
    }
}
