package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.Trained;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Datasets made from stored ones, with other roles. */
@ServiceTest
class StoredSourceTest {
    private static final String ROWS =
            """
                    "rows": [[1, "red", 10, 0.5, "a"], [2, null, 20, 0.25, "b"], [3, "blue", 30, null, "c"], [4, "red", 40, 4, "d"]]""";

    private final Api api;

    StoredSourceTest(Api api) {
        this.api = api;
    }

    @BeforeEach
    void plants() {
        if (api.get("/datasets/plants").status() == 404) {
            upload("plants", "feature", "feature", "target");
        }
    }

    private JsonNode upload(String name, String size, String colour, String price) {
        var answer = api.post("/datasets", """
                {"name": "%s", "columns": [{"name": "size", "role": "%s"}, {"name": "colour", "role": "%s"},
                    {"name": "price", "role": "%s"}, {"name": "depth"}, {"name": "id", "role": "ignored"}], %s}"""
                .formatted(name, size, colour, price, ROWS));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body();
    }

    private JsonNode from(String columns) {
        var answer = api.post("/datasets", "{\"from\": \"plants\", \"columns\": [" + columns + "]}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void listedColumnsGetOtherRolesAndTheRestStays() {
        var dataset =
                from("{\"name\": \"price\", \"role\": \"feature\"}, {\"name\": \"colour\", \"role\": \"target\"}");

        assertThat(dataset.path("columns").valueStream()
                .map(column -> column.path("name").asString() + " " + column.path("role").asString()))
                .containsExactly("size feature", "colour target", "price feature", "depth feature");
        assertThat(dataset.path("rows").asInt()).isEqualTo(4);
        var id = dataset.path("id").asString();
        assertThat(api.get("/datasets/" + id + "/rows").body().path("rows")).isEqualTo(json("""
                [[1, "red", 10, 0.5], [2, null, 20, 0.25], [3, "blue", 30, null], [4, "red", 40, 4]]"""));
        assertThat(api.get("/datasets/plants").body().path("columns").get(2).path("role").asString())
                .as("what is stored never changes")
                .isEqualTo("target");
    }

    @Test
    void datasetIsTheSameAsAnUploadWithThoseRoles() {
        var uploaded = api.post("/datasets",
                """
                        {"columns": [{"name": "size"}, {"name": "colour", "role": "target"}, {"name": "price"}, {"name": "depth"}],
                         "rows": [[1, "red", 10, 0.5], [2, null, 20, 0.25], [3, "blue", 30, null], [4, "red", 40, 4]]}""")
                .body();

        var dataset =
                from("{\"name\": \"price\", \"role\": \"feature\"}, {\"name\": \"colour\", \"role\": \"target\"}");

        assertThat(dataset.path("sha256")).isEqualTo(uploaded.path("sha256"));
        assertThat(dataset.path("columns")).isEqualTo(uploaded.path("columns"));
    }

    @Test
    void columnWithoutARoleKeepsItsOwn() {
        var dataset = from("{\"name\": \"price\", \"type\": \"categorical\"}");

        var price = dataset.path("columns").get(2);
        assertThat(price.path("role").asString()).isEqualTo("target");
        assertThat(price.path("categories")).isEqualTo(json("[\"10\", \"20\", \"30\", \"40\"]"));
        assertThat(from("{\"name\": \"depth\", \"type\": \"categorical\"}").path("columns").get(3).path("categories"))
                .isEqualTo(json("[\"0.25\", \"0.5\", \"4\"]"));
    }

    @Test
    void datasetOutlivesTheOneThatItIsFrom() {
        upload("mother", "feature", "feature", "target");
        var id = api.post("/datasets", "{\"from\": \"mother\"}").body().path("id").asString();

        assertThat(api.delete("/datasets/mother").status()).isEqualTo(204);

        assertThat(api.get("/datasets/" + id + "/rows").body().path("rows").size()).isEqualTo(4);
    }

    @Test
    void jobChoosesItsTarget() {
        var job = Trained.by(api, """
                {"model": {"name": "sizer", "layers": [{"units": 1}], "loss": "mean_squared_error"}, "epochs": 1,
                 "dataset": {"from": "plants", "columns": [{"name": "size", "role": "target"},
                    {"name": "price", "role": "feature"}, {"name": "colour", "role": "ignored"}]}}""");

        var answer = api.post("/models/sizer/predict", "{\"rows\": [{\"price\": 20, \"depth\": 1}]}").body();
        assertThat(answer.path("outputNames")).isEqualTo(json("[\"size\"]"));
        assertThat(api.get("/datasets/" + job.path("dataset").asString()).status()).isEqualTo(200);
    }

    @Test
    void warningsOfTheUploadStayWithTheirColumns() {
        api.post("/datasets", """
                {"name": "doubtful", "columns": [{"name": "a"}, {"name": "b"}, {"name": "y", "role": "target"}],
                 "rows": [["1,5", 1, 1], ["2,5", 1, 2], ["1,5", "x", 3], ["2,5", 2, 4]]}""");
        var before = api.get("/datasets/doubtful").body().path("warnings");
        assertThat(before.size()).isEqualTo(2);

        var warnings = api.post("/datasets", """
                {"from": "doubtful", "columns": [{"name": "b", "role": "ignored"}]}""").body().path("warnings");

        assertThat(warnings.size()).isEqualTo(1);
        assertThat(warnings.get(0)).isEqualTo(before.get(0));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("\"from\": \"nowhere\"", 404, "/from", "There is no dataset \"nowhere\""),
                arguments("\"from\": 3", 422, "/from", "must be a string"),
                arguments("\"from\": \"plants\", \"rows\": [[1]]", 422, "",
                        "has more than one kind of data. Send features and targets, or columns and rows, or generator, or"
                                + " from"),
                arguments("\"from\": \"plants\", \"columns\": [{\"name\": \"prise\", \"role\": \"feature\"}]", 422,
                        "/columns/0/name", "is not a column of the dataset \"plants\" (did you mean price?)"),
                arguments("\"from\": \"plants\", \"columns\": [{\"name\": \"id\", \"role\": \"feature\"}]", 422,
                        "/columns/0/name",
                        "is ignored in the dataset \"plants\", and values of ignored columns are not stored: upload them"
                                + " again with another role"),
                arguments("\"from\": \"plants\", \"columns\": [{\"name\": \"colour\", \"type\": \"numeric\"}]", 422,
                        "/columns/0", "holds texts, and cannot be numeric or the weight"),
                arguments("\"from\": \"plants\", \"columns\": [{\"name\": \"colour\", \"role\": \"weight\"}]", 422,
                        "/columns/0", "holds texts, and cannot be numeric or the weight"),
                arguments("\"from\": \"plants\", \"columns\": [{\"name\": \"depth\", \"role\": \"weight\"}]", 422,
                        "/columns/0",
                        "is the weight, but has 1 missing value: give every row a weight, 0 if it is not to count"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void changeThatIsNotPossibleIsRefused(String body, int status, String pointer, String detail) {
        var answer = api.post("/datasets", "{" + body + "}");

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.pointers()).containsExactly(pointer);
        assertThat(answer.body().path("errors").get(0).path("detail").asString()).isEqualTo(detail);
    }
}
