package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\ufffd", "\ud83d\ude00", "a\ud83d\ude00\ud83d\ude00z", "\udbff\udfff"})
    void wellFormedTextIsUnchanged(String text) {
        assertThat(UnicodeText.isWellFormed(text)).isTrue();
        assertThat(UnicodeText.wellFormed(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udfff", "\ude00\ud83d", "a\ud800b", "\ud83d\ud83d\ude00", "\ud83d\ude00\ude00"})
    void halfOfASurrogatePairIsNotWellFormed(String text) {
        assertThat(UnicodeText.isWellFormed(text)).isFalse();
        assertThat(UnicodeText.isWellFormed(UnicodeText.wellFormed(text))).isTrue();
    }

    @Test
    void onlyUnpairedSurrogatesAreReplaced() {
        assertThat(UnicodeText.wellFormed("a\ud83d\ud83d\ude00\udc00z")).isEqualTo("a\ufffd\ud83d\ude00\ufffdz");
    }

    @Test
    void charactersThatWouldForgeALineOfALogAreEscaped() {
        assertThat(UnicodeText.escaped("a\nINFO b\r\t\u2028\u202e\u200b"))
                .isEqualTo("a\\u000aINFO b\\u000d\\u0009\\u2028\\u202e\\u200b");
        assertThat(UnicodeText.escaped("größe 日本 😀")).isEqualTo("größe 日本 😀");
    }
}
