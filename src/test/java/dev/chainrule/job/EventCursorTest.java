package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {
    @ParameterizedTest
    @CsvSource({"-1.0, -1, 0", "0.1, 0, 1", "12.2, 12, 2", "2147483647.2147483647, 2147483647, 2147483647"})
    void idIsReadAndWrittenTheSame(String id, int epoch, int transitions) {
        var cursor = EventCursor.parse(id, "?after");

        assertThat(cursor).isEqualTo(new EventCursor(epoch, transitions));
        assertThat(cursor).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1", "1.", ".1", "-2.0", "1.-1", "1.2.3", "1,2", " 1.2", "1.2 ", "2147483648.0",
        "0.2147483648", "NaN.0"})
    void malformedIdIsRefused(String id) {
        assertThatThrownBy(() -> EventCursor.parse(id, "?after")).isInstanceOf(ProblemException.class)
                .hasMessageContaining("such as 12.2");
    }

    @Test
    void startIsBeforeEpoch0AndTheFirstTransition() {
        assertThat(EventCursor.START).isEqualTo(new EventCursor(-1, 0));
    }

    @Test
    void numbersBelowTheStartAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventCursor(-2, 0)).withMessageContaining("-2");
        assertThatIllegalArgumentException().isThrownBy(() -> new EventCursor(0, -1)).withMessageContaining("-1");
    }

    @Test
    void cursorAdvancesByAnEpochOrATransitionAlone() {
        var cursor = new EventCursor(3, 2);

        assertThat(cursor.withEpoch(9)).isEqualTo(new EventCursor(9, 2));
        assertThat(cursor.withNextTransition()).isEqualTo(new EventCursor(3, 3));
    }
}
