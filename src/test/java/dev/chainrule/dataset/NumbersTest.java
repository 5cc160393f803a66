package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({"0,0", "' 5.1 ',5.1", "-1.5e3,-1500", "+.5,0.5", "7.,7", "1E+2,100", "1e-400,0", "1e999,Infinity"})
    void decimalsAreNumbers(String text, double expected) {
        assertThat(Numbers.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "-", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "1f", "1d", "NaN", "Infinity",
        "1 2", "--1", "५"})
    void otherTextsAreNotNumbers(String text) {
        assertThat(Numbers.parse(text)).isNaN();
    }
}
