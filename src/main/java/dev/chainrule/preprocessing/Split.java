package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Table;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The rows that train and the rows that validate, each in ascending order.
 *
 * @param training at least one row
 * @param validation may be empty
 */
public record Split(int[] training, int[] validation) {

    /** All rows train. */
    public static Split none(int rows) {
        return new Split(IntStream.range(0, rows).toArray(), new int[0]);
    }

    /**
     * Keeps a share of the rows for validation, chosen at random.
     *
     * @param fraction in (0, 1); ⌊fraction·rows + ½⌋ rows validate, but at least one row, and at least one trains
     * @param classes the columns that tell a row's class, each of which keeps the same share (stratified); none: rows are alike
     * @param seed what the choice follows from
     */
    public static Split byFraction(Table table, double fraction, List<Integer> classes, long seed) {
        int rows = table.rows();
        var order = new int[rows];
        RandomStream.of(seed, Purpose.SPLIT, 0).permute(order);
        int wanted = Math.clamp((int) StrictMath.floor(fraction * rows + 0.5), 1, rows - 1);
        var validates = new boolean[rows];
        choose(strata(table, order, classes), wanted, (double) wanted / rows, validates);
        return new Split(
                IntStream.range(0, rows).filter(row -> !validates[row]).toArray(),
                IntStream.range(0, rows).filter(row -> validates[row]).toArray());
    }

    /** The rows of each class, in random order; classes in the order of their values. */
    private static List<List<Integer>> strata(Table table, int[] order, List<Integer> classes) {
        var strata = new TreeMap<double[], List<Integer>>(Arrays::compare);
        for (int row : order) {
            var key = classes.stream().mapToDouble(column -> classOf(table, row, column)).toArray();
            strata.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
        }
        return List.copyOf(strata.values());
    }

    /** The code of a category; 0 or 1 for a probability. */
    private static double classOf(Table table, int row, int column) {
        double value = table.value(row, column);
        return table.columns().get(column).isCategorical() ? value : value >= 0.5 ? 1 : 0;
    }

    /** Largest remainder: every class gives the whole rows of its share; those with the largest rest give one more. */
    private static void choose(List<List<Integer>> strata, int wanted, double share, boolean[] validates) {
        var given = strata.stream().mapToInt(rows -> (int) (rows.size() * share)).toArray();
        var byRemainder = IntStream.range(0, given.length)
                .boxed()
                .sorted((a, b) -> Double.compare(
                        strata.get(b).size() * share - given[b], strata.get(a).size() * share - given[a]))
                .toList();
        int missing = wanted - Arrays.stream(given).sum();
        for (int i = 0; i < missing; i++) {
            given[byRemainder.get(i % given.length)]++;
        }
        for (int s = 0; s < given.length; s++) {
            for (int i = 0; i < given[s]; i++) {
                validates[strata.get(s).get(i)] = true;
            }
        }
    }
}
