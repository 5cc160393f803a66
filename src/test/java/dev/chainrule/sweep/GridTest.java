package dev.chainrule.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.problem.Faults;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GridTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Grid grid(String json) {
        var faults = new Faults();
        var grid = Grid.read(JSON.readTree(json), faults);
        faults.throwIfAny();
        return grid;
    }

    @Test
    void theLastPlaceChangesFastest() {
        var requests = grid("{\"a\": [1, 2], \"b.c\": [3, 4], \"d\": [5]}").requests(JSON.readTree("{\"z\": 0}"));

        assertThat(requests).extracting(JsonNode::toString).containsExactly(
                "{\"z\":0,\"a\":1,\"b\":{\"c\":3},\"d\":5}",
                "{\"z\":0,\"a\":1,\"b\":{\"c\":4},\"d\":5}",
                "{\"z\":0,\"a\":2,\"b\":{\"c\":3},\"d\":5}",
                "{\"z\":0,\"a\":2,\"b\":{\"c\":4},\"d\":5}");
    }

    @Test
    void aGridWithoutPlacesIsTheJobItself() {
        var job = JSON.readTree("{\"epochs\": 1}");

        assertThat(grid("{}").requests(job)).containsExactly(job);
    }

    @Test
    void fieldsThatAreTheSameAtSeveralPointsAreOneNode() {
        var job = JSON.readTree("{\"dataset\": {\"rows\": [1]}, \"model\": {\"layers\": [{\"units\": 1}]}}");
        var before = job.toString();

        var requests = grid("{\"model.layers.0.units\": [1, 2], \"epochs\": [1, 2]}").requests(job);

        assertThat(requests).allSatisfy(request -> assertThat(request.get("dataset")).isSameAs(job.get("dataset")));
        assertThat(requests.get(1).get("model")).isSameAs(requests.get(0).get("model"));
        assertThat(requests.get(2).get("model")).isNotEqualTo(requests.get(0).get("model"));
        assertThat(job).as("it is not modified").hasToString(before);
    }

    @Test
    void aNameThatStandsForAnObjectBecomesItsType() {
        var requests = grid("{\"optimizer.learningRate\": [0.5]}").requests(JSON.readTree("{\"optimizer\": \"sgd\"}"));

        assertThat(requests.getFirst()).hasToString("{\"optimizer\":{\"type\":\"sgd\",\"learningRate\":0.5}}");
        assertThat(grid("{\"learningRateSchedule.factor\": [0.5]}").requests(
                JSON.readTree("{\"learningRateSchedule\": \"step\"}")).getFirst())
                .hasToString("{\"learningRateSchedule\":{\"type\":\"step\",\"factor\":0.5}}");
    }

    @Test
    void modelsGetNamesOfTheirOwnUnlessTheirNameIsVaried() {
        var job = JSON.readTree("{\"model\": {\"name\": \"net\", \"seed\": 1}}");

        var named = grid("{\"model.seed\": [1, 2], \"model.name\": [\"a\"]}").requests(job);
        var numbered = grid("{\"model.seed\": [1, 2]}").requests(job);
        var same = grid("{\"epochs\": [1, 2]}").requests(job);

        assertThat(named).extracting(request -> request.at("/model/name").stringValue()).containsOnly("a");
        assertThat(numbered).extracting(request -> request.at("/model/name").stringValue())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("net-[0-9a-f]{12}"));
        assertThat(same).extracting(request -> request.at("/model/name").stringValue()).containsOnly("net");
    }

    @Test
    void aSizeBeyondAllCountingIsTheLargest() {
        var places = IntStream.range(0, 70).mapToObj(i -> "\"f" + i + "\": [1, 2]").collect(Collectors.joining(", "));

        assertThat(grid("{" + places + "}").size()).isEqualTo(Long.MAX_VALUE);
        assertThat(grid("{\"a\": [1, 2, 3], \"b\": [1, 2]}").size()).isEqualTo(6);
    }
}
