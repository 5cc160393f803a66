package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.Bytes;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.DatasetWarning;
import dev.chainrule.dataset.WarningsConverter;
import dev.chainrule.problem.Faults;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

class UploadWarningsTest {
    private static final DatasetProperties LIMITS = new DatasetProperties(
            DataSize.ofMegabytes(256), DataSize.ofGigabytes(1), DataSize.ofMegabytes(512), 10_000_000, 4096, 10_000,
            256,
            1000);

    /**
     * Of a file whose target is y.
     *
     * @param options names and values in turn
     */
    private static List<DatasetWarning> csv(String text, String... options) {
        return features(text, Stream.concat(Stream.of("target", "y"), Stream.of(options)).toArray(String[]::new));
    }

    /** As {@link #csv}, of a file whose columns are features. */
    private static List<DatasetWarning> features(String text, String... options) {
        var query = new HashMap<String, List<String>>();
        for (int i = 0; i < options.length; i += 2) {
            query.put(options[i], List.of(options[i + 1]));
        }
        var faults = new Faults();
        var given = new UploadOptions(faults);
        given.readQuery(Map.copyOf(query));
        var upload = new Upload("the body", () -> new ByteArrayInputStream(Bytes.utf8(text)), Long.MAX_VALUE);
        return new DraftReader(LIMITS, null).csv(upload, StandardCharsets.UTF_8, CsvOptions.of(given, faults), faults)
                .warnings();
    }

    private static List<DatasetWarning> json(String column, String values) {
        var text = "{\"columns\": [{\"name\": \"a\"%s}, {\"name\": \"y\", \"role\": \"target\"}], \"rows\": [[%s, 1]]}"
                .formatted(column, String.join(", 1], [", values.split(", ")));
        return new DraftReader(LIMITS, null).json(JsonMapper.shared().readTree(text), new Faults().at("dataset"))
                .warnings();
    }

    private static void warns(List<DatasetWarning> warnings, String message) {
        assertThat(warnings).containsExactly(new DatasetWarning("a", message));
    }

    @Test
    void aTextAmongNumbersIsNamedWithItsLine() {
        var message =
                "\"many\" in line 4 is not a number and made the column categorical, but 3 of its 5 values are numbers."
                        + " If it stands for a missing value, name it in missing, or in JSON send null."
                        + " If the column is meant to be categorical, declare it so.";

        warns(csv("a,y\n1.5,1\n\n many,1\n2.5,1\n3,1\nfew,1\n,1\n"), message);
        warns(csv("a,y\r1.5,1\r\rmany,1\r2.5,1\r3,1\rfew,1\r"), message);
    }

    @Test
    void aTextAmongNumbersInJsonIsNamedWithItsPointer() {
        assertThat(json("", "1, 2, \"many\"").getFirst().message())
                .startsWith("\"many\" at /dataset/rows/2/0 is not a number")
                .contains("2 of its 3 values are numbers");
    }

    @Test
    void fewNumbersAmongTextsGiveNoWarning() {
        assertThat(csv("a,y\nA1,1\nB2,1\n3,1\n")).isEmpty();
        assertThat(json("", "\"A1\", 2, \"B3\"")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3,25", "-3,25", "1.234,56", "1,234.56", "1 234", "1'234", "12%", "12,5 %", "$5", "€ 1,200",
        "5€"})
    void numbersInOtherNotationsAreNamed(String text) {
        var message =
                "\"%s\" in line 2 looks like a number, but made the column categorical. If it is one, write a decimal point,"
                        + " no thousands separator and no unit. If the column is meant to be categorical, declare it so.";

        warns(csv("a;y\n%s;1\n2;1\n3;1\n".formatted(text)), message.formatted(text));
        warns(csv("a;y\n%s;1\n%s;1\n".formatted(text, text)), message.formatted(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "2021-01-05", "05.01.2021", "01234-5", "192.168.1.1", "A1", "3x", "1-2", "12:30"})
    void datesVersionsAndCodesGiveNoWarning(String text) {
        assertThat(csv("a;y\n%s;1\n".formatted(text))).isEmpty();
    }

    @Test
    void quotedNumbersInJsonAreNamed() {
        warns(json("", "\"1\", \"2\""),
                "\"1\" at /dataset/rows/0/0 is a text and made the column categorical. If it is a number, send it"
                        + " without quotes. If the column is meant to be categorical, declare it so.");
    }

    @Test
    void declaredAndIgnoredColumnsGiveNoWarning() {
        var csv = "a,y\n1,1\n2,2\nmany,3\n";

        assertThat(csv(csv, "categorical", "a")).isEmpty();
        assertThat(csv(csv, "ignore", "a")).isEmpty();
        assertThat(csv(csv, "missing", "many")).isEmpty();
        assertThat(json(", \"type\": \"categorical\"", "\"1\", 2, \"2,5\"")).isEmpty();
    }

    @Test
    void aColumnWithFewerThanTwoRowsACategoryIsAnIdentifier() {
        var names = IntStream.range(0, 20).mapToObj(i -> "car%d,%d".formatted(i * 3 / 5, i))
                .collect(Collectors.joining("\n"));

        warns(csv("a,y\n" + names),
                "It has 12 categories in 20 values, so that hardly any of them repeats, and each becomes an input of a"
                        + " model. If they identify the rows, ignore the column.");
        assertThat(csv("a,y\n" + names, "target", "a").getFirst().message()).contains("each becomes an output");
        assertThat(csv("a,y\n" + names + "\ncar1,1".repeat(4))).isEmpty();
    }

    @Test
    void fewRowsGiveNoIdentifierWarning() {
        assertThat(csv("a,y\nx,1\ny,2\nz,3\n")).isEmpty();
    }

    @Test
    void integersThatFloat64RoundsAreNamed() {
        var message =
                "It holds integers beyond 2^53, which are stored as the nearest float64. If they identify something, declare the"
                        + " column categorical, or ignore it.";

        warns(csv("a,y\n1,1\n9007199254740993,2\n"), message);
        warns(csv("a,y\n-9007199254740993,1\n"), message);
        assertThat(csv("a,y\n9007199254740991,1\n")).isEmpty();
        assertThat(csv("a,y\n0.5,1\n1e17,2\n")).isEmpty();
        assertThat(csv("a,y\n6.02214076e23,1\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5,1\n5.0,2\n", "5,1\n,2\n", "red,1\nred,2\n", "red,1\n,2\nred,3\n"})
    void featureWhoseValuesAreAllEqualHasNoEffect(String rows) {
        warns(csv("a,y\n" + rows),
                "All values are equal: the column has no effect on a model. Check the upload, or ignore the column.");
    }

    @Test
    void featureWithoutValuesHasNoEffect() {
        var message =
                "Every value is missing: the column has no effect on a model. Check the upload, or ignore the column.";

        warns(csv("a,y\n,1\nNA,2\n"), message);
        warns(csv("a,y\n,1\n,2\n", "categorical", "a"), message);
        warns(json("", "null, null"), message);
    }

    @Test
    void equalValuesOfTargetsIgnoredColumnsAndSingleRowsGiveNoWarning() {
        assertThat(csv("a,y\n1,5\n2,5\n")).isEmpty();
        assertThat(csv("a,y\n5,1\n5,2\n", "ignore", "a")).isEmpty();
        assertThat(csv("a,y\n5,1\n")).isEmpty();
    }

    @Test
    void equalValuesOfArraysAndGeneratedRowsGiveNoWarning() {
        for (var dataset : List.of(
                "{\"features\": [[0, 1], [0, 2]], \"targets\": [[1], [2]]}",
                "{\"generator\": {\"type\": \"xor\", \"rows\": 1}}")) {
            assertThat(new DraftReader(LIMITS, null).json(JsonMapper.shared().readTree(dataset), new Faults())
                    .warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"semicolon, ;", "tab, '\t'", "pipe, |", "colon, :", "caret, ^", "tilde, ~"})
    void singleColumnWhoseValuesContainADelimiterSuggestsIt(String name, String delimiter) {
        var rows = "a\nx" + delimiter + "1\ny" + delimiter + "2\n";

        assertThat(features(rows)).containsExactly(new DatasetWarning("a",
                "It is the only column, and each of its values"
                        + " contains a " + name + ". If a " + name
                        + " separates values, upload the file with delimiter="
                        + name + "."));
    }

    @Test
    void singleColumnWhoseNameContainsADelimiterSuggestsIt() {
        assertThat(features("a:b\n1.5\n2\n")).containsExactly(new DatasetWarning("a:b",
                "It is the only column, and its name contains a colon. If a colon separates values, upload the file with"
                        + " delimiter=colon."));
        assertThat(features("petal length\n1.5\n2\n")).isEmpty();
    }

    @Test
    void aSingleColumnOfValuesWithBlanksIsNamed() {
        var rows = " 0.1  18.0  24\n 0.2   0.0  21\n";

        assertThat(features(rows, "header", "false"))
                .containsExactly(new DatasetWarning("x1", "It is the only column, and each of its values"
                        + " contains a space. If a space separates values, upload the file with delimiter=space."));
        assertThat(features(rows, "header", "false", "delimiter", "space")).isEmpty();
        assertThat(features("a\none two\nthree\n")).isEmpty();
    }

    @Test
    void warningsBeyondTheLimitAreCounted() {
        var header = IntStream.range(0, 2000).mapToObj(i -> "a" + i).collect(Collectors.joining(","));

        var warnings = features(
                header + "\n" + "1,".repeat(1999) + "1\n" + "2,".repeat(1999) + "2\n" + "?!,".repeat(1999) + "?!\n");

        assertThat(warnings).hasSizeBetween(30, 300);
        assertThat(warnings.getLast()).isEqualTo(
                new DatasetWarning(null, "There are warnings for " + (2001 - warnings.size()) + " more columns."));
        assertThat(new WarningsConverter().convertToDatabaseColumn(warnings))
                .hasSizeLessThan(WarningsConverter.MAX_LENGTH);
    }
}
