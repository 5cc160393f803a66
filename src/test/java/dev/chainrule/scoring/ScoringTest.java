package dev.chainrule.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole tables are scored as CSV or NDJSON, with the same outputs as rows in JSON. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScoringTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Api api;

    ScoringTest(Api api) {
        this.api = api;
    }

    @BeforeAll
    void train() {
        api.post("/datasets?name=scored-sales&target=sold", "text/csv", BodyPublishers.ofString("""
                size,district,sold
                1,north,no
                2,north,no
                3,south,yes
                ,south,yes
                5,,yes
                1,south,no
                """));
        Trained.by(api, """
                {"model": {"name": "scored-sales", "loss": "binary_cross_entropy",
                           "layers": [{"units": 4, "activation": "tanh"}, {"units": 1}]},
                 "dataset": "scored-sales", "epochs": 20, "seed": 7}""");
        Trained.by(api, """
                {"model": {"name": "scored-price", "loss": "mean_squared_error", "layers": [{"units": 1}]},
                 "dataset": {"name": "scored-prices", "columns": [{"name": "a"}, {"name": "price", "role": "target"}],
                             "rows": [[1, 10], [2, 20.5], [3, 30]]},
                 "epochs": 3, "seed": 7, "preprocessing": {"missing": "error"}}""");
        Trained.by(api,
                """
                        {"model": {"name": "scored-codes", "loss": "categorical_cross_entropy", "layers": [{"units": 2, "activation": "softmax"}]},
                         "dataset": {"name": "scored-codes", "columns": [{"name": "NA"}, {"name": "y,1", "role": "target"},
                                                                              {"name": "y\\"2", "role": "target"}],
                                     "rows": [["NA", 1, 0], ["none", 0, 1], ["x", 1, 0]]},
                         "epochs": 3, "seed": 7}""");
    }

    private HttpResponse<byte[]> send(String path, String contentType, BodyPublisher body, String... headers) {
        var request = api.request("/models/" + path).header("Content-Type", contentType).POST(body);
        return api.exchange((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private static String text(HttpResponse<byte[]> answer) {
        var text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(text).isEqualTo(200);
        return text;
    }

    private String csv(String path, String csv) {
        return text(send(path, "text/csv", BodyPublishers.ofString(csv)));
    }

    private Api.Answer refused(String path, String csv) {
        return api.post("/models/" + path, "text/csv", BodyPublishers.ofString(csv));
    }

    private JsonNode rows(String model, String rows) {
        return api.post("/models/" + model + "/predict", "{\"rows\": " + rows + "}").body();
    }

    @Test
    void columnsOfAFileMayHaveAnyOrderAndOthersBetweenThem() {
        var predicted = rows("scored-sales", "[[2.5, \"south\"], [null, \"north\"]]");

        var answer = csv("scored-sales/predict", "district,id,size\nsouth,\"=1,\"\"x\"\"\",2.5\nnorth,ü, NA\n");

        assertThat(answer).isEqualTo("label,yes\n%s,%s\n%s,%s\n".formatted(
                predicted.at("/labels/0").asString(), predicted.at("/outputs/0/0"),
                predicted.at("/labels/1").asString(), predicted.at("/outputs/1/0")));
    }

    @Test
    void inputsStandBeforeOutputsAsTheFileHasThem() {
        var answer = csv("scored-sales/predict?includeInputs=true",
                "district,id,size\nsouth,\"=1,\"\"x\"\"\",2.50\nnorth,ü, NA\n");

        assertThat(answer.lines().map(line -> line.substring(0, line.lastIndexOf(',', line.lastIndexOf(',') - 1))))
                .containsExactly("district,id,size", "south,\"=1,\"\"x\"\"\",2.50", "north,ü, NA");
    }

    @Test
    void ndjsonHasAnObjectForEachRow() {
        var answer = send("scored-sales/predict?includeInputs=true", "text/csv",
                BodyPublishers.ofString("size,district,\"a\"\"\\\"\n2,south,\"x\ny\t\u0001\"\n,north,é\n"),
                "Accept", "application/x-ndjson");

        var objects = text(answer).lines().map(JSON::readTree).toList();
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(objects).hasSize(2);
        assertThat(objects.get(0).propertyNames()).containsExactly("size", "district", "a\"\\", "label", "yes");
        assertThat(objects.get(0).path("a\"\\").asString()).isEqualTo("x\ny\t\u0001");
        assertThat(objects.get(1).path("size").asString()).isEmpty();
        assertThat(objects.get(1).path("yes").isNumber()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "*/*|text/csv;charset=UTF-8",
        "text/csv;q=0.5, application/x-ndjson|application/x-ndjson",
        "application/x-ndjson;q=0.1, text/*|text/csv;charset=UTF-8",
        "application/*|application/x-ndjson"})
    void acceptChoosesTheFormat(String accept, String type) {
        var answer =
                send("scored-sales/predict", "text/csv", BodyPublishers.ofString("size,district\n2,south\n"), "Accept",
                        accept);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
    }

    @Test
    void datasetIsScoredWithTheOutputsOfItsRows() {
        var predicted = rows("scored-sales",
                "[[1, \"north\"], [2, \"north\"], [3, \"south\"], [null, \"south\"], [5, null], [1, \"south\"]]");

        var answer = send("scored-sales/predict?includeInputs=true", "application/json",
                BodyPublishers.ofString("{\"dataset\": \"scored-sales\"}"), "Accept", "text/csv");

        var expected = new ArrayList<String>();
        expected.add("size,district,sold,label,yes");
        var inputs = "1,north,no\n2,north,no\n3,south,yes\n,south,yes\n5,,yes\n1,south,no".lines().toList();
        for (int row = 0; row < inputs.size(); row++) {
            expected.add(inputs.get(row) + "," + predicted.path("labels").get(row).asString() + ","
                    + predicted.path("outputs").get(row).get(0));
        }
        assertThat(text(answer).lines()).containsExactlyElementsOf(expected);
        assertThat(answer.headers().firstValue("Chainrule-Version")).contains("1");
        assertThat(answer.headers().firstValue("Chainrule-Served-Because").orElseThrow())
                .startsWith("The model serves");
        assertThat(answer.headers().firstValue("Chainrule-Unknown-Values")).contains("0");
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow()).contains("scored-sales-1.csv");
    }

    @Test
    void nameThatTheInputHasGetsAPrefix() {
        var answer = send("scored-price/predict?includeInputs=true", "application/json",
                BodyPublishers.ofString("{\"dataset\": \"scored-prices\"}"), "Accept", "application/x-ndjson");

        var first = JSON.readTree(text(answer).lines().findFirst().orElseThrow());
        assertThat(first.propertyNames()).containsExactly("a", "price", "predicted_price");
        assertThat(first.path("price").toString()).isEqualTo("10");
        assertThat(csv("scored-price/predict?includeInputs=true", "predicted_price,price,a\n1,2,3\n"))
                .startsWith("predicted_price,price,a,predicted_predicted_price\n1,2,3,");
        assertThat(csv("scored-price/predict", "price,a\n2,3\n")).startsWith("price\n");
    }

    @Test
    void classesWithoutNamesAreNumbersAndHeadersAreQuoted() {
        assertThat(csv("scored-codes/predict", "NA\nx\n"))
                .matches("class,\"y,1\",\"y\"\"2\"\n[01],0\\.\\d+,0\\.\\d+\n");
    }

    @Test
    void textThatIsACategoryIsNotMissingUnlessDeclared() {
        var predicted = rows("scored-codes", "[[\"NA\"], [\"none\"], [null]]").path("outputs");

        assertThat(csv("scored-codes/predict", "NA\nNA\nnone\nN/A\n").lines().skip(1).map(line -> line.substring(2)))
                .containsExactly(predicted.at("/0/0") + "," + predicted.at("/0/1"),
                        predicted.at("/1/0") + "," + predicted.at("/1/1"),
                        predicted.at("/2/0") + "," + predicted.at("/2/1"));
        assertThat(csv("scored-codes/predict?missing=NA", "NA\nNA\n").lines().skip(1).map(line -> line.substring(2)))
                .containsExactly(predicted.at("/2/0") + "," + predicted.at("/2/1"));
    }

    @Test
    void optionsOfUploadsApply() {
        var expected = csv("scored-sales/predict", "size,district\n2,south\n");

        assertThat(csv("scored-sales/predict?delimiter=semicolon", "size;district\n2;south\n")).isEqualTo(expected);
        assertThat(csv("scored-sales/predict", "sep=;\nsize;district\n\n2;south;;\n")).isEqualTo(expected);
        assertThat(refused("scored-sales/predict?header=false", "2,south\n").pointers()).containsExactly("/lines/1");
        assertThat(refused("scored-sales/predict?header=maybe", "2,south\n").pointers()).containsExactly("?header");
        assertThat(refused("scored-sales/predict?target=sold", "2,south\n").pointers()).containsExactly("?target");
    }

    @Test
    void gzipIsDecompressed() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write("size,district\n2,south\n".getBytes(StandardCharsets.UTF_8));
        }

        var answer = send("scored-sales/predict", "text/csv", BodyPublishers.ofByteArray(bytes.toByteArray()),
                "Content-Encoding", "gzip");

        assertThat(text(answer)).isEqualTo(csv("scored-sales/predict", "size,district\n2,south\n"));
    }

    @Test
    void categoriesThatTrainingDidNotKnowAreCounted() {
        var answer = send("scored-sales/predict", "text/csv",
                BodyPublishers.ofString("size,district\n2,west\n3,south\n2,east\n"));

        assertThat(text(answer).lines()).hasSize(4);
        assertThat(answer.headers().firstValue("Chainrule-Unknown-Values")).contains("2");
    }

    /** So that the status says whether an answer is complete. */
    @Test
    void faultInTheLastRowIsAnsweredBeforeAnythingIsSent() {
        var file = new StringBuilder("id,size,district\n");
        for (int row = 0; row < 20_000; row++) {
            file.append(row).append(",2,south\n");
        }
        file.append("20000,much,south\n20001,2\n20002,1e999,south\n");

        var answer = refused("scored-sales/predict", file.toString());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/lines/20002/columns/2", "/lines/20003");
        assertThat(answer.body().at("/errors/0/detail").asString())
                .startsWith("line 20002, column 2 (size): \"much\" is not a finite number")
                .contains("line 20004 (\"1e999\")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`size,place\n1,south\n`|/lines/1|there is no column district",
        "`size:district\n1:south\n`|/lines/1|upload the file with delimiter=colon",
        "`size,district\n`|/lines/2|no rows",
        "``|/lines/1|the file is empty",
        "`size,size,district\n1,1,south\n`|/lines/1/columns/2|another column"})
    void firstLineMustNameTheFeatures(String csv, String pointer, String detail) {
        var answer = refused("scored-sales/predict", csv);

        assertThat(answer.pointers()).containsExactly(pointer);
        assertThat(answer.body().at("/errors/0/detail").asString()).contains(detail);
    }

    @Test
    void missingValueIsRefusedWhereTrainingRefusedIt() {
        var answer = refused("scored-price/predict", "a\n1\nNA\n");

        assertThat(answer.pointers()).containsExactly("/lines/3/columns/1");
        assertThat(answer.body().at("/errors/0/detail").asString()).contains("refuse missing values");
    }

    @Test
    void numberThatTheModelCannotHoldIsRefused() {
        assertThat(refused("scored-price/predict", "a\n1\n1e300\n").pointers()).containsExactly("/lines/3");
        api.post("/datasets",
                "{\"name\": \"scored-huge\", \"columns\": [{\"name\": \"a\"}], \"rows\": [[1], [1e300], [-1]]}");

        assertThat(dataset("scored-price", "scored-huge", "text/csv").pointers()).containsExactly("/dataset");
    }

    private Api.Answer dataset(String model, String dataset, String accept) {
        return api.post("/models/" + model + "/predict", "application/json",
                BodyPublishers.ofString("{\"dataset\": \"" + dataset + "\"}"), "Accept", accept);
    }

    @Test
    void datasetMustFitTheVersion() {
        var answer = dataset("scored-sales", "scored-prices", "text/csv");

        assertThat(answer.pointers()).containsExactly("/dataset");
        assertThat(answer.body().at("/errors/0/detail").asString()).startsWith("lacks 2 of the 2 columns");
        assertThat(dataset("scored-sales", "scored-none", "text/csv").status()).isEqualTo(404);
        assertThat(dataset("scored-none", "scored-sales", "text/csv").status()).isEqualTo(404);
    }

    @Test
    void datasetIsNotAnsweredInJsonNorRowsAsATable() {
        assertThat(dataset("scored-sales", "scored-sales", "application/json").status()).isEqualTo(406);
        assertThat(dataset("scored-sales", "scored-sales", "*/*").status()).isEqualTo(406);
        assertThat(api.post("/models/scored-sales/predict", "application/json",
                BodyPublishers.ofString("{\"rows\": [[1, \"south\"]]}"), "Accept", "text/csv").status()).isEqualTo(406);
        assertThat(api.post("/models/scored-sales/predict", "text/csv",
                BodyPublishers.ofString("size,district\n2,south\n"), "Accept", "application/json").status())
                .isEqualTo(406);
    }

    @Test
    void eitherRowsOrADatasetIsGiven() {
        var both = "{\"rows\": [[1, \"south\"]], \"dataset\": \"scored-sales\"}";

        assertThat(api.post("/models/scored-sales/predict", both).pointers()).containsExactly("/dataset");
        assertThat(api.post("/models/scored-sales/predict", "application/json", BodyPublishers.ofString(both), "Accept",
                "text/csv").pointers()).containsExactly("/dataset");
        assertThat(api.post("/models/scored-sales/predict", "application/json", BodyPublishers.ofString("{}"), "Accept",
                "text/csv").pointers()).containsExactly("/dataset");
    }
}
