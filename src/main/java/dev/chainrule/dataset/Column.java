package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of a dataset and what is known of its values. The statistics are over the values that are not missing. A categorical column has
 * none, nor has one whose values are all missing; mean and deviation are absent where they exceed the range of a double. Neither the values
 * nor the categories of an ignored column are stored.
 *
 * @param name unique within the dataset
 * @param cell how the values are stored
 * @param missing number of missing values
 * @param standardDeviation of the population: √(Σ(x − mean)² / n)
 * @param categories the {@linkplain Category#canonical spellings} of a categorical column, whose indices are the codes; empty for an
 *     ignored or a numeric one. Sorted: as numbers if all are numbers, else by Unicode code units
 */
public record Column(
        String name,
        ColumnType type,
        Role role,
        CellType cell,
        int missing,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double mean,
        @Nullable Double standardDeviation,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> categories) {
    public Column {
        categories = List.copyOf(categories);
    }

    /** The smallest and the largest number. */
    public record Range(double min, double max) {}

    /** Of a numeric column, unless every value is missing. */
    public Optional<Range> range() {
        return min == null || max == null ? Optional.empty() : Optional.of(new Range(min, max));
    }

    @JsonIgnore
    public boolean isNumeric() {
        return type == ColumnType.NUMERIC;
    }

    /** Whether any value is not missing: a column without one fits any type. */
    public boolean hasValues() {
        return isNumeric() ? min != null : !categories.isEmpty();
    }

    @JsonIgnore
    public boolean isCategorical() {
        return type == ColumnType.CATEGORICAL;
    }

    @JsonIgnore
    public boolean isIgnored() {
        return role == Role.IGNORED;
    }
}
