package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            QUEUED     | CANCEL, PAUSE  | RESUME
            RUNNING    | CANCEL, PAUSE  | RESUME
            PAUSING    | CANCEL, RESUME | PAUSE
            PAUSED     | CANCEL, RESUME | PAUSE
            CANCELLING | ''             | CANCEL
            SUCCEEDED  | ''             | ''
            FAILED     | ''             | ''
            CANCELLED  | ''             | CANCEL
            """)
    void stateTakesTheCommandsOfTheTableAndHasSomeAlready(JobState state, String legal, String already) {
        for (var command : JobCommand.values()) {
            assertThat(command.isLegalIn(state)).as("%s of %s", command, state)
                    .isEqualTo(legal.contains(command.name()));
            assertThat(command.from().contains(state)).as("%s of %s", command, state)
                    .isEqualTo(legal.contains(command.name()));
            assertThat(command.alreadyHolds(state)).as("%s of %s", command, state)
                    .isEqualTo(already.contains(command.name()));
        }
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void heldAndLiveStatesAreThoseOfTheDiagram(JobState state) {
        assertThat(state.held())
                .isEqualTo(Set.of(JobState.RUNNING, JobState.PAUSING, JobState.CANCELLING).contains(state));
        assertThat(state.terminal())
                .isEqualTo(Set.of(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED).contains(state));
    }
}
