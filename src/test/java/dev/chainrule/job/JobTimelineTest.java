package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTimelineTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Transition to(JobState state, Integer epoch) {
        return new Transition(state, NOW, epoch, null);
    }

    private static JobTimeline timeline(JobState state, int epoch, Transition... transitions) {
        return new JobTimeline(state, List.of(transitions), null, null, epoch, null, null, null);
    }

    @Test
    void epochsBeforeATransitionAreThoseThatItNames() {
        var timeline = timeline(
                JobState.RUNNING, 9, to(JobState.QUEUED, null), to(JobState.RUNNING, null), to(JobState.QUEUED, 4),
                to(JobState.RUNNING, 4));

        assertThat(timeline.epochsBefore(0)).isEqualTo(-1);
        assertThat(timeline.epochsBefore(1)).isEqualTo(-1);
        assertThat(timeline.epochsBefore(2)).isEqualTo(4);
        assertThat(timeline.epochsBefore(3)).isEqualTo(4);
    }

    @Test
    void allEpochsAreBeforeATransitionThatIsStillToCome() {
        assertThat(timeline(JobState.QUEUED, 9, to(JobState.QUEUED, null)).epochsBefore(1)).isEqualTo(9);
    }

    @Test
    void allEpochsAreBeforeTheEndEvenIfItNamesFewer() {
        var timeline = timeline(JobState.SUCCEEDED, 9, to(JobState.QUEUED, null), to(JobState.SUCCEEDED, 7));

        assertThat(timeline.epochsBefore(1)).isEqualTo(9);
    }

    @Test
    void noMoreEpochsAreBeforeATransitionThanAreStored() {
        assertThat(timeline(JobState.QUEUED, 3, to(JobState.QUEUED, 8)).epochsBefore(0)).isEqualTo(3);
    }

    @Test
    void cursorHasReadAllOnceItHasTheLastEpochAndTheLastTransition() {
        var timeline = timeline(JobState.RUNNING, 9, to(JobState.QUEUED, null), to(JobState.RUNNING, null));

        assertThat(timeline.isReadBy(new EventCursor(9, 2))).isTrue();
        assertThat(timeline.isReadBy(new EventCursor(8, 2))).isFalse();
        assertThat(timeline.isReadBy(new EventCursor(9, 1))).isFalse();
        assertThat(timeline.isReadBy(new EventCursor(10, 3))).isTrue();
    }
}
