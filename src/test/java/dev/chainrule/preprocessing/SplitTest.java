package dev.chainrule.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.Table;
import dev.chainrule.dataset.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows train and which validate. */
class SplitTest {
    /** One number a row. */
    private static Table numbers(int rows) {
        return Tables.json("{\"columns\": [{\"name\": \"x\"}], \"rows\": %s}"
                .formatted(IntStream.range(0, rows).mapToObj(row -> "[" + row + "]").toList()));
    }

    /** One class a row: so many of a, then of b, and so on. */
    private static Table classes(int... counts) {
        var rows = IntStream.range(0, counts.length)
                .boxed()
                .flatMap(c -> IntStream.range(0, counts[c]).mapToObj(_ -> "[\"" + (char) ('a' + c) + "\"]"))
                .toList();
        return Tables.json("{\"columns\": [{\"name\": \"y\", \"role\": \"target\"}], \"rows\": %s}".formatted(rows));
    }

    private static int[] countsByValue(Table table, int column, int values, int[] rows) {
        var counts = new int[values];
        for (int row : rows) {
            counts[(int) table.value(row, column)]++;
        }
        return counts;
    }

    @Test
    void withoutValidationAllRowsTrain() {
        assertThat(Split.none(3).training()).containsExactly(0, 1, 2);
        assertThat(Split.none(3).validation()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, 0.2, 2", "10, 0.25, 3", "10, 0.24, 2", "100, 0.155, 16", "7, 0.5, 4", "3, 0.34, 1"})
    void theShareIsRoundedToWholeRowsHalvesUp(int rows, double fraction, int validating) {
        var split = Split.byFraction(numbers(rows), fraction, List.of(), 1);

        assertThat(split.validation()).hasSize(validating);
        assertThat(split.training()).hasSize(rows - validating);
    }

    @ParameterizedTest
    @CsvSource({"2, 0.001", "2, 0.999", "50, 0.0001", "50, 0.9999"})
    void atLeastOneRowStandsOnEachSide(int rows, double fraction) {
        var split = Split.byFraction(numbers(rows), fraction, List.of(), 1);

        assertThat(split.validation()).isNotEmpty();
        assertThat(split.training()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 1 / 3.0, 0.5, 0.7, 0.99})
    void everyRowStandsOnOneSideExactlyOnceInItsOrder(double fraction) {
        var table = classes(13, 1, 40, 7);

        var split = Split.byFraction(table, fraction, List.of(0), 3);

        assertThat(split.training()).isSorted();
        assertThat(split.validation()).isSorted();
        assertThat(IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation())).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 61).boxed().toList());
    }

    @Test
    void everyClassKeepsItsShare() {
        var table = classes(100, 50, 10);

        var split = Split.byFraction(table, 0.2, List.of(0), 1);

        assertThat(countsByValue(table, 0, 3, split.validation())).containsExactly(20, 10, 2);
    }

    /** 14 of 33 rows (0.42 · 33 = 13.86): exactly 8.48, 4.24 and 1.27 of them; whole 8, 4, 1, and the largest rest is the first one's. */
    @Test
    void theLargestRemaindersGetTheRowsThatAreLeft() {
        var table = classes(20, 10, 3);

        var split = Split.byFraction(table, 0.42, List.of(0), 1);

        assertThat(countsByValue(table, 0, 3, split.validation())).containsExactly(9, 4, 1);
    }

    @Test
    void aClassOfOneRowIsNotSplit() {
        var table = classes(1, 99);

        var split = Split.byFraction(table, 0.1, List.of(0), 1);

        assertThat(split.validation()).hasSize(10).doesNotContain(0);
    }

    @Test
    void theSameSeedChoosesTheSameRows() {
        var table = classes(30, 70);

        var once = Split.byFraction(table, 0.3, List.of(0), 42);
        var again = Split.byFraction(table, 0.3, List.of(0), 42);
        var otherwise = Split.byFraction(table, 0.3, List.of(0), 43);

        assertThat(again.validation()).containsExactly(once.validation());
        assertThat(again.training()).containsExactly(once.training());
        assertThat(otherwise.validation()).isNotEqualTo(once.validation());
    }

    @Test
    void rowsAreChosenAtRandomNotFromOneEnd() {
        var split = Split.byFraction(numbers(1000), 0.5, List.of(), 7);

        assertThat(Arrays.stream(split.validation()).filter(row -> row < 500).count()).isBetween(200L, 300L);
    }

    /** Targets of 0.5 and more are of class 1, so 60 rows are of class 1 and 40 of class 0. */
    @Test
    void probabilitiesAreClassesByTheirSideOfOneHalf() {
        var probabilities = IntStream.range(0, 100)
                .mapToObj(row -> "[" + (row < 60 ? 0.5 + row / 200.0 : 0.49 - row / 500.0) + "]");
        var table = Tables.json("{\"features\": %s, \"targets\": %s}".formatted(
                IntStream.range(0, 100).mapToObj(row -> "[" + row + "]").toList(), probabilities.toList()));

        var split = Split.byFraction(table, 0.1, List.of(1), 5);

        assertThat(split.validation()).hasSize(10);
        assertThat(Arrays.stream(split.validation()).filter(row -> row < 60)).hasSize(6);
    }

    @Test
    void severalTargetsAreOneClassTogether() {
        var targets = IntStream.range(0, 80).mapToObj(row -> "[" + row % 2 + ", " + row / 2 % 2 + "]")
                .collect(Collectors.toList());
        var table = Tables.json("{\"features\": %s, \"targets\": %s}".formatted(
                IntStream.range(0, 80).mapToObj(row -> "[" + row + "]").toList(), targets));

        var split = Split.byFraction(table, 0.25, List.of(1, 2), 5);

        for (int combination = 0; combination < 4; combination++) {
            int of = combination;
            assertThat(Arrays.stream(split.validation()).filter(row -> row % 4 == of)).hasSize(5);
        }
    }
}
