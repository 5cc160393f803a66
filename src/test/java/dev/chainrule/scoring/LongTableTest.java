package dev.chainrule.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.model.Trained;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** Tables of many blocks pass through little memory, and a client that goes ends the work. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongTableTest {
    private static final int ROWS = 200_000;

    /** Makes an answer that does not fit into the buffers of a connection. */
    private static final String LONG_ID = "x".repeat(120);

    private final Api api;
    private final MemoryBudget memory;
    private final MeterRegistry meters;
    private final HttpClient client = HttpClient.newHttpClient();

    LongTableTest(Api api, MemoryBudget memory, MeterRegistry meters) {
        this.api = api;
        this.memory = memory;
        this.meters = meters;
    }

    @BeforeAll
    void train() {
        Trained.by(api, """
                {"model": {"name": "long-table", "loss": "binary_cross_entropy",
                           "layers": [{"units": 8, "activation": "tanh"}, {"units": 1}]},
                 "dataset": {"name": "long-table", "generator": {"type": "moons", "rows": 9000, "noise": 0.1}},
                 "epochs": 1, "seed": 7}""");
    }

    /** @param id the value of a column that is carried through */
    private static String row(String id, int row) {
        return id + "," + (row % 1000) / 500.0 + "," + (row % 777) / -300.0 + "\n";
    }

    /** The parts of a file, made as they are sent. */
    private static Iterable<byte[]> file(String prefix) {
        return () -> IntStream.range(0, ROWS / 100)
                .mapToObj(hundred -> IntStream.range(0, 100)
                        .map(i -> 100 * hundred + i)
                        .mapToObj(row -> row(prefix + row, row))
                        .collect(Collectors.joining("", hundred == 0 ? "id,x1,x2\n" : "", ""))
                        .getBytes(StandardCharsets.US_ASCII))
                .iterator();
    }

    private HttpResponse<InputStream> send(String prefix) throws Exception {
        return client.send(
                api.request("/models/long-table/predict?includeInputs=true")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofByteArrays(file(prefix)))
                        .build(),
                BodyHandlers.ofInputStream());
    }

    /** The rows beside the edges of blocks are compared with predictions of single rows. */
    @Test
    void everyRowOfALongFileIsAnsweredInItsPlace() throws Exception {
        var answer = send("");

        assertThat(answer.statusCode()).isEqualTo(200);
        int row = 0;
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.US_ASCII))) {
            assertThat(lines.readLine()).isEqualTo("id,x1,x2,class,y1");
            for (String line; (line = lines.readLine()) != null; row++) {
                var input = row(Integer.toString(row), row).strip();
                if (!line.startsWith(input + ",")) {
                    assertThat(line).startsWith(input + ",");
                }
                if (row % 4096 == 4095 || row % 4096 == 0 || row == ROWS - 1) {
                    var one = api.post("/models/long-table/predict",
                            "{\"rows\": [[" + input.substring(input.indexOf(',') + 1) + "]]}").body();
                    assertThat(line).isEqualTo(
                            input + "," + one.at("/classes/0") + "," + one.at("/outputs/0/0"));
                }
            }
        }
        assertThat(row).isEqualTo(ROWS);
    }

    @Test
    void datasetOfSeveralBlocksHasTheOutputsOfItsRowsInBothFormats() {
        var outputs = new StringBuilder();
        var json = JsonMapper.builder().build();
        var rows = api.get("/datasets/long-table/rows?limit=1000&offset=8000").body().path("rows");
        rows.forEach(row -> {
            if (row.size() == 3) {
                outputs.append(outputs.isEmpty() ? "" : ",").append("[").append(row.get(0)).append(",")
                        .append(row.get(1)).append("]");
            }
        });
        var predicted = api.post("/models/long-table/predict", "{\"rows\": [" + outputs + "]}").body();

        var lines = new String(api.exchange(api.request("/models/long-table/predict")
                .headers("Content-Type", "application/json", "Accept", "application/x-ndjson")
                .POST(BodyPublishers.ofString("{\"dataset\": \"long-table\"}"))
                .build()).body(), StandardCharsets.UTF_8).lines().toList();

        assertThat(lines).hasSize(9000);
        for (int row = 0; row < 1000; row++) {
            assertThat(json.readTree(lines.get(8000 + row)).path("y1")).as("row %d", row)
                    .isEqualTo(predicted.path("outputs").get(row).get(0));
        }
    }

    @Test
    void clientThatClosesItsConnectionEndsTheWork() throws Exception {
        double before = tables();
        long reserved = memory.usage().requests();
        var answer = send(LONG_ID);
        assertThat(answer.body().readNBytes(100)).hasSize(100);

        assertThat(memory.usage().requests()).isGreaterThan(reserved);
        answer.body().close();

        await().atMost(Duration.ofSeconds(20)).until(() -> memory.usage().requests() <= reserved);
        assertThat(tables()).as("tables that were answered completely").isEqualTo(before);
    }

    /** While a client does not read, its table has no turn: others compute. */
    @Test
    void clientThatDoesNotReadHoldsNoTurn() throws Exception {
        try (var unread = send(LONG_ID).body()) {
            double before = tables();
            await().atMost(Duration.ofSeconds(20)).during(Duration.ofMillis(300))
                    .until(() -> meters.get("chainrule.computations").gauge().value() == 0);

            assertThat(tables()).as("tables that were answered completely").isEqualTo(before);
            assertThat(unread.readNBytes(9)).asString(StandardCharsets.US_ASCII).isEqualTo("id,x1,x2,");
        }
    }

    private double tables() {
        return meters.get("chainrule.prediction").tag("api", "v1-table").timer().count();
    }
}
