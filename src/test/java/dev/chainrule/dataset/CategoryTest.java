package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1", "1.0, 1", "1.00, 1", "1., 1", "1e0, 1", "1E+2, 100", "10e-1, 1", "-2.0, -2", "-0, 0", "0.0, 0",
        "-0.0, 0", "1.50, 1.5", ".5, 0.5", "-.5, -0.5", "0.1, 0.1", "1e21, 1E+21", "1e-7, 0.0000001", "1e-8, 1E-8",
        "1e20, 100000000000000000000",
        "9007199254740993, 9007199254740993", "9007199254740993.0, 9007199254740993",
        "9.007199254740993e15, 9007199254740993", "-9007199254740993., -9007199254740993",
        "1000000000000000000000, 1E+21", "1000000000000000000001, 1000000000000000000001",
        "0.1000000000000000055511151231257827, 0.1"})
    void aNumberIsItsValueInDecimalDigits(String text, String canonical) {
        assertThat(Category.canonical(text)).isEqualTo(canonical);
        assertThat(Category.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "-007", "00", "01.5", "+7", "1e999", "1,5", "1-2", "-", ".", "1.2.3", "B7", "Red",
        "red", "NA"})
    void codesAndOtherTextsStayAsTheyAre(String text) {
        assertThat(Category.canonical(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "TRUE", " tRuE "})
    void trueIsInLowerCase(String text) {
        assertThat(Category.canonical(text)).isEqualTo("true");
        assertThat(Category.canonical(text.replaceAll("(?i)true", "False"))).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {" New York", "New York ", "\tNew York\r\n", "\u00a0New York\u3000"})
    void blanksAtTheEndsDoNotBelongToIt(String text) {
        assertThat(Category.canonical(text)).isEqualTo("New York");
    }

    @Test
    void composedAndDecomposedCharactersAreTheSame() {
        assertThat(Category.canonical("Cafe\u0301")).isEqualTo("Caf\u00e9").isEqualTo(Category.canonical("Caf\u00e9"));
    }

    @Test
    void blanksAloneAreTheEmptyText() {
        assertThat(Category.canonical(" \t")).isEmpty();
    }
}
