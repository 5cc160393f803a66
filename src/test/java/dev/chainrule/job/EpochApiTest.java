package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cost history over HTTP. */
@ServiceTest
class EpochApiTest {
    private final Api api;

    EpochApiTest(Api api) {
        this.api = api;
    }

    @Test
    void theUntrainedNetworkIsEpoch0() {
        var id = submit(api, """
                {"model": {"layers": [{"units": 1, "weights": [[3]], "biases": [1]}], "loss": "mean_squared_error"},
                 "dataset": {"features": [[1], [2]], "targets": [[4], [5]]}, "epochs": 1}""");
        ended(api, id);

        var first = api.get("/jobs/" + id + "/epochs").body().path("data").get(0);

        assertThat(first.path("epoch").asInt()).isZero();
        assertThat(first.path("cost").asDouble()).as("(0² + 2²)/2").isEqualTo(2);
        assertThat(first.path("learningRate").isNull()).isTrue();
        assertThat(first.path("gradientNorm").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2, 0 100", "3, 0 50 100", "11, 0 10 20 30 40 50 60 70 80 90 100"})
    void samplesTheHistoryEvenlyFromTheFirstEpochToTheLast(int points, String epochs) {
        var id = submit(api, xor("\"epochs\": 100"));
        ended(api, id);

        var data = api.get("/jobs/" + id + "/epochs?maxPoints=" + points).body().path("data");

        assertThat(data.valueStream().map(epoch -> epoch.path("epoch").asString()).toList())
                .containsExactly(epochs.split(" "));
    }

    @Test
    void pagesThroughTheHistory() {
        var id = submit(api, xor("\"epochs\": 4"));
        ended(api, id);

        var first = api.get("/jobs/" + id + "/epochs?limit=3").body();
        var second = api.get("/jobs/" + id + "/epochs?limit=3&after=" + first.path("nextCursor").asString()).body();

        assertThat(first.path("data").valueStream().map(epoch -> epoch.path("epoch").asInt())).containsExactly(0, 1, 2);
        assertThat(second.path("data").valueStream().map(epoch -> epoch.path("epoch").asInt())).containsExactly(3, 4);
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(api.get("/jobs/" + id + "/epochs?limit=3&cursor=" + first.path("nextCursor").asString()).body())
                .isEqualTo(second);
        assertThat(api.get("/jobs/" + id + "/epochs?after=1&cursor=1").pointers()).containsExactly("?cursor");
        assertThat(api.get("/jobs/" + id + "/epochs?after=-2").pointers()).containsExactly("?after");
    }

    private static List<String> lines(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void givesTheHistoryAsCsv() {
        var id = submit(api, xor("\"epochs\": 2, \"seed\": 1"));
        ended(api, id);

        var request = api.request("/jobs/" + id + "/epochs").header("Accept", "text/csv").build();
        var answer = api.exchange(request);

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        var lines = lines(answer);
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).startsWith("epoch,cost,accuracy,");
        var cost = api.get("/jobs/" + id + "/epochs?after=1").body().path("data").get(0).path("cost").asString();
        assertThat(lines.getLast()).startsWith("2," + cost + ",");
        for (var query : List.of("after=1", "cursor=1")) {
            var rest = api.request("/jobs/" + id + "/epochs?" + query).header("Accept", "text/csv").build();
            assertThat(lines(api.exchange(rest)))
                    .as(query)
                    .containsExactly(lines.getFirst(), lines.getLast());
        }
    }
}
