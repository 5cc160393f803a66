package dev.chainrule.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Encodes rows of raw features that come one by one. Immutable; thread-safe. */
public final class InputEncoder {
    private final RowEncoder features;

    /** @param encoders of all features, or of all targets */
    public InputEncoder(List<ColumnEncoder> encoders) {
        var sources = IntStream.range(0, encoders.size()).toArray();
        var codes = encoders.stream().map(InputEncoder::codes).toArray(int[][]::new);
        this.features = new RowEncoder(encoders, sources, codes, new boolean[encoders.size()]);
    }

    /** One more than there are categories: the last one is unknown. */
    private static int[] codes(ColumnEncoder encoder) {
        var known = encoder.codes(encoder.categories());
        var codes = Arrays.copyOf(known, known.length + 1);
        codes[known.length] = -1;
        return codes;
    }

    /** How many numbers a row becomes. */
    public int width() {
        return features.width();
    }

    /**
     * @param raw for each feature its number, or the index of its category, which is the number of categories for an unknown one;
     *     NaN where it is missing
     * @param encoded of {@link #width()} numbers; overwritten
     */
    public void encode(double[] raw, double[] encoded) {
        features.encode(raw, encoded);
    }
}
