package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Table;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
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
        var validates = validating(table, fraction, classes, seed);
        int validating = 0;
        for (boolean row : validates) {
            validating += row ? 1 : 0;
        }
        var split = new Split(new int[validates.length - validating], new int[validating]);
        for (int row = 0, t = 0, v = 0; row < validates.length; row++) {
            if (validates[row]) {
                split.validation[v++] = row;
            } else {
                split.training[t++] = row;
            }
        }
        return split;
    }

    /** Takes 9 bytes a row, and some for each class. */
    private static boolean[] validating(Table table, double fraction, List<Integer> columns, long seed) {
        int rows = table.rows();
        var order = new int[rows];
        var classes = classes(table, columns, order);
        RandomStream.of(seed, Purpose.SPLIT, 0).permute(order);
        int wanted = Math.clamp((int) StrictMath.floor(fraction * rows + 0.5), 1, rows - 1);
        var open = shares(classes.sizes, wanted, (double) wanted / rows);
        var validates = new boolean[rows];
        for (int row : order) {
            int of = classes.ofRow[row];
            if (open[of] > 0) {
                open[of]--;
                validates[row] = true;
            }
        }
        return validates;
    }

    /**
     * The classes of a table's rows, numbered in the order of their values.
     *
     * @param ofRow each row's class
     * @param sizes each class's rows
     */
    private record Classes(int[] ofRow, int[] sizes) {}

    /**
     * Sorts the rows by the last column first and the first one last, each time keeping the order of equals: after that, rows of one class
     * are neighbours.
     *
     * @param spare one for each row; overwritten
     */
    private static Classes classes(Table table, List<Integer> columns, int[] spare) {
        var sorted = new int[spare.length];
        for (int row = 0; row < sorted.length; row++) {
            sorted[row] = row;
        }
        for (int column : columns.reversed()) {
            sortBy(table, column, sorted, spare);
            System.arraycopy(spare, 0, sorted, 0, sorted.length);
        }
        int last = 0;
        spare[sorted[0]] = 0;
        for (int i = 1; i < sorted.length; i++) {
            last += sameClass(table, columns, sorted[i - 1], sorted[i]) ? 0 : 1;
            spare[sorted[i]] = last;
        }
        System.arraycopy(spare, 0, sorted, 0, sorted.length);
        var sizes = new int[last + 1];
        for (int of : sorted) {
            sizes[of]++;
        }
        return new Classes(sorted, sizes);
    }

    /** Counting sort. */
    private static void sortBy(Table table, int column, int[] rows, int[] into) {
        var starts = new int[values(table, column) + 1];
        for (int row : rows) {
            starts[valueOf(table, row, column) + 1]++;
        }
        for (int value = 1; value < starts.length; value++) {
            starts[value] += starts[value - 1];
        }
        for (int row : rows) {
            into[starts[valueOf(table, row, column)]++] = row;
        }
    }

    private static boolean sameClass(Table table, List<Integer> columns, int row, int other) {
        for (int column : columns) {
            if (valueOf(table, row, column) != valueOf(table, other, column)) {
                return false;
            }
        }
        return true;
    }

    /** How many values {@link #valueOf} has. */
    private static int values(Table table, int column) {
        var of = table.columns().get(column);
        return of.isCategorical() ? of.categories().size() + 1 : 2;
    }

    /** The code of a category, the next one if it is missing; 0 or 1 for a probability. */
    private static int valueOf(Table table, int row, int column) {
        double value = table.value(row, column);
        var of = table.columns().get(column);
        if (of.isCategorical()) {
            return Double.isNaN(value) ? of.categories().size() : (int) value;
        }
        return value >= 0.5 ? 1 : 0;
    }

    /** Largest remainder: every class gives the whole rows of its share; those with the largest remainder give one more. */
    private static int[] shares(int[] sizes, int wanted, double share) {
        var given = Arrays.stream(sizes).map(size -> (int) (size * share)).toArray();
        var byRemainder = IntStream.range(0, given.length)
                .boxed()
                .sorted((a, b) -> Double.compare(sizes[b] * share - given[b], sizes[a] * share - given[a]))
                .toList();
        int missing = wanted - Arrays.stream(given).sum();
        for (int i = 0; i < missing; i++) {
            given[byRemainder.get(i % given.length)]++;
        }
        return given;
    }
}
