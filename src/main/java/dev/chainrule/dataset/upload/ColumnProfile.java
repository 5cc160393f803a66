package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.CellType;
import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.Numbers;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statistics of one column, updated with every value. */
final class ColumnProfile {
    /** {@code null}: inferred from the values. */
    private final @Nullable ColumnType declared;
    private final Set<String> categories = new HashSet<>();
    private int numbers;
    private int texts;
    private Optional<FirstText> firstText = Optional.empty();
    private Optional<FirstText> firstNumberLike = Optional.empty();
    private int missing;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;
    private boolean bytes = true;
    private boolean floats = true;
    private boolean integers = true;

    /** @param declared {@code null}: inferred from the values */
    ColumnProfile(@Nullable ColumnType declared) {
        this.declared = declared;
    }

    /**
     * Adds a text.
     *
     * @return whether it is a category not seen before
     */
    boolean add(String text) {
        texts++;
        return categories.add(text);
    }

    /** Adds a number; NaN for a missing value. */
    void add(double number) {
        if (Double.isNaN(number)) {
            missing++;
        } else {
            measure(number);
        }
    }

    /**
     * Mean and spread in one pass without cancellation: B. P. Welford, "Note on a Method for Calculating Corrected Sums
     * of Squares and Products", Technometrics 4 (1962).
     */
    private void measure(double value) {
        numbers++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        double before = value - mean;
        mean += before / numbers;
        squares += before * (value - mean);
        bytes = bytes && value >= 0 && value <= 0xFF && value == (int) value && !Numbers.isNegativeZero(value);
        floats = floats && (float) value == value;
        integers = integers && value == Math.rint(value);
    }

    /** Whether nothing is known of the first text, or of the first one that looks like a number. */
    boolean wantsPlaces() {
        return declared == null && firstNumberLike.isEmpty();
    }

    /** @param text a category not seen before, with its place */
    void note(FirstText text) {
        firstText = firstText.or(() -> Optional.of(text));
        if (firstNumberLike.isEmpty() && UploadWarnings.looksLikeNumber(text.text())) {
            firstNumberLike = Optional.of(text);
        }
    }

    /** How many values are numbers. */
    int numbers() {
        return numbers;
    }

    /** How many values are texts. */
    int texts() {
        return texts;
    }

    boolean holdsIntegersOnly() {
        return integers;
    }

    /** Empty if there is none, or the type is declared. */
    Optional<FirstText> firstText() {
        return firstText;
    }

    /** As {@link #firstText}, of those that {@linkplain UploadWarnings#looksLikeNumber look like numbers}. */
    Optional<FirstText> firstNumberLike() {
        return firstNumberLike;
    }

    /** Whether numbers came before the first text, so that this column needs another reading as a categorical one. */
    boolean hasLostTexts() {
        return declared == null && numbers > 0 && !categories.isEmpty();
    }

    void forgetCategories() {
        categories.clear();
    }

    Column column(UploadedRows.Declaration declaration) {
        boolean categorical = declared == null ? !categories.isEmpty() : declared == ColumnType.CATEGORICAL;
        return categorical ? categorical(declaration) : numeric(declaration);
    }

    private Column categorical(UploadedRows.Declaration declaration) {
        var sorted = declaration.isIgnored() ? List.<String>of() : sorted(categories);
        return new Column(
                declaration.name(),
                ColumnType.CATEGORICAL,
                declaration.role(),
                declaration.isIgnored() ? CellType.NONE : CellType.forCategories(sorted.size()),
                missing,
                null,
                null,
                null,
                null,
                sorted);
    }

    private Column numeric(UploadedRows.Declaration declaration) {
        boolean none = numbers == 0;
        return new Column(
                declaration.name(),
                ColumnType.NUMERIC,
                declaration.role(),
                declaration.isIgnored() ? CellType.NONE : cell(),
                missing,
                none ? null : min,
                none ? null : max,
                none ? null : finiteOrNull(mean),
                none ? null : finiteOrNull(Math.sqrt(squares / numbers)),
                List.of());
    }

    /** Sums of numbers near the end of the range may exceed it. */
    private static @Nullable Double finiteOrNull(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }

    private CellType cell() {
        if (bytes && missing == 0) {
            return CellType.UINT8;
        }
        return floats ? CellType.FLOAT32 : CellType.FLOAT64;
    }

    /** As numbers if all are ("2" before "10"), else by code units. */
    private static List<String> sorted(Set<String> categories) {
        boolean numeric = categories.stream().noneMatch(text -> Double.isNaN(Numbers.parse(text)));
        var byText = Comparator.<String>naturalOrder();
        return categories.stream()
                .sorted(numeric ? Comparator.comparingDouble(Numbers::parse).thenComparing(byText) : byText)
                .toList();
    }
}
