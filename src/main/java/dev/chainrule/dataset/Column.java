package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * A column of a dataset and what is known of its values. The statistics are over the values that are not missing, and
 * {@code null} for a categorical column and where every value is missing; mean and deviation also where they are beyond the
 * range of a double. Of an ignored column neither the values nor the categories are kept.
 *
 * @param name unique within the dataset
 * @param cell how the values are stored
 * @param missing number of missing values
 * @param standardDeviation of the population: √(Σ(x − mean)² / n)
 * @param categories the {@linkplain Category#canonical spellings} of a categorical column, whose indices are the
 *     codes, none of an ignored one; {@code null} for a numeric one. Sorted: as numbers where all are, else by Unicode code units
 */
public record Column(
        String name,
        ColumnType type,
        Role role,
        CellType cell,
        int missing,
        Double min,
        Double max,
        Double mean,
        Double standardDeviation,
        List<String> categories) {
    public Column {
        categories = categories == null ? null : List.copyOf(categories);
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
