package dev.chainrule.model;

import dev.chainrule.dataset.Category;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.InputEncoder;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.problem.Excerpt;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.Listing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the raw values of a column. */
sealed interface RawColumn {
    /** Characters of a value that a fault shows. */
    int SHOWN = 40;

    String name();

    boolean mayBeMissing();

    /** Values that were read and that training did not know. */
    Optional<UnknownValues> unknown();

    /** The value, which is not null, as {@link InputEncoder#encode} takes it; undefined if there is a fault. */
    double readPresent(JsonNode value, Faults at);

    /** The value as {@link InputEncoder#encode} takes it; undefined if there is a fault. */
    default double read(JsonNode value, Faults at) {
        if (!value.isNull()) {
            return readPresent(value, at);
        }
        if (!mayBeMissing()) {
            at.add("must not be null: the model was trained to refuse missing values");
        }
        return Double.NaN;
    }

    /** A column whose unknown categories are counted. */
    static RawColumn feature(ColumnEncoder encoder) {
        return of(encoder, Optional.of(new UnknownValues.Counter(encoder.column())));
    }

    /** A column whose unknown categories are refused. */
    static RawColumn target(ColumnEncoder encoder) {
        return of(encoder, Optional.empty());
    }

    private static RawColumn of(ColumnEncoder encoder, Optional<UnknownValues.Counter> counter) {
        return switch (encoder) {
            case ColumnEncoder.Numeric numeric -> new OfNumbers(numeric.column(), numeric.missing() != null);
            case ColumnEncoder.OneHot oneHot -> categorical(oneHot, oneHot.missing() != null, counter);
            case ColumnEncoder.Binary binary -> categorical(binary, false, counter);
        };
    }

    private static RawColumn categorical(
            ColumnEncoder encoder, boolean mayBeMissing, Optional<UnknownValues.Counter> counter) {
        var categories = encoder.categories();
        var known = encoder.codes(categories);
        var codes = new HashMap<String, Integer>();
        for (int code = 0; code < known.length; code++) {
            if (known[code] >= 0) {
                codes.put(categories.get(code), code);
            }
        }
        return new OfCategories(encoder.column(), categories, codes, mayBeMissing, counter);
    }

    private static String orNull(boolean mayBeMissing) {
        return mayBeMissing ? ", or null where it is unknown" : "";
    }

    /** A column of numbers. */
    record OfNumbers(String name, boolean mayBeMissing) implements RawColumn {
        @Override
        public Optional<UnknownValues> unknown() {
            return Optional.empty();
        }

        @Override
        public double readPresent(JsonNode value, Faults at) {
            double number = value.doubleValue(Double.NaN);
            if (!Double.isFinite(number)) {
                var shown = Excerpt.of(value.toString(), SHOWN);
                at.add("must be a finite number" + orNull(mayBeMissing) + ", but is " + shown, "finite",
                        () -> at.pointer() + " (" + shown + ")");
            }
            return number;
        }
    }

    /**
     * A column of categories.
     *
     * @param codes the index of each category that training knew
     * @param counter of values that training did not know; empty: they are refused
     */
    record OfCategories(
            String name, List<String> categories, Map<String, Integer> codes, boolean mayBeMissing,
            Optional<UnknownValues.Counter> counter) implements RawColumn {
        @Override
        public Optional<UnknownValues> unknown() {
            return counter.flatMap(UnknownValues.Counter::found);
        }

        @Override
        public double readPresent(JsonNode value, Faults at) {
            if (value.isValueNode()) {
                var text = Category.canonical(value.asString());
                var code = codes.get(text);
                if (code != null) {
                    return code;
                }
                if (counter.isPresent()) {
                    counter.get().add(text);
                    return categories.size();
                }
            }
            at.add("must be one of " + Listing.of(categories) + orNull(mayBeMissing));
            return categories.size();
        }
    }
}
