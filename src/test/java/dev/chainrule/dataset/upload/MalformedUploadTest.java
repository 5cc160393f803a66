package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import dev.chainrule.dataset.Bytes;
import dev.chainrule.dataset.Multipart;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every fault is answered with its place, and nothing of the upload is stored. */
@ServiceTest
class MalformedUploadTest {
    private final Api api;
    private final JdbcClient database;
    private int storedBefore;

    MalformedUploadTest(Api api, JdbcClient database) {
        this.api = api;
        this.database = database;
    }

    /** Rows of all tables together; other tests share the database. */
    private int stored() {
        return Stream.of("dataset", "content", "content_chunk")
                .mapToInt(table -> database.sql("select count(*) from " + table).query(Integer.class).single())
                .sum();
    }

    @BeforeEach
    void countWhatIsStored() {
        storedBefore = stored();
    }

    @AfterEach
    void nothingIsStored() {
        assertThat(stored()).isEqualTo(storedBefore);
    }

    static Stream<Arguments> malformedJsonIsRefusedWithItsPlace() {
        return Stream.of(
                json("[[1, 2]]", ""),
                json("{}", ""),
                json("{\"name\": \"a\"}", ""),
                json("{\"features\": [[1]]}", "/targets"),
                json("{\"targets\": [[1]]}", "/features"),
                json("{\"features\": [0, 1], \"targets\": [[1], [2]]}", "/features/0"),
                json("{\"features\": [[0], 1], \"targets\": [[1], [2]]}", "/features/1"),
                json("{\"features\": 7, \"targets\": [[1]]}", "/features"),
                json("{\"features\": [], \"targets\": []}", "/features", "/targets"),
                json("{\"features\": [[]], \"targets\": [[1]]}", "/features/0"),
                json("{\"features\": [[1, 2], [3]], \"targets\": [[1], [2]]}", "/features/1"),
                json("{\"features\": [[1], [2], [3]], \"targets\": [[1], [2]]}", "/targets"),
                json("{\"features\": [[1], [2]], \"targets\": [[1], [2, 3]]}", "/targets/1"),
                json("{\"features\": [[1, 2], [3, NaN]], \"targets\": [[1], [2]]}", "/features/1/1"),
                json("{\"features\": [[Infinity]], \"targets\": [[-Infinity]]}", "/features/0/0", "/targets/0/0"),
                json("{\"features\": [[1], [1e999]], \"targets\": [[1], [2]]}", "/features/1/0"),
                json("{\"features\": [[1], [null]], \"targets\": [[1], [2]]}", "/features/1/0"),
                json("{\"features\": [[\"a\"], [[]]], \"targets\": [[true], [{}]]}",
                        "/features/0/0", "/targets/0/0"),
                json("{\"features\": [[1]], \"targets\": [[1]], \"labels\": [[1]]}", "/labels"),
                json("{\"columns\": [{\"name\": \"a\\ud800\"}], \"rows\": [[1]]}", "/columns/0/name"),
                json("{\"columns\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"rows\": [[1, \"x\"], [2, \"\\udc00\"]]}",
                        "/columns/1"),
                json("{\"features\": [[1]], \"features\": [[1]], \"targets\": [[1]]}", "/features"),
                json("{\"features\": [[1]], \"targets\": [[1]], \"generator\": {\"type\": \"xor\"}}", ""),
                json("{\"columns\": [{\"name\": \"a\"}], \"rows\": [[1]], \"targets\": [[1]]}", ""),
                json("{\"name\": \"No Spaces\", \"features\": [[1]], \"targets\": [[1]]}", "/name"),
                json("{\"name\": 7, \"features\": [[1]], \"targets\": [[1]]}", "/name"),
                json("{\"name\": \"0198c1c0-0000-7000-8000-000000000000\", \"features\": [[1]], \"targets\": [[1]]}",
                        "/name"),
                json("{\"columns\": [{\"name\": \"a\"}]}", "/rows"),
                json("{\"rows\": [[1]]}", "/columns"),
                json("{\"columns\": [], \"rows\": [[1]]}", "/columns"),
                json("{\"columns\": [{\"name\": \"a\"}], \"rows\": []}", "/rows"),
                json("{\"columns\": [{\"role\": \"feature\"}], \"rows\": [[1]]}", "/columns/0/name"),
                json("{\"columns\": [{\"name\": \" \"}], \"rows\": [[1]]}", "/columns/0/name"),
                json("{\"columns\": [{\"name\": \"a\"}, {\"name\": \"a\"}], \"rows\": [[1, 2]]}", "/columns/1/name"),
                json("{\"columns\": [{\"name\": \"a\", \"role\": \"label\"}], \"rows\": [[1]]}", "/columns/0/role"),
                json("{\"columns\": [{\"name\": \"a\", \"type\": 3}], \"rows\": [[1]]}", "/columns/0/type"),
                json("{\"columns\": [{\"name\": \"a\", \"kind\": 3}], \"rows\": [[1]]}", "/columns/0/kind"),
                json("{\"columns\": [\"a\"], \"rows\": [[1]]}", "/columns/0"),
                json("{\"columns\": [{\"name\": \"a\", \"role\": \"ignored\"}], \"rows\": [[1]]}", "/columns/0"),
                weights("", "[1, 2], [1, -1]", "/columns/1"),
                weights("", "[1, 2], [1, null]", "/columns/1"),
                weights("", "[1, 0], [1, 0]", "/columns/1"),
                weights("", "[1, 2], [1, \"heavy\"]", "/rows/1/1"),
                weights("", "[1, 2], [1, 1e999]", "/rows/1/1"),
                weights(", \"type\": \"categorical\"", "[1, 2]", "/columns/1/type"),
                weights("}, {\"name\": \"v\", \"role\": \"weight\"", "[1, 2, 3]", "/columns/2/role"),
                json("{\"columns\": [{\"name\": \"a\"}], \"rows\": [[1], [1, 2], [], [1, 2]]}", "/rows/1", "/rows/2"),
                json("{\"columns\": [{\"name\": \"a\"}], \"rows\": [[[1]], [{\"b\": 2}]]}", "/rows/0/0"),
                json("{\"columns\": [{\"name\": \"a\", \"type\": \"numeric\"}], \"rows\": [[1], [\"2\"], [true]]}",
                        "/rows/1/0"),
                json("{\"columns\": [{\"name\": \"a\"}], \"rows\": [[1], [NaN]]}", "/rows/1/0"),
                json("{\"columns\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"rows\": [{\"a\": 1}, {\"b\": 1, \"c\": 2, \"a\": NaN},"
                        + " {\"a\": 1, \"b\": 2, \"b\": 3}, 4]}", "/rows/3"),
                json("{\"columns\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"rows\": [{\"a\": 1}, {\"b\": 1, \"c\": 2, \"a\": NaN},"
                        + " {\"a\": 1, \"b\": 2, \"b\": 3}]}", "/rows/0/b", "/rows/1/c", "/rows/1/a", "/rows/2/b"),
                json("{\"features\": [{\"a\": 1}], \"targets\": [[1]]}", "/features/0"),
                json("{\"generator\": {}}", "/generator/type"),
                json("{\"generator\": \"xor\"}", "/generator"),
                json("{\"generator\": {\"type\": \"nand\", \"rows\": 0, \"noise\": -1, \"seed\": 1.5, \"size\": 3}}",
                        "/generator/type", "/generator/rows", "/generator/noise", "/generator/seed", "/generator/size"),
                json("{\"generator\": {\"type\": \"spiral\", \"rows\": 99999999999}}", "/generator/rows"));
    }

    private static Arguments weights(String more, String rows, String pointer) {
        return json("{\"columns\": [{\"name\": \"a\"}, {\"name\": \"w\", \"role\": \"weight\"%s}], \"rows\": [%s]}"
                .formatted(more, rows), pointer);
    }

    private static Arguments json(String body, String... pointers) {
        return Arguments.of(body, pointers);
    }

    @ParameterizedTest
    @MethodSource
    void malformedJsonIsRefusedWithItsPlace(String body, String... pointers) {
        assertInvalid(api.post("/datasets", body), pointers);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
        "{\"features\": [[1]] -> line 1, column",
        "not json -> line 1, column",
        "{\"features\": [[1,]]} -> line 1, column",
        "{\"features\": [[1]], \"targets\": [[1]]} {} -> line 1",
        "`` -> empty",
    })
    void textThatIsNotJsonIsMalformed(String body, String detail) {
        var answer = api.post("/datasets", body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
        "?target=y -> a,y1,22,3 -> /lines/2: the file has a line of names, but no rows; curl -d removes line breaks",
        " -> a,y1,22,3 -> /lines/2: the file has a line of names, but no rows; curl -d removes line breaks: send a file"
                + " with curl --data-binary @data.csv",
        "?delimiter=comma&target=y -> `a;y\n1;2\n` -> ?target: there is no column \"y\"; the columns are a;y; if a"
                + " semicolon separates values, upload the file with delimiter=semicolon",
        "?target=y -> `a:y\n1:2\n` -> ?target: there is no column \"y\"; the columns are a:y; if a colon separates"
                + " values, upload the file with delimiter=colon",
        "?delimiter=ab -> `a,y\n1,2\n` -> ?delimiter: must be one character, or one of semicolon, tab, pipe, comma,"
                + " colon, caret, tilde, space",
        "?target=spieces -> `length,species\n1,iris\n` -> ?target: there is no column \"spieces\" (did you mean"
                + " species?); the columns are length, species",
    })
    void faultOfACsvSuggestsItsCause(String query, String csv, String detail) {
        var answer = api.post("/datasets" + (query == null ? "" : query), "text/csv", BodyPublishers.ofString(csv));

        assertThat(answer.body().path("detail").asString()).startsWith(detail);
    }

    @Test
    void faultsOfOptionsAndOfTheColumnsThatTheyNameAreAnsweredTogether() {
        var answer = api.post(
                "/datasets?nam=a&target=kind&weight=w,v", "text/csv", BodyPublishers.ofString("a,b\n1,2\n"));

        assertThat(answer.pointers()).containsExactlyInAnyOrder("?nam", "?target", "?weight", "?weight", "?weight");
    }

    /** As {@code curl -d} sends it. */
    @Test
    void fileWithoutLineBreaksHasOneFault() {
        var answer = api.post(
                "/datasets?target=y", "text/csv", BodyPublishers.ofString("a,y" + "1.5,iris".repeat(200)));

        assertThat(answer.pointers()).containsExactly("/lines/2");
    }

    @Test
    void faultOfCsvSentAsJsonNamesTheContentType() {
        var answer = api.post("/datasets?target=y", "a,y\n1,2\n");

        assertThat(answer.body().path("detail").asString()).isEqualTo(
                "?target: applies to CSV only: write it into the JSON document; with curl, a CSV file needs"
                        + " -H 'Content-Type: text/csv' --data-binary @data.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"features\": [[1]], \"targets\": [[1]]}", " {\n\"name\" : \"a\"}", "[[1, 2]]",
        "[ {\"a\": 1}]"})
    void jsonSentAsCsvIsRecognised(String body) {
        var answer = api.post("/datasets", "text/csv", BodyPublishers.ofString(body));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.body().path("detail").asString())
                .isEqualTo("The content type is text/csv, but the body looks like JSON: send it as application/json");
    }

    @Test
    void manyMissingColumnsOfARowAreOneFault() {
        var columns = IntStream.range(0, 785).mapToObj("{\"name\": \"c%d\"}"::formatted)
                .collect(Collectors.joining(","));

        var answer = api.post("/datasets", "{\"columns\": [" + columns + "], \"rows\": [{\"c7\": 1}, {\"c7\": 2}]}");

        assertInvalid(answer, "/rows/0");
        assertThat(answer.body().path("errors").get(0).path("detail").asString()).isEqualTo(
                "lacks 784 of the 785 columns: c0, c1, c2 and 781 more; give each a value, or null where it is unknown;"
                        + " also at /rows/1 (2 places in total)");
    }

    static Stream<Arguments> malformedCsvIsRefusedWithItsPlace() {
        return Stream.of(
                Arguments.of("", "", "/lines/1"),
                Arguments.of("", "a,b\n", "/lines/2"),
                Arguments.of("?header=false", "\n\n", "/lines/1"),
                Arguments.of("", "a,b\n1,2\n3\n", "/lines/3"),
                Arguments.of("", "a,b\n1,2,3\n", "/lines/2"),
                Arguments.of("", "a,b,\n1,2\n3,4,5\n", "/lines/2"),
                Arguments.of("", "a,b,\n1,2\n3,4,,5\n6\n", "/lines/2"),
                Arguments.of("?numeric=b", "a,b\r1,2\r \t \r3,z\r", "/lines/4/columns/2"),
                Arguments.of("?numeric=b", "sep=;\r\na;b\r\n1;z\r\n", "/lines/3/columns/2"),
                Arguments.of("?delimiter=space&numeric=b", "a  b\n 1  z \n", "/lines/2/columns/2"),
                Arguments.of("", "a,b,a\n1,2,3\n", "/lines/1/columns/3"),
                Arguments.of("?numeric=b", "a,b\n1,2\n\n\"x\ny\",z\n", "/lines/4/columns/2"),
                Arguments.of("", "a\n1\ninf\n", "/lines/3/columns/1"),
                Arguments.of("", "a\n1e999\n", "/lines/2/columns/1"),
                Arguments.of("?target=c", "a,b\n1,2\n", "?target"),
                Arguments.of("?ignore=c&numeric=d&categorical=e", "a,b\n1,2\n", "?ignore|?categorical|?numeric"),
                Arguments.of("?target=a&ignore=a", "a,b\n1,2\n", "?target"),
                Arguments.of("?ignore=a,b", "a,b\n1,2\n", "/columns/1"),
                Arguments.of("?target=a&weight=b", "a,b\n1,2\n3,-1\n", "/columns/2"),
                Arguments.of("?target=a&weight=b", "a,b\n1,2\n3,NA\n", "/columns/2"),
                Arguments.of("?target=a&weight=b", "a,b\n1,0\n3,0\n", "/columns/2"),
                Arguments.of("?target=a&weight=b", "a,b\n1,2\n3,heavy\n", "/lines/3/columns/2"),
                Arguments.of("?target=a&weight=b", "a,b\n1,2\n3,inf\n", "/lines/3/columns/2"),
                Arguments.of("?target=a&weight=c", "a,b\n1,2\n", "?weight"),
                Arguments.of("?weight=a,b", "a,b\n1,2\n", "?weight"),
                Arguments.of("?weight=a&weight=b", "a,b\n1,2\n", "?weight"),
                Arguments.of("?weight=a&target=a", "a,b\n1,2\n", "?weight"),
                Arguments.of("?weight=a&ignore=a", "a,b\n1,2\n", "?weight"),
                Arguments.of("?weight=a&categorical=a", "a,b\n1,2\n", "?weight"),
                Arguments.of("?categorical=a&numeric=a", "a,b\n1,2\n", "?categorical"),
                Arguments.of("?delimiter=ab", "a,b\n1,2\n", "?delimiter"),
                Arguments.of("?header=maybe", "a,b\n1,2\n", "?header"),
                Arguments.of("?name=A", "a,b\n1,2\n", "?name"),
                Arguments.of("?name=a&name=b", "a,b\n1,2\n", "?name"),
                Arguments.of("?separator=,", "a,b\n1,2\n", "?separator"));
    }

    @ParameterizedTest
    @MethodSource
    void malformedCsvIsRefusedWithItsPlace(String query, String body, String pointers) {
        var answer = api.post("/datasets" + query, "text/csv", BodyPublishers.ofString(body));

        assertInvalid(answer, pointers.split("\\|"));
    }

    @Test
    void invalidCellIsReportedWithLineColumnAndName() {
        var answer = api.post(
                "/datasets?numeric=horsepower",
                "text/csv",
                BodyPublishers.ofString("mpg,horsepower\n18,130\n15,many\n"));

        assertThat(answer.body().path("errors").get(0).path("detail").asString())
                .startsWith("line 3, column 2 (horsepower): \"many\" is not a number");
    }

    @Test
    void aBadColumnIsOneFaultWithThreeExamplesAndTheirNumber() {
        var csv = new StringBuilder("mpg,horsepower\n");
        for (int line = 2; line < 202; line++) {
            csv.append("many").append(line).append(",low").append(line).append('\n');
        }
        var answer = api.post("/datasets?numeric=horsepower,mpg", "text/csv", BodyPublishers.ofString(csv + "1\n2\n"));

        assertInvalid(answer, "/lines/2/columns/1", "/lines/2/columns/2", "/lines/202");
        assertThat(answer.body().path("errors").get(1).path("detail").asString())
                .startsWith("line 2, column 2 (horsepower): \"low2\" is not a number")
                .endsWith("; also at line 3 (\"low3\") and line 4 (\"low4\") (200 places in total)");
        assertThat(answer.body().path("errors").get(2).path("detail").asString()).isEqualTo(
                "line 202: has 1 values, but there are 2 columns; also at line 203 (2 places in total)");
    }

    @Test
    void binaryFileIsRefusedWithItsFormatAndTheRemedy() {
        var png = Bytes.join(Bytes.of(0x89), Bytes.utf8("PNG\r\n"), Bytes.of(0x1A, '\n', 0, 0, 0, 13),
                Bytes.utf8("IHDR"));
        for (var answer : List.of(
                api.post("/datasets", "text/csv", BodyPublishers.ofByteArray(png)),
                api.post("/datasets", "text/csv", BodyPublishers.ofByteArray(Bytes.gzip(png))),
                api.post("/datasets", "application/json", BodyPublishers.ofByteArray(png)))) {
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(415);
            assertThat(answer.body().path("detail").asString()).isEqualTo("The first bytes of the body are those of a"
                    + " PNG image: send images as IDX files, or as CSV with a column for each pixel");
        }
        var part = api.post("/datasets", Multipart.TYPE,
                new Multipart().file("file", "flats.xlsx", Bytes.utf8("PK\3\4\24\0\6\0\b\0\0\0!\0[Content_Types].xml"))
                        .end());
        assertThat(part.status()).as("%s", part.body()).isEqualTo(415);
        assertThat(part.body().path("detail").asString())
                .isEqualTo("The first bytes of the part \"file\" are those of an"
                        + " Excel workbook: save the sheet as CSV UTF-8, and send that");
    }

    @Test
    void csvThatCannotBeParsedIsMalformed() {
        assertMalformed(api.post("/datasets", "text/csv", BodyPublishers.ofString("a,b\n1,\"2\n3,4\n")), "line 2");
        assertMalformed(api.post("/datasets", "text/csv", BodyPublishers.ofString("a,b\n1,\"2\"x\n")), "line 2");
        assertMalformed(
                api.post("/datasets", "text/csv", BodyPublishers.ofByteArray(Bytes.join(
                        Bytes.utf8("a,b\n1,"), Bytes.of(0xC3, 0x28), Bytes.utf8("\n")))),
                "Line 2 is not UTF-8: byte 7");
    }

    @Test
    void aStringOfMoreThan65536CharactersInJsonIsMalformed() {
        var text = "t".repeat(65_537);

        assertMalformed(api.post("/datasets", "{\"columns\": [{\"name\": \"a\"}], \"rows\": [[\"" + text + "\"]]}"),
                "at most 65536 characters");
        assertMalformed(api.post("/datasets", "{\"name\": \"" + text + "\"}"), "at most 65536 characters");
    }

    @Test
    void aFieldsNameOfMoreThan256CharactersInJsonIsMalformed() {
        assertMalformed(api.post("/datasets", "{\"" + "n".repeat(8_200) + "\": 1}"), "at most 256 characters");
    }

    @Test
    void aRowOfJsonWithMoreThanTwoMillionCharactersIsMalformed() {
        var columns =
                IntStream.range(0, 35).mapToObj("{\"name\": \"c%d\"}"::formatted).collect(Collectors.joining(","));
        var row = "\"" + "t".repeat(60_000) + "\"";

        assertMalformed(api.post("/datasets",
                "{\"columns\": [" + columns + "], \"rows\": [[" + (row + ",").repeat(34) + row + "]]}"),
                "more than 2097152 characters");
    }

    @Test
    void damagedGzipIsMalformed() {
        var gzip = Bytes.gzip(Bytes.utf8("a,b\n1,2\n".repeat(1000)));
        var cut = Arrays.copyOf(gzip, gzip.length - 10);

        assertMalformed(
                api.post("/datasets", "text/csv", BodyPublishers.ofByteArray(cut), "Content-Encoding", "gzip"), "gzip");
        assertMalformed(
                api.post("/datasets", "text/csv", BodyPublishers.ofString("a\n1\n"), "Content-Encoding", "gzip"),
                "gzip");
    }

    @Test
    void otherContentTypesAndEncodingsAreUnsupported() {
        var text = api.post("/datasets", "text/plain", BodyPublishers.ofString("a\n1\n"));
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.body().path("detail").asString()).contains("text/plain");
        assertThat(api.post("/datasets", "application/x-www-form-urlencoded", BodyPublishers.ofString("a=1")).status())
                .isEqualTo(415);
        assertThat(api.post("/datasets", "text/csv", BodyPublishers.ofString("a\n1\n"), "Content-Encoding", "br")
                .status())
                .isEqualTo(415);
    }

    @Test
    void aPartOfAnUnknownCharacterSetIsUnsupported() {
        var answer = api.post("/datasets", Multipart.TYPE,
                new Multipart()
                        .file("file", "a.csv\"\r\nContent-Type: text/csv; charset=klingon\r\nX-Rest: \"", "a\n1\n")
                        .end());

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(415);
        assertThat(answer.body().path("detail").asString()).startsWith("The charset klingon is not known");
    }

    @Test
    void latin1WithoutACharsetIsRefusedAndNamesTheRemedy() {
        assertMalformed(
                api.post("/datasets", "text/csv", BodyPublishers.ofByteArray(
                        Bytes.join(Bytes.utf8("a\n"), Bytes.of('M', 0xFC, 'n'), Bytes.utf8("\n")))),
                "name it, as in Content-Type: text/csv; charset=ISO-8859-1");
    }

    static Stream<Arguments> malformedMultipartBodyIsRefused() {
        var images = Bytes.idx(new int[] {2, 1, 2}, Bytes.of(1, 2, 3, 4));
        var labels = Bytes.idx(new int[] {2}, Bytes.of(0, 1));
        return Stream.of(
                parts(new Multipart().field("metadata", "{}"), "/file"),
                parts(new Multipart().file("images", "i", images), "/labels"),
                parts(new Multipart().file("labels", "l", labels), "/images"),
                parts(images(images, labels).file("file", "f.csv", "a\n1\n"), "/file"),
                parts(images(images, labels).file("pictures", "p", images), "/pictures"),
                parts(images(labels, images), "/labels"),
                parts(images(Bytes.utf8("not an idx file"), labels), "/images"),
                parts(images(Bytes.join(Bytes.of(0, 0, 0x0D, 3), images), labels), "/images"),
                parts(images(Bytes.idx(new int[] {2, 1, 2}, Bytes.of(1, 2, 3)), labels), "/images"),
                parts(images(Bytes.idx(new int[] {2, 1, 2}, Bytes.of(1, 2, 3, 4, 5)), labels), "/images"),
                parts(images(Bytes.idx(new int[] {3, 1, 2}, Bytes.of(1, 2, 3, 4, 5, 6)), labels), "/labels"),
                parts(images(Bytes.idx(new int[] {2, 60000, 60000}, Bytes.of(1)), labels), "/images"),
                parts(images(Bytes.idx(new int[] {-1, 1, 2}, Bytes.of(1)), labels), "/images"),
                parts(images(images, Bytes.idx(new int[] {2}, Bytes.of(0))), "/labels"),
                parts(images(images, Bytes.of(0, 0)), "/labels"),
                parts(images(images, labels).field("metadata", "{\"target\": \"x1\"}"), "/metadata/target"),
                parts(csv().field("metadata", "[]"), "/metadata"),
                parts(csv().field("metadata", "{\"target\": [\"b\"], \"colour\": \"red\"}"), "/metadata/colour"),
                parts(csv().field("metadata", "{\"target\": [\"b\"]}"), "/metadata/target"),
                parts(csv().field("metadata", "{\"target\": [1]}"), "/metadata/target/0"),
                parts(csv().field("metadata", "{\"header\": 1}"), "/metadata/header"),
                parts(csv().field("metadata", "{\"name\": \"a b\"}"), "/metadata/name"),
                parts(csv().file("file", "again.csv", "a\n1\n"), "/file"));
    }

    private static Multipart csv() {
        return new Multipart().file("file", "f.csv", "a\n1\n");
    }

    private static Multipart images(byte[] images, byte[] labels) {
        return new Multipart().file("images", "images", images).file("labels", "labels", labels);
    }

    private static Arguments parts(Multipart parts, String pointer) {
        return Arguments.of(parts, pointer);
    }

    @ParameterizedTest
    @MethodSource
    void malformedMultipartBodyIsRefused(Multipart parts, String pointer) {
        assertInvalid(api.post("/datasets", Multipart.TYPE, parts.end()), pointer);
    }

    @Test
    void aMultipartBodyWithoutBoundaryIsMalformed() {
        assertThat(api.post("/datasets", "multipart/form-data", BodyPublishers.ofString("--a--\r\n")).status())
                .isEqualTo(400);
        assertThat(
                api.post("/datasets", Multipart.TYPE, BodyPublishers.ofString("--part-of-test\r\nwhatever")).status())
                .isEqualTo(400);
    }

    private static void assertInvalid(Answer answer, String... pointers) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.pointers()).as("%s", answer.body()).containsExactlyInAnyOrder(pointers);
    }

    private static void assertMalformed(Answer answer, String detail) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains(detail);
    }

    @Test
    void longPartWithoutAFileNameIsRefusedAndNamesTheRemedy() {
        var answer = api.post(
                "/datasets?name=text&target=y", Multipart.TYPE,
                new Multipart().field("file", "x,y\n".repeat(1_000_000)).end());

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(413);
        assertThat(answer.body().path("detail").asString()).contains("curl as -F file=@data.csv");
    }
}
