package dev.chainrule.preprocessing;

import java.util.Arrays;
import java.util.List;

/**
 * Encodes one row after the other: raw values in, numbers of the network out. A raw value is a number, or the code of a
 * category, or NaN where it is missing. Allocates nothing for a row; thread-safe.
 */
final class RowEncoder {
    /** Numeric columns: where the raw value stands, where it goes, and how. */
    private final int[] numericFrom;

    private final int[] numericTo;
    private final double[] shift;
    private final double[] scale;
    private final double[] stand;

    private final CategoryEncoder[] categorical;
    private final int width;

    /**
     * @param sources the position of each encoder's column in a raw row
     * @param codes for each encoder, the encoder's code of each code in a raw row, −1 for a category it does not know
     */
    RowEncoder(List<ColumnEncoder> encoders, int[] sources, int[][] codes) {
        int numbers = (int) encoders.stream().filter(ColumnEncoder.Numeric.class::isInstance).count();
        numericFrom = new int[numbers];
        numericTo = new int[numbers];
        shift = new double[numbers];
        scale = new double[numbers];
        stand = new double[numbers];
        categorical = new CategoryEncoder[encoders.size() - numbers];
        int n = 0;
        int c = 0;
        int to = 0;
        for (int i = 0; i < encoders.size(); i++) {
            switch (encoders.get(i)) {
                case ColumnEncoder.Numeric numeric -> {
                    numericFrom[n] = sources[i];
                    numericTo[n] = to;
                    shift[n] = numeric.shift();
                    scale[n] = numeric.scale();
                    stand[n++] = numeric.missing() == null ? Double.NaN : numeric.missing();
                }
                case ColumnEncoder.OneHot oneHot ->
                    categorical[c++] = new CategoryEncoder.OneHot(sources[i], to, codes[i], missing(oneHot));
                case ColumnEncoder.Binary _ -> categorical[c++] = new CategoryEncoder.Binary(sources[i], to, codes[i]);
            }
            to += encoders.get(i).width();
        }
        width = to;
    }

    private static double[] missing(ColumnEncoder.OneHot oneHot) {
        var missing = new double[oneHot.width()];
        if (oneHot.missing() == null) {
            Arrays.fill(missing, Double.NaN);
        } else {
            Arrays.setAll(missing, oneHot.missing()::get);
        }
        return missing;
    }

    int width() {
        return width;
    }

    /** @param encoded of {@link #width()} numbers; overwritten. NaN where a missing value has no stand-in */
    void encode(double[] raw, double[] encoded) {
        for (int i = 0; i < numericFrom.length; i++) {
            double value = raw[numericFrom[i]];
            encoded[numericTo[i]] = ((Double.isNaN(value) ? stand[i] : value) - shift[i]) * scale[i];
        }
        for (var encoder : categorical) {
            encoder.encode(raw, encoded);
        }
    }

    /** How one categorical column's codes become numbers. */
    private sealed interface CategoryEncoder {
        void encode(double[] raw, double[] encoded);

        /** A category that the encoder does not know is all zeros. */
        record OneHot(int from, int to, int[] codes, double[] missing) implements CategoryEncoder {
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
        record Binary(int from, int to, int[] codes) implements CategoryEncoder {
            @Override
            public void encode(double[] raw, double[] encoded) {
                double value = raw[from];
                int code = Double.isNaN(value) ? -1 : codes[(int) value];
                encoded[to] = code < 0 ? Double.NaN : code;
            }
        }
    }
}
