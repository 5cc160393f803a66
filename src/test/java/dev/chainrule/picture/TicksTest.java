package dev.chainrule.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.picture.Ticks.Tick;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The round numbers at which an axis is labelled. */
class TicksTest {
    private static List<String> labels(List<Tick> ticks) {
        return ticks.stream().map(Tick::label).toList();
    }

    @Test
    void aLinearAxisHasMultiplesOfOneTwoOrFive() {
        assertThat(labels(Ticks.linear(0, 1, 5, 0))).containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
        assertThat(labels(Ticks.linear(-7, 8, 4, 0))).containsExactly("−5", "0", "5");
        assertThat(labels(Ticks.linear(0.69312, 0.69318, 3, 0)))
                .containsExactly("0.69312", "0.69314", "0.69316", "0.69318");
        assertThat(labels(Ticks.linear(0, 7e75, 4, 0)))
                .containsExactly("0", "2·10⁷⁵", "4·10⁷⁵", "6·10⁷⁵");
    }

    @Test
    void anAxisOfIntegersHasNoFractions() {
        assertThat(labels(Ticks.linear(-0.5, 0.5, 8, 1))).containsExactly("0");
        assertThat(labels(Ticks.linear(-0.1, 3.1, 8, 1))).containsExactly("0", "1", "2", "3");
    }

    @Test
    void aLongLogarithmicAxisHasPowersOfTenOnly() {
        assertThat(labels(Ticks.logarithmic(-5, 0.2, 8)))
                .containsExactly("10⁻⁵", "10⁻⁴", "0.001", "0.01", "0.1", "1");
        assertThat(labels(Ticks.logarithmic(-300, 300, 6)))
                .containsExactly("10⁻³⁰⁰", "10⁻²⁰⁰", "10⁻¹⁰⁰", "1", "10¹⁰⁰", "10²⁰⁰", "10³⁰⁰");
    }

    @Test
    void aShortLogarithmicAxisHasOneTwoAndFiveTimesThese() {
        assertThat(labels(Ticks.logarithmic(-1.1, 0.4, 8))).containsExactly("0.1", "0.2", "0.5", "1", "2");
    }

    @Test
    void aVeryShortLogarithmicAxisHasRoundNumbers() {
        var ticks = Ticks.logarithmic(Math.log10(0.31), Math.log10(0.44), 5);

        assertThat(labels(ticks)).containsExactly("0.32", "0.34", "0.36", "0.38", "0.4", "0.42", "0.44");
        assertThat(ticks.get(4).place()).isEqualTo(Math.log10(0.4));
    }

    @ParameterizedTest
    @CsvSource({"0, 1e-300", "-1e300, 1e300", "76.00864, 76.00865", "1e9, 1000000001", "-1e-9, 1e-9"})
    void noTwoLabelsOfAnAxisAreTheSame(double lower, double upper) {
        assertThat(labels(Ticks.linear(lower, upper, 8, 0))).hasSizeBetween(2, 17).doesNotHaveDuplicates();
    }
}
