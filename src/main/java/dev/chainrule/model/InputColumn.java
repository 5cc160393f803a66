package dev.chainrule.model;

import dev.chainrule.dataset.Category;
import dev.chainrule.preprocessing.ColumnEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A column of raw values that a version reads: a feature, or a target. Immutable. */
public sealed interface InputColumn {
    String name();

    /** Whether training fitted what stands in for a missing value; where it did not, missing values are refused. */
    boolean mayBeMissing();

    static InputColumn of(ColumnEncoder encoder) {
        return switch (encoder) {
            case ColumnEncoder.Numeric numeric -> new NumberColumn(numeric.column(), numeric.missing() != null);
            case ColumnEncoder.OneHot oneHot -> CategoryColumn.of(oneHot, oneHot.missing() != null);
            case ColumnEncoder.Binary binary -> CategoryColumn.of(binary, false);
        };
    }

    /** A column of numbers. */
    record NumberColumn(String name, boolean mayBeMissing) implements InputColumn {}

    /**
     * A column of categories.
     *
     * @param categories by their codes
     * @param codes of the categories that training knew
     */
    record CategoryColumn(String name, boolean mayBeMissing, List<String> categories, Map<String, Integer> codes)
            implements
                InputColumn {

        private static CategoryColumn of(ColumnEncoder encoder, boolean mayBeMissing) {
            var categories = encoder.categories();
            var known = encoder.codes(categories);
            var codes = new HashMap<String, Integer>();
            for (int code = 0; code < known.length; code++) {
                if (known[code] >= 0) {
                    codes.put(categories.get(code), code);
                }
            }
            return new CategoryColumn(encoder.column(), mayBeMissing, categories, codes);
        }

        /** The code of a category as it is spelled in a dataset or a request; −1 if training did not know it. */
        public int code(String text) {
            return codes.getOrDefault(Category.canonical(text), -1);
        }
    }
}
