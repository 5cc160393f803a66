package dev.chainrule.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutOfMemoryWarningTest {
    private final Map<String, String> options = new HashMap<>(Map.of(
            "ExitOnOutOfMemoryError", "false", "CrashOnOutOfMemoryError", "false", "OnOutOfMemoryError", ""));

    @Test
    void withoutAnOptionTheProcessOutlivesTheError() {
        assertThat(OutOfMemoryWarning.endsOnOutOfMemory(options::get)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ExitOnOutOfMemoryError, true", "CrashOnOutOfMemoryError, true", "OnOutOfMemoryError, kill -9 %p"})
    void eachOfThreeOptionsEndsIt(String option, String value) {
        options.put(option, value);

        assertThat(OutOfMemoryWarning.endsOnOutOfMemory(options::get)).isTrue();
    }
}
