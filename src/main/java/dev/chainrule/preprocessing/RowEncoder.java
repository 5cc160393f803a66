package dev.chainrule.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one row after the other: raw values in, numbers of the network out. A raw value is a number, or the code of a
 * category, or NaN where it is missing. Allocates nothing for a row; thread-safe.
 */
final class RowEncoder {
    private final NumericRun[] numeric;

    private final CategoryEncoder[] categorical;
    private final int width;

    /**
     * @param sources the position of each encoder's column in a raw row
     * @param codes for each encoder, the encoder's code of each code in a raw row, −1 for a category it does not know
     * @param complete for each encoder, whether its column has no missing values
     */
    RowEncoder(List<ColumnEncoder> encoders, int[] sources, int[][] codes, boolean[] complete) {
        var runs = new ArrayList<NumericRun>();
        var categories = new ArrayList<CategoryEncoder>();
        int to = 0;
        int count;
        for (int i = 0; i < sources.length; i += count) {
            count = 1;
            switch (encoders.get(i)) {
                case ColumnEncoder.Numeric _ -> {
                    count = runLength(encoders, sources, complete, i);
                    runs.add(NumericRun.of(encoders.subList(i, i + count), sources[i], to, complete[i]));
                }
                case ColumnEncoder.OneHot oneHot ->
                    categories.add(new CategoryEncoder.OneHotCategory(sources[i], to, codes[i], missing(oneHot)));
                case ColumnEncoder.Binary _ ->
                    categories.add(new CategoryEncoder.BinaryCategory(sources[i], to, codes[i]));
            }
            to += encoders.subList(i, i + count).stream().mapToInt(ColumnEncoder::width).sum();
        }
        numeric = runs.toArray(NumericRun[]::new);
        categorical = categories.toArray(CategoryEncoder[]::new);
        width = to;
    }

    /** How many numeric columns from the first on are neighbours in the raw row, too, and equally complete. */
    private static int runLength(List<ColumnEncoder> encoders, int[] sources, boolean[] complete, int first) {
        int next = first + 1;
        while (next < sources.length
                && encoders.get(next) instanceof ColumnEncoder.Numeric
                && sources[next] == sources[next - 1] + 1
                && complete[next] == complete[first]) {
            next++;
        }
        return next - first;
    }

    private static double[] missing(ColumnEncoder.OneHot oneHot) {
        var missing = new double[oneHot.width()];
        var shares = oneHot.missing();
        if (shares == null) {
            Arrays.fill(missing, Double.NaN);
        } else {
            Arrays.setAll(missing, shares::get);
        }
        return missing;
    }

    int width() {
        return width;
    }

    /** The columns of a row, if all are numbers with the same shift and scale and none of them is missing. */
    Optional<UniformColumns> uniformColumns() {
        if (numeric.length != 1 || categorical.length > 0 || numeric[0].stand != null) {
            return Optional.empty();
        }
        var run = numeric[0];
        for (int i = 1; i < run.shift.length; i++) {
            if (run.shift[i] != run.shift[0] || run.scale[i] != run.scale[0]) {
                return Optional.empty();
            }
        }
        return Optional.of(new UniformColumns(run.from, run.shift.length, run.shift[0], run.scale[0]));
    }

    /** (x − shift)·scale of {@code count} neighbouring columns. */
    record UniformColumns(int first, int count, double shift, double scale) {}

    /** @param encoded of {@link #width()} numbers; overwritten. NaN where a missing value has no stand-in */
    void encode(double[] raw, double[] encoded) {
        for (var run : numeric) {
            run.encode(raw, encoded);
        }
        for (var encoder : categorical) {
            encoder.encode(raw, encoded);
        }
    }

    /**
     * Numeric columns that stand next to each other in a raw row and in an encoded one.
     *
     * @param stand what stands in for a missing value; {@code null}: none is missing, so that the loop has no branch
     */
    private record NumericRun(int from, int to, double[] shift, double[] scale, double @Nullable [] stand) {
        static NumericRun of(List<ColumnEncoder> encoders, int from, int to, boolean complete) {
            int count = encoders.size();
            var shift = new double[count];
            var scale = new double[count];
            var stand = new double[count];
            for (int i = 0; i < count; i++) {
                var numeric = (ColumnEncoder.Numeric) encoders.get(i);
                shift[i] = numeric.shift();
                scale[i] = numeric.scale();
                stand[i] = numeric.missing() == null ? Double.NaN : numeric.missing();
            }
            return new NumericRun(from, to, shift, scale, complete ? null : stand);
        }

        void encode(double[] raw, double[] encoded) {
            if (stand == null) {
                for (int i = 0; i < shift.length; i++) {
                    encoded[to + i] = (raw[from + i] - shift[i]) * scale[i];
                }
            } else {
                for (int i = 0; i < shift.length; i++) {
                    double value = raw[from + i];
                    encoded[to + i] = ((Double.isNaN(value) ? stand[i] : value) - shift[i]) * scale[i];
                }
            }
        }
    }

    /** How one categorical column's codes become numbers. */
    private sealed interface CategoryEncoder {
        void encode(double[] raw, double[] encoded);

        /** A category that the encoder does not know is all zeros. */
        record OneHotCategory(int from, int to, int[] codes, double[] missing) implements CategoryEncoder {
            @Override
            public void encode(double[] raw, double[] encoded) {
                double value = raw[from];
                if (Double.isNaN(value)) {
                    System.arraycopy(missing, 0, encoded, to, missing.length);
                } else {
                    Arrays.fill(encoded, to, to + missing.length, 0);
                    int code = codes[(int) value];
                    if (code >= 0) {
                        encoded[to + code] = 1;
                    }
                }
            }
        }

        /** A category that the encoder does not know is NaN. */
        record BinaryCategory(int from, int to, int[] codes) implements CategoryEncoder {
            @Override
            public void encode(double[] raw, double[] encoded) {
                double value = raw[from];
                int code = Double.isNaN(value) ? -1 : codes[(int) value];
                encoded[to] = code < 0 ? Double.NaN : code;
            }
        }
    }
}
