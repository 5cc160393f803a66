package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.dataset.CellType;
import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.Role;
import org.junit.jupiter.api.Test;

class ColumnProfileTest {
    @Test
    void statisticsAreThoseOfThePopulationWithoutTheMissing() {
        var column = numbers(2, Double.NaN, 4, 4, 4, 5, 5, 7, 9);

        assertThat(column.missing()).isEqualTo(1);
        assertThat(column.min()).isEqualTo(2);
        assertThat(column.max()).isEqualTo(9);
        assertThat(column.mean()).isEqualTo(5);
        assertThat(column.standardDeviation()).isEqualTo(2);
    }

    @Test
    void aSmallSpreadAroundALargeMeanIsNotLost() {
        // The sum of squares minus the square of the sum would give 0 or worse.
        var column = numbers(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16);

        assertThat(column.mean()).isEqualTo(1e9 + 10);
        assertThat(column.standardDeviation()).isCloseTo(Math.sqrt(22.5), within(1e-9));
    }

    @Test
    void numbersNearTheEndOfTheRangeHaveStatisticsOrNone() {
        var column = numbers(-Double.MAX_VALUE, Double.MAX_VALUE);

        assertThat(column.min()).isEqualTo(-Double.MAX_VALUE);
        assertThat(column.mean()).isNull();
        assertThat(column.standardDeviation()).isNull();
    }

    @Test
    void theSmallestExactCellTypeIsChosen() {
        assertThat(numbers(0, 255, 3).cell()).isEqualTo(CellType.UINT8);
        assertThat(numbers(0, 256).cell()).isEqualTo(CellType.FLOAT32);
        assertThat(numbers(-1).cell()).isEqualTo(CellType.FLOAT32);
        assertThat(numbers(-0.0).cell()).isEqualTo(CellType.FLOAT32);
        assertThat(numbers(1, Double.NaN).cell()).isEqualTo(CellType.FLOAT32);
        assertThat(numbers(0.5).cell()).isEqualTo(CellType.FLOAT32);
        assertThat(numbers(0.1).cell()).isEqualTo(CellType.FLOAT64);
        assertThat(numbers(16_777_217).cell()).isEqualTo(CellType.FLOAT64);
        assertThat(numbers(1e300).cell()).isEqualTo(CellType.FLOAT64);
    }

    @Test
    void aColumnOfMissingValuesOnlyIsNumericWithoutStatistics() {
        var column = numbers(Double.NaN, Double.NaN);

        assertThat(column.isNumeric()).isTrue();
        assertThat(column.missing()).isEqualTo(2);
        assertThat(column.min()).isNull();
        assertThat(column.standardDeviation()).isNull();
    }

    @Test
    void categoriesAreSortedAsNumbersWhereTheyAreAllNumbers() {
        assertThat(texts("10", "9", "1.5").categories()).containsExactly("1.5", "9", "10");
        assertThat(texts("10", "9", "b", "B").categories()).containsExactly("10", "9", "B", "b");
        assertThat(texts("7", "07", "+7").categories()).containsExactly("+7", "07", "7");
    }

    @Test
    void textsAfterNumbersCallForAnotherReading() {
        var profile = new ColumnProfile(null);
        profile.add(1);
        assertThat(profile.hasLostTexts()).isFalse();
        profile.add("a");
        assertThat(profile.hasLostTexts()).isTrue();
    }

    private static Column numbers(double... values) {
        var profile = new ColumnProfile(null);
        for (double value : values) {
            profile.add(value);
        }
        return profile.column(new UploadedRows.Declaration("a", Role.FEATURE, null));
    }

    private static Column texts(String... values) {
        var profile = new ColumnProfile(ColumnType.CATEGORICAL);
        for (var value : values) {
            profile.add(value);
        }
        return profile.column(new UploadedRows.Declaration("a", Role.FEATURE, null));
    }
}
