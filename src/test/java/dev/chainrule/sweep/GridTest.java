package dev.chainrule.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.job.JobRequest;
import dev.chainrule.problem.Faults;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class GridTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Grid grid(String json) {
        var faults = new Faults();
        var grid = Grid.read(JSON.readTree(json), faults);
        faults.throwIfAny();
        return grid;
    }

    private static ObjectNode job(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    @Test
    void theLastPlaceChangesFastest() {
        var requests = grid("{\"a\": [1, 2], \"b.c\": [3, 4], \"d\": [5]}").requests(job("{\"z\": 0}"));

        assertThat(requests).extracting(request -> request.settings().toString()).containsExactly(
                "{\"z\":0,\"a\":1,\"b\":{\"c\":3},\"d\":5}",
                "{\"z\":0,\"a\":1,\"b\":{\"c\":4},\"d\":5}",
                "{\"z\":0,\"a\":2,\"b\":{\"c\":3},\"d\":5}",
                "{\"z\":0,\"a\":2,\"b\":{\"c\":4},\"d\":5}");
    }

    @Test
    void aGridWithoutPlacesIsTheJobItself() {
        var job = job("{\"epochs\": 1}");

        assertThat(grid("{}").requests(job)).containsExactly(JobRequest.of(job));
    }

    @Test
    void modelsAndDatasetsThatAreTheSameAtSeveralPointsHaveTheSameHash() {
        var job = job("{\"dataset\": {\"rows\": [1]}, \"model\": {\"layers\": [{\"units\": 1}]}}");
        var before = job.toString();

        var requests = grid("{\"model.layers.0.units\": [1, 2], \"epochs\": [1, 2]}").requests(job);

        assertThat(requests).extracting(request -> request.dataset().orElseThrow().sha256())
                .containsOnly(JobRequest.of(job).dataset().orElseThrow().sha256());
        assertThat(sha256OfModel(requests.get(1))).isEqualTo(sha256OfModel(requests.get(0)));
        assertThat(sha256OfModel(requests.get(2))).isNotEqualTo(sha256OfModel(requests.get(0)));
        assertThat(requests)
                .extracting(request -> request.model().orElseThrow().json().at("/layers/0/units").asInt())
                .containsExactly(1, 1, 2, 2);
        assertThat(job).as("it is not modified").hasToString(before);
    }

    private static String sha256OfModel(JobRequest request) {
        return request.model().orElseThrow().sha256();
    }

    @Test
    void aNameThatStandsForAnObjectBecomesItsType() {
        var requests = grid("{\"optimizer.learningRate\": [0.5]}").requests(job("{\"optimizer\": \"sgd\"}"));

        assertThat(requests.getFirst().settings())
                .hasToString("{\"optimizer\":{\"type\":\"sgd\",\"learningRate\":0.5}}");
        assertThat(grid("{\"learningRateSchedule.factor\": [0.5]}").requests(
                job("{\"learningRateSchedule\": \"step\"}")).getFirst().settings())
                .hasToString("{\"learningRateSchedule\":{\"type\":\"step\",\"factor\":0.5}}");
    }

    @Test
    void objectThatIsLeftOutGetsItsDefaultType() {
        var requests = grid("{\"optimizer.learningRate\": [0.5], \"learningRateSchedule.warmupEpochs\": [2]}")
                .requests(job("{\"learningRateSchedule\": null}"));

        assertThat(requests.getFirst().settings().get("optimizer"))
                .hasToString("{\"type\":\"adam\",\"learningRate\":0.5}");
        assertThat(requests.getFirst().settings().get("learningRateSchedule"))
                .hasToString("{\"type\":\"constant\",\"warmupEpochs\":2}");
    }

    @Test
    void typeOfTheGridReplacesTheDefaultType() {
        var requests = grid("{\"optimizer.type\": [\"sgd\"], \"optimizer.learningRate\": [0.5]}").requests(job("{}"));

        assertThat(requests.getFirst().settings())
                .hasToString("{\"optimizer\":{\"type\":\"sgd\",\"learningRate\":0.5}}");
    }

    @Test
    void objectThatAResumedJobLeavesOutGetsNoType() {
        var requests = grid("{\"optimizer.learningRate\": [0.5]}").requests(job("{\"resumeFrom\": {\"job\": \"x\"}}"));

        assertThat(requests.getFirst().settings().get("optimizer")).hasToString("{\"learningRate\":0.5}");
    }

    @Test
    void modelsGetNamesOfTheirOwnUnlessTheirNameIsVaried() {
        var job = job("{\"model\": {\"name\": \"net\", \"seed\": 1}}");

        var named = grid("{\"model.seed\": [1, 2], \"model.name\": [\"a\"]}").requests(job);
        var numbered = grid("{\"model.seed\": [1, 2]}").requests(job);
        var same = grid("{\"epochs\": [1, 2]}").requests(job);

        assertThat(named).extracting(GridTest::nameOfModel).containsOnly("a");
        assertThat(numbered).extracting(GridTest::nameOfModel)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("net-[0-9a-f]{12}"));
        assertThat(same).extracting(GridTest::nameOfModel).containsOnly("net");
    }

    private static String nameOfModel(JobRequest request) {
        return request.model().orElseThrow().json().get("name").stringValue();
    }

    @Test
    void sizeBeyondAnIntIsTheLargestInt() {
        var places = IntStream.range(0, 70).mapToObj(i -> "\"f" + i + "\": [1, 2]").collect(Collectors.joining(", "));

        assertThat(grid("{" + places + "}").size()).isEqualTo(Long.MAX_VALUE);
        assertThat(grid("{\"a\": [1, 2, 3], \"b\": [1, 2]}").size()).isEqualTo(6);
    }
}
