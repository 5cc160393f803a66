package dev.chainrule.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.Table;
import dev.chainrule.dataset.Tables;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The training rows had the colours blue and red. */
class UnknownValuesTest {
    private static final Preprocessing PREPROCESSING = new Preprocessing(
            List.of(
                    new ColumnEncoder.OneHot("colour", List.of("blue", "red"), null, List.of()),
                    new ColumnEncoder.Numeric("age", 0, 1, null)),
            List.of(new ColumnEncoder.Numeric("score", 0, 1, null)));

    private static Table colours(List<String> colours) {
        return Tables.json("""
                {"columns": [{"name": "age"}, {"name": "score", "role": "target"},
                             {"name": "colour", "type": "categorical"}], "rows": [%s]}"""
                .formatted(colours.stream().map("[1, 2, %s]"::formatted).collect(Collectors.joining(", "))));
    }

    private static UnknownValues counted(String... values) {
        var counter = new UnknownValues.Counter("colour");
        for (var value : values) {
            counter.add(value);
        }
        return counter.found().orElseThrow();
    }

    @Test
    void knownAndMissingCategoriesAreNotCounted() {
        assertThat(UnknownValues.of(PREPROCESSING, colours(List.of("\"red\"", "null", "\"blue\"")))).isEmpty();
        assertThat(new UnknownValues.Counter("colour").found()).isEmpty();
    }

    @Test
    void unknownCategoriesAreCountedByRowAndNamedOnceInTheirOrder() {
        var table = colours(List.of("\"teal\"", "null", "\"red\"", "\"amber\"", "\"teal\""));

        assertThat(UnknownValues.of(PREPROCESSING, table))
                .containsExactly(new UnknownValues("colour", 3, List.of("teal", "amber")));
        assertThat(UnknownValues.of(PREPROCESSING, table, new int[] {4, 3, 2, 1}))
                .containsExactly(new UnknownValues("colour", 2, List.of("teal", "amber")));
        assertThat(UnknownValues.of(PREPROCESSING, table, new int[] {1, 2})).isEmpty();
    }

    /** Rows are fetched 1024 at a time. */
    @Test
    void rowsOfEveryBlockAreCounted() {
        for (int rows : new int[] {1023, 1024, 1025, 2049}) {
            var table = colours(IntStream.range(0, rows)
                    .mapToObj(i -> i == 0 ? "\"first\"" : i == rows - 1 ? "\"last\"" : "\"grey\"").toList());

            assertThat(UnknownValues.of(PREPROCESSING, table)).as("%d rows", rows)
                    .containsExactly(new UnknownValues("colour", rows, List.of("first", "grey", "last")));
        }
    }

    @Test
    void fiveExamplesAreNamedAtMost() {
        assertThat(counted("a", "b", "c", "d", "e"))
                .isEqualTo(new UnknownValues("colour", 5, List.of("a", "b", "c", "d", "e")));
        assertThat(counted("a", "a", "b", "c", "d", "e", "f"))
                .isEqualTo(new UnknownValues("colour", 7, List.of("a", "b", "c", "d", "e")));
    }

    @Test
    void examplesOfMoreThan100CharactersAreShortened() {
        assertThat(counted("x".repeat(100)).examples()).containsExactly("x".repeat(100));
        assertThat(counted("x".repeat(101)).examples()).containsExactly("x".repeat(100) + "…");
        assertThat(counted("😀".repeat(101)).examples()).as("characters, not UTF-16 units")
                .containsExactly("😀".repeat(100) + "…");
    }
}
