package dev.chainrule.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.Table;
import dev.chainrule.dataset.Tables;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
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

    /** One class a row: the given number of a, then of b, and so on. */
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
    @CsvSource({"2, 0.001, 1", "2, 0.999, 1", "50, 0.0001, 1", "50, 0.9999, 49"})
    void atLeastOneRowStandsOnEachSide(int rows, double fraction, int validating) {
        var split = Split.byFraction(numbers(rows), fraction, List.of(), 1);

        assertThat(split.validation()).hasSize(validating);
        assertThat(split.training()).hasSize(rows - validating);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 1 / 3.0, 0.5, 0.7, 0.99})
    void everyRowIsOnOneSideOnceInItsOrder(double fraction) {
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
    void remainingRowsGoToTheLargestRemainders() {
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

    /** The definition in words, with a list for every class. */
    private static Split naive(Table table, double fraction, List<Integer> classes, long seed) {
        int rows = table.rows();
        var order = new int[rows];
        RandomStream.of(seed, Purpose.SPLIT, 0).permute(order);
        int wanted = Math.clamp((int) StrictMath.floor(fraction * rows + 0.5), 1, rows - 1);
        double share = (double) wanted / rows;
        var byKey = new TreeMap<double[], List<Integer>>(Arrays::compare);
        for (int row : order) {
            var key = classes.stream().mapToDouble(column -> {
                double value = table.value(row, column);
                return table.columns().get(column).isCategorical() ? value : value >= 0.5 ? 1 : 0;
            }).toArray();
            byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
        }
        var strata = List.copyOf(byKey.values());
        var given = strata.stream().mapToInt(of -> (int) (of.size() * share)).toArray();
        var byRemainder = IntStream.range(0, given.length)
                .boxed()
                .sorted((a, b) -> Double.compare(
                        strata.get(b).size() * share - given[b], strata.get(a).size() * share - given[a]))
                .toList();
        int missing = wanted - Arrays.stream(given).sum();
        for (int i = 0; i < missing; i++) {
            given[byRemainder.get(i % given.length)]++;
        }
        var validates = new boolean[rows];
        for (int s = 0; s < given.length; s++) {
            strata.get(s).subList(0, given[s]).forEach(row -> validates[row] = true);
        }
        return new Split(
                IntStream.range(0, rows).filter(row -> !validates[row]).toArray(),
                IntStream.range(0, rows).filter(row -> validates[row]).toArray());
    }

    @Test
    void randomTablesAreSplitAsByTheNaiveAlgorithm() {
        var random = new Random(12);
        for (int i = 0; i < 60; i++) {
            var table = randomTable(2 + random.nextInt(i < 50 ? 60 : 3000), random);
            double fraction = random.nextDouble(0.001, 0.999);
            for (var classes : List.of(
                    List.<Integer>of(), List.of(0), List.of(1), List.of(0, 1), List.of(1, 0), List.of(2, 1, 0, 3))) {
                var expected = naive(table, fraction, classes, i);

                var split = Split.byFraction(table, fraction, classes, i);

                assertThat(split.validation()).containsExactly(expected.validation());
                assertThat(split.training()).containsExactly(expected.training());
            }
        }
    }

    /** Two categories with gaps, a probability, and a number with gaps. */
    private static Table randomTable(int rows, Random random) {
        int categories = 1 + random.nextInt(20);
        var cells = IntStream.range(0, rows)
                .mapToObj(_ -> "[%s, %s, %s, %s]".formatted(
                        random.nextInt(9) == 0 ? "null" : "\"c" + random.nextInt(categories) + "\"",
                        random.nextInt(3) == 0 ? "null" : "\"d" + random.nextInt(3) + "\"",
                        random.nextInt(5) / 4.0,
                        random.nextInt(5) == 0 ? "null" : random.nextDouble()))
                .toList();
        return Tables.json("""
                {"columns": [{"name": "a", "type": "categorical"}, {"name": "b", "type": "categorical"}, {"name": "p"},
                             {"name": "q"}], "rows": %s}""".formatted(cells));
    }
}
