package dev.chainrule.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as pictures show them. */
class ShortNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0.123456, 0.1235", "-12345.6, −12350", "0, 0", "-0.0, 0", "1.23456e-9, 1.235·10⁻⁹", "3.1060e-17, 3.106·10⁻¹⁷",
        "1e-4, 10⁻⁴", "0.001, 0.001", "999999, 10⁶", "2e75, 2·10⁷⁵", "2.25, 2.25", "2.2500325, 2.25", "NaN, NaN",
        "Infinity, ∞", "-Infinity, −∞"
    })
    void aNumberHasAtMostFourSignificantDigits(double number, String text) {
        assertThat(ShortNumber.text(number)).isEqualTo(text);
    }
}
