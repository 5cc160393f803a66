package dev.chainrule.preprocessing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fitted parameters of one column, and how its values become numbers of the network. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ColumnEncoder.Numeric.class, name = "numeric"),
    @JsonSubTypes.Type(value = ColumnEncoder.OneHot.class, name = "onehot"),
    @JsonSubTypes.Type(value = ColumnEncoder.Binary.class, name = "binary")
})
public sealed interface ColumnEncoder {
    /** The name of the column. */
    String column();

    /** How many of the network's numbers the column takes. */
    int width();

    /** The categories of the column, in the order of their codes; none for numbers. */
    List<String> categories();

    /** The codes of texts, −1 for one that training did not know. */
    default int[] codes(List<String> texts) {
        var codes = new HashMap<String, Integer>();
        categories().forEach(category -> codes.put(category, codes.size()));
        return texts.stream().mapToInt(text -> codes.getOrDefault(text, -1)).toArray();
    }

    /**
     * (x − shift)·scale.
     *
     * @param scale 0 for a feature that is to have no effect; never 0 for a target
     * @param missing the raw value that stands in for a missing one; {@code null}: missing values are refused
     */
    record Numeric(String column, double shift, double scale, @Nullable Double missing) implements ColumnEncoder {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public List<String> categories() {
            return List.of();
        }

        double decode(double encoded) {
            return encoded / scale + shift;
        }
    }

    /**
     * 1 at the category's place, 0 elsewhere.
     *
     * @param missing what stands in for a missing value, a number for each category; {@code null}: missing values are refused
     * @param untrained categories of a feature that have a place, but no training row: they are all 0, because the weights of their places
     *     are not trained
     */
    record OneHot(String column, List<String> categories, @Nullable List<Double> missing, List<String> untrained)
            implements
                ColumnEncoder {
        public OneHot {
            categories = List.copyOf(categories);
            missing = missing == null ? null : List.copyOf(missing);
            untrained = List.copyOf(untrained);
        }

        @Override
        public int[] codes(List<String> texts) {
            var without = Set.copyOf(untrained);
            var codes = ColumnEncoder.super.codes(texts);
            for (int i = 0; i < codes.length; i++) {
                if (without.contains(texts.get(i))) {
                    codes[i] = -1;
                }
            }
            return codes;
        }

        @Override
        public int width() {
            return categories.size();
        }
    }

    /** 0 for the first of two categories, 1 for the second: the target of a network with one output. */
    record Binary(String column, List<String> categories) implements ColumnEncoder {
        public Binary {
            categories = List.copyOf(categories);
        }

        @Override
        public int width() {
            return 1;
        }
    }
}
