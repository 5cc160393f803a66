package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import dev.chainrule.dataset.Bytes;
import dev.chainrule.dataset.Multipart;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every form of upload, over HTTP: the stored rows are those that were sent. */
@ServiceTest
class UploadTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Api api;

    UploadTest(Api api) {
        this.api = api;
    }

    @Test
    void featuresAndTargetsBecomeNumericColumns() {
        var answer = api.post(
                "/datasets",
                """
                        {"name": "xor-arrays", "features": [[0,0],[0,1],[1,0],[1,1]], "targets": [[0],[1],[1],[0]]}""");

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        assertThat(answer.header("Location"))
                .isEqualTo("/api/v1/datasets/" + answer.body().path("id").asString());
        assertThat(answer.body().path("rows").asInt()).isEqualTo(4);
        assertThat(answer.body().path("source").asString()).isEqualTo("arrays");
        assertThat(answer.body().path("columns")).hasSize(3);
        assertThat(answer.body().path("columns").get(1)).isEqualTo(json("""
                {"name": "x2", "type": "numeric", "role": "feature", "missing": 0, "min": 0.0, "max": 1.0, "mean": 0.5,
                 "standardDeviation": 0.5, "categories": null}"""));
        assertThat(answer.body().path("columns").get(2).path("role").asString()).isEqualTo("target");
        assertThat(rows("xor-arrays")).isEqualTo(json("[[0,0,0],[0,1,1],[1,0,1],[1,1,0]]"));
    }

    @Test
    void targetsMayStandBeforeFeatures() {
        created(api.post("/datasets", """
                {"targets": [[1.5], [2.5]], "features": [[1], [2]], "name": "backwards"}"""));

        assertThat(rows("backwards")).isEqualTo(json("[[1, 1.5], [2, 2.5]]"));
    }

    @Test
    void aTableHoldsNumbersTextsAndMissingValues() {
        var created = created(api.post(
                "/datasets",
                """
                        {"name": "people", "rows": [[39.5, "red", true, 1], [null, null, false, 10], [41, "blue", null, 2]],
                         "columns": [{"name": "age"}, {"name": "colour", "role": "ignored"}, {"name": "left", "role": "target"},
                                     {"name": "group", "type": "categorical"}]}"""));

        assertThat(created.path("source").asString()).isEqualTo("table");
        assertThat(column(created, 0).path("missing").asInt()).isEqualTo(1);
        assertThat(column(created, 0).path("mean").asDouble()).isEqualTo(40.25);
        assertThat(column(created, 1).path("role").asString()).isEqualTo("ignored");
        assertThat(column(created, 1).path("type").asString()).isEqualTo("categorical");
        assertThat(column(created, 1).path("categories")).isEqualTo(json("[]"));
        assertThat(column(created, 2).path("categories")).isEqualTo(json("[\"false\", \"true\"]"));
        assertThat(column(created, 3).path("categories")).isEqualTo(json("[\"1\", \"2\", \"10\"]"));
        assertThat(rows("people"))
                .isEqualTo(json(
                        "[[39.5, \"true\", \"1\"], [null, \"false\", \"10\"], [41, null, \"2\"]]"));
    }

    @Test
    void rowsOfATableMayBeObjectsByColumnName() {
        created(api.post("/datasets",
                """
                        {"name": "records", "rows": [{"y": 2, "a": 1.5, "c": "red"}, [3, null, 4], {"a": 5, "c": true, "y": null}],
                         "columns": [{"name": "a"}, {"name": "c"}, {"name": "y", "role": "target"}]}"""));

        assertThat(rows("records")).isEqualTo(json("[[1.5, \"red\", 2], [3, null, 4], [5, \"true\", null]]"));
    }

    @Test
    void csvTypesAreInferred() {
        var created = created(csv(
                "?name=inferred&target=species,size&ignore=note",
                """
                        size,species,note,empty
                        1.5,setosa,a,
                        NA,virginica,"b, with ""quotes\""",?
                        -2e3, setosa,"two
                        lines",NaN
                        """));

        assertThat(created.path("source").asString()).isEqualTo("table");
        assertThat(column(created, 0).path("type").asString()).isEqualTo("numeric");
        assertThat(column(created, 0).path("role").asString()).isEqualTo("target");
        assertThat(column(created, 1).path("categories")).isEqualTo(json("[\"setosa\", \"virginica\"]"));
        assertThat(column(created, 2).path("role").asString()).isEqualTo("ignored");
        assertThat(column(created, 3)).isEqualTo(
                json("""
                        {"name": "empty", "type": "numeric", "role": "feature", "missing": 3, "min": null, "max": null, "mean": null,
                         "standardDeviation": null, "categories": null}"""));
        assertThat(rows("inferred")).isEqualTo(json("""
                [[1.5, "setosa", null], [null, "virginica", null], [-2000, "setosa", null]]"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NA", "na", "N/A", "n/a", "NaN", "nan", "NAN", "null", "NULL", "?", "None", "none",
        "#N/A", "#NA", "<NA>", "\\N", "-nan", "-nan(ind)", "1.#QNAN", "-1.#IND", " NULL ",
        "#NUM!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NULL!", "#div/0!"})
    void whatProgramsWriteForAMissingValueLeavesAColumnNumeric(String missing) {
        var created = created(csv("", "a,y\n1.5,1\n" + missing + ",2\n2.5,3\n"));

        assertThat(column(created, 0).path("type").asString()).isEqualTo("numeric");
        assertThat(column(created, 0).path("missing").asInt()).isEqualTo(1);
    }

    @Test
    void textsNamedInMissingAreMissingAsTheyAreSpelt() {
        var created = created(csv("?name=spelt&missing=X,-1", "a,b\n-1,X\n2,x\n"));

        assertThat(rows("spelt")).isEqualTo(json("[[null, null], [2, \"x\"]]"));
        assertThat(column(created, 0).path("missing").asInt()).isEqualTo(1);
    }

    @Test
    void ignoredColumnsOfACsvMayHoldAnything() {
        var rows = new StringBuilder("note,uid,ratio,kind,y\n");
        for (int i = 0; i <= 10_000; i++) {
            rows.append("long words ".repeat(30)).append(i).append(",u").append(i)
                    .append(i % 2 == 0 ? ",inf," : ",1e999,")
                    .append(i).append(',').append(i).append('\n');
        }

        var created = created(csv("?name=anything&target=y&ignore=note,uid,ratio,kind&numeric=note&categorical=kind",
                rows.toString()));

        assertThat(created.path("columns")).hasSize(5);
        assertThat(column(created, 3).path("type").asString()).isEqualTo("categorical");
        assertThat(api.get("/datasets/anything/rows?offset=7&limit=1").body().path("columns"))
                .isEqualTo(json("[\"y\"]"));
        assertThat(api.get("/datasets/anything/rows?offset=7&limit=1").body().path("rows")).isEqualTo(json("[[7]]"));
    }

    @Test
    void ignoredColumnsOfAJsonTableMayHoldAnything() {
        var uids = IntStream.rangeClosed(0, 10_000)
                .mapToObj("[\"u%1$d\", %1$d]"::formatted)
                .collect(Collectors.joining(","));
        created(api.post("/datasets",
                """
                        {"name": "any-json", "columns": [{"name": "a", "role": "ignored"}, {"name": "y"}],
                         "rows": [["%s", 1], ["\\ud800", 2], [NaN, 3], [1e999, 4], [{"b": [1]}, 5], [[[]], 6], [true, 7], [null, 8], %s]}"""
                        .formatted("long words ".repeat(9_000), uids)));

        assertThat(rows("any-json").get(5)).isEqualTo(json("[6]"));
    }

    @Test
    void aColumnCanBeTheRowsWeight() {
        var csv = created(csv("?name=weighted-csv&target=y&weight=w", "x,w,y\n1,0.5,2\n2,0,3\n"));
        var table = created(api.post("/datasets", """
                {"columns": [{"name": "x"}, {"name": "w", "role": "weight"}, {"name": "y", "role": "target"}],
                 "rows": [[1, 0.5, 2], [2, 0, 3]]}"""));

        assertThat(column(csv, 1).path("role").asString()).isEqualTo("weight");
        assertThat(column(csv, 1).path("type").asString()).isEqualTo("numeric");
        assertThat(table.path("columns")).isEqualTo(csv.path("columns"));
        assertThat(rows("weighted-csv")).isEqualTo(json("[[1, 0.5, 2], [2, 0, 3]]"));
    }

    @Test
    void aColumnThatTurnsOutToBeTextLateKeepsTheLeadingZerosOfItsNumbers() {
        created(csv("?name=late", "code\n007\n7\n+7\nB7\n"));

        assertThat(rows("late")).isEqualTo(json("[[\"007\"], [\"7\"], [\"+7\"], [\"B7\"]]"));
    }

    @Test
    void spellingsOfOneNumberAreOneCategoryInJsonAndCsv() {
        var table = created(api.post("/datasets", """
                {"name": "ones", "columns": [{"name": "c", "type": "categorical"}],
                 "rows": [[1], [1.0], [1e0], ["1"], [" 1.0 "], [9007199254740993], [9007199254740993]]}"""));
        var csv = created(csv("?categorical=c", "c\n1\n1.0\n1e0\n1.\n9007199254740993\n"));

        var expected = json("[\"1\", \"9007199254740993\"]");
        assertThat(column(table, 0).path("categories")).isEqualTo(expected);
        assertThat(column(csv, 0).path("categories")).isEqualTo(expected);
        assertThat(rows("ones").get(1)).isEqualTo(json("[\"1\"]"));
    }

    @Test
    void spellingsOfOneTruthValueAreOneCategoryInJsonAndCsv() {
        var table = created(api.post("/datasets", """
                {"columns": [{"name": "b"}], "rows": [[true], ["True"], [false], ["FALSE"]]}"""));
        var csv = created(csv("", "b\nTrue\ntrue \nFALSE\n"));

        assertThat(column(table, 0).path("categories")).isEqualTo(json("[\"false\", \"true\"]"));
        assertThat(column(csv, 0).path("categories")).isEqualTo(json("[\"false\", \"true\"]"));
    }

    @Test
    void noBreakSpacesBelongNeitherToNumbersNorToNamesNorToMissingValues() {
        var created = created(csv("?name=no-break", "a\u00a0,b\n\u00a01.5,\u00a0\n2\u00a0,x\n"));

        assertThat(column(created, 0).path("name").asString()).isEqualTo("a");
        assertThat(rows("no-break")).isEqualTo(json("[[1.5, null], [2, \"x\"]]"));
    }

    @Test
    void csvTypesCanBeDeclared() {
        var created = created(csv("?name=declared&categorical=zip&numeric=n", "zip,n\n01234,1\n99,NA\n"));

        assertThat(column(created, 0).path("categories")).isEqualTo(json("[\"99\", \"01234\"]"));
        assertThat(column(created, 1).path("type").asString()).isEqualTo("numeric");
    }

    @Test
    void csvDelimitersAreFoundOrGiven() {
        for (var delimiter : new String[] {",", ";", "\t", "|"}) {
            var created = created(csv("", "a%1$s\"b,;|\"%1$sc\n1%1$s2%1$s3\n".formatted(delimiter)));
            assertThat(created.path("columns")).as(delimiter).hasSize(3);
        }
        assertThat(created(csv("?delimiter=space", "a b,c\n1 2\n")).path("columns")).hasSize(2);
        assertThat(created(csv("?delimiter=%3A", "a:b\n1:2\n")).path("columns")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\",\"b\",\r\n1,2\r\n3,4\r\n", "a,b,\n1,2,\n3,4,\n", "a,b\n1,2,\n3,4, \n",
        "a,b, ,,\n1,2\n3,4,,,\n"})
    void aDelimiterAtTheEndOfLinesMakesNoColumn(String csv) {
        var created = created(csv("?target=b", csv));

        assertThat(created.path("columns")).hasSize(2);
        assertThat(rows(created.path("id").asString())).isEqualTo(json("[[1, 2], [3, 4]]"));
    }

    @Test
    void aNamelessColumnWithAValueInAnyRowIsNumbered() {
        created(csv("?name=nameless", ",b,,\n1,2,,\n3,4,5,\n"));

        assertThat(rows("nameless")).isEqualTo(json("[[1, 2, null], [3, 4, 5]]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;\na;y\n1;2\n", "sep=;\r\na;y\r\n1;2\r\n", "\uFEFFSEP=;\ra;y\r1;2\r",
        "\"sep=;\"\na;y\n1;2\n", "sep=#\na#y\n1#2\n", "sep=\t\na\ty\n1\t2\n", "sep= \na y\n1  2\n"})
    void aFirstLineCanDeclareTheDelimiterAsExcelDoes(String csv) {
        var created = created(csv("?target=y", csv));

        assertThat(column(created, 0).path("name").asString()).isEqualTo("a");
        assertThat(rows(created.path("id").asString())).isEqualTo(json("[[1, 2]]"));
    }

    @Test
    void anOptionOverridesTheDelimiterThatTheFileDeclares() {
        var created = created(csv("?delimiter=%7C&header=false", "sep=;\n1;5|2\n"));

        assertThat(rows(created.path("id").asString())).isEqualTo(json("[[\"1;5\", 2]]"));
    }

    @Test
    void runsOfBlanksSeparateValuesWhereTheDelimiterIsSpace() {
        var created = created(csv("?delimiter=space&header=false",
                " 0.1  18.0  24 \n 0.2\t 0.0  21\t\n \t \n0.3   1.0   \"a  \"\"b\"\"\"\n"));

        assertThat(rows(created.path("id").asString()))
                .isEqualTo(json("[[0.1, 18, \"24\"], [0.2, 0, \"21\"], [0.3, 1, \"a  \\\"b\\\"\"]]"));
    }

    @Test
    void linesOfBlanksAreSkippedAndQuotedEmptyValuesAreNot() {
        var created = created(csv("", "  \n\t\na;b\n 1;2\n   \n\n3;4\n"));
        var single = created(csv("", " \na\n1\n\"\"\n  \n2\n"));

        assertThat(rows(created.path("id").asString())).isEqualTo(json("[[1, 2], [3, 4]]"));
        assertThat(rows(single.path("id").asString())).isEqualTo(json("[[1], [null], [2]]"));
    }

    @Test
    void csvWithoutAHeaderHasNumberedColumns() {
        var created = created(csv("?name=bare&header=false&target=x2&missing=-,none", "1,2\n-,none\n\n3,4\n"));

        assertThat(column(created, 1).path("name").asString()).isEqualTo("x2");
        assertThat(column(created, 1).path("role").asString()).isEqualTo("target");
        assertThat(rows("bare")).isEqualTo(json("[[1, 2], [null, null], [3, 4]]"));
    }

    @Test
    void aByteOrderMarkDecidesTheCharacterSet() {
        var text = "größe\nüber\n";
        var expected = json("[[\"über\"]]");
        for (var charset : new String[] {"UTF-8", "UTF-16LE", "UTF-16BE"}) {
            var body = ("\uFEFF" + text).getBytes(java.nio.charset.Charset.forName(charset));
            var created = created(api.post("/datasets", "text/csv", BodyPublishers.ofByteArray(body)));
            assertThat(column(created, 0).path("name").asString()).as(charset).isEqualTo("größe");
            assertThat(rows(created.path("id").asString())).as(charset).isEqualTo(expected);
        }
        var latin = created(api.post(
                "/datasets",
                "text/csv; charset=ISO-8859-1",
                BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.ISO_8859_1))));
        assertThat(rows(latin.path("id").asString())).isEqualTo(expected);
    }

    @Test
    void gzipIsTakenByContentEncodingAndInParts() {
        var csv = Bytes.gzip(Bytes.utf8("a,b\n1,2\n"));
        var encoded = created(api.post(
                "/datasets", "text/csv", BodyPublishers.ofByteArray(csv), "Content-Encoding", "gzip"));
        var part = created(multipart(new Multipart().file("file", "anything.bin", csv)));
        var json = Bytes.gzip(Bytes.utf8(" {\"features\": [[1]], \"targets\": [[2]]}"));
        var jsonPart = created(multipart(new Multipart().file("file", "data.gz", json)));

        assertThat(part.path("sha256")).isEqualTo(encoded.path("sha256"));
        assertThat(jsonPart.path("source").asString()).isEqualTo("arrays");
    }

    @Test
    void metadataHasTheOptionsOfTheQuery() {
        var csv = "a,\"b,c\",d\n1,2,x\n";
        var created = created(multipart(new Multipart()
                .field("metadata", """
                        {"name": "described", "target": ["b,c"], "categorical": "a, d", "header": true}""")
                .file("file", "data.csv", csv)));

        assertThat(created.path("name").asString()).isEqualTo("described");
        assertThat(column(created, 0).path("type").asString()).isEqualTo("categorical");
        assertThat(column(created, 1).path("role").asString()).isEqualTo("target");

        var queried = created(api.post(
                "/datasets?name=queried&target=d", Multipart.TYPE,
                new Multipart().file("file", "data.csv", csv).end()));
        assertThat(column(queried, 2).path("role").asString()).isEqualTo("target");
    }

    @Test
    void imagesAndLabelsBecomePixelsAndACategoricalTarget() {
        var images = Bytes.idx(new int[] {3, 1, 2}, Bytes.of(0, 255, 7, 7, 128, 1));
        var labels = Bytes.idx(new int[] {3}, Bytes.of(10, 2, 10));

        var raw = created(multipart(new Multipart()
                .field("metadata", "{\"name\": \"digits\"}")
                .file("images", "images-idx3-ubyte", images)
                .file("labels", "labels-idx1-ubyte", labels)));
        var compressed = created(multipart(new Multipart()
                .file("labels", "labels.gz", Bytes.gzip(labels))
                .file("images", "images.gz", Bytes.gzip(images))));

        assertThat(raw.path("source").asString()).isEqualTo("images");
        assertThat(column(raw, 2)).isEqualTo(json("""
                {"name": "label", "type": "categorical", "role": "target", "missing": 0, "min": null, "max": null,
                 "mean": null, "standardDeviation": null, "categories": ["2", "10"]}"""));
        assertThat(rows("digits")).isEqualTo(json("[[0, 255, \"10\"], [7, 7, \"2\"], [128, 1, \"10\"]]"));
        assertThat(compressed.path("sha256")).isEqualTo(raw.path("sha256"));
    }

    @Test
    void everyDoubleComesBackToTheSameBits() {
        var numbers = "[[0.1, 1e-320, -0.0, 9007199254740993, 0.5], [1.7976931348623157e308, 2, 1, 3, 255]]";
        created(api.post("/datasets", "{\"name\": \"bits\", \"features\": " + numbers + ", \"targets\": [[1], [2]]}"));

        var row = rows("bits").get(0);
        assertThat(row.get(0).asDouble()).isEqualTo(0.1);
        assertThat(row.get(1).asDouble()).isEqualTo(1e-320);
        assertThat(Double.doubleToRawLongBits(row.get(2).asDouble())).isEqualTo(Long.MIN_VALUE);
        assertThat(row.get(3).asDouble()).isEqualTo(9007199254740992.0);
        assertThat(rows("bits").get(1).get(0).asDouble()).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void aGeneratorNeedsNoRows() {
        var created = created(api.post("/datasets", """
                {"name": "made-xor", "generator": {"type": "xor"}}"""));

        assertThat(created.path("source").asString()).isEqualTo("generator");
        assertThat(rows("made-xor")).isEqualTo(json("[[0,0,0],[0,1,1],[1,0,1],[1,1,0]]"));
    }

    @Test
    void aDatasetWithoutANameGetsOne() {
        var first = created(api.post("/datasets", "{\"generator\": {\"type\": \"and\"}}"));
        var second = created(api.post("/datasets", "{\"generator\": {\"type\": \"and\"}}"));

        assertThat(first.path("name").asString()).matches("dataset-[0-9a-f]{12}");
        assertThat(second.path("name")).isNotEqualTo(first.path("name"));
        assertThat(second.path("sha256")).isEqualTo(first.path("sha256"));
    }

    private Answer csv(String query, String body) {
        return api.post("/datasets" + query, "text/csv", BodyPublishers.ofString(body));
    }

    private Answer multipart(Multipart body) {
        return api.post("/datasets", Multipart.TYPE, body.end());
    }

    private JsonNode rows(String dataset) {
        return api.get("/datasets/" + dataset + "/rows").body().path("rows");
    }

    private static JsonNode created(Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body();
    }

    private static JsonNode column(JsonNode dataset, int index) {
        return dataset.path("columns").get(index);
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
