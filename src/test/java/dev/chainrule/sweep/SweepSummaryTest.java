package dev.chainrule.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.job.JobState;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepSummaryTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            QUEUED                      | QUEUED
            QUEUED PAUSED               | QUEUED
            QUEUED RUNNING              | RUNNING
            QUEUED SUCCEEDED            | RUNNING
            QUEUED PAUSING              | RUNNING
            RUNNING PAUSED CANCELLING   | RUNNING
            PAUSING PAUSED SUCCEEDED    | PAUSING
            PAUSED CANCELLED            | PAUSED
            CANCELLING CANCELLED FAILED | CANCELLING
            SUCCEEDED                   | SUCCEEDED
            SUCCEEDED FAILED            | SUCCEEDED
            FAILED                      | FAILED
            FAILED CANCELLED            | CANCELLED
            SUCCEEDED CANCELLED FAILED  | CANCELLED
            """)
    void aSweepsStateFollowsFromItsJobs(String jobs, JobState sweep) {
        var states = Arrays.stream(jobs.split(" ")).map(JobState::valueOf).collect(Collectors.toSet());

        assertThat(SweepSummary.state(states)).isEqualTo(sweep);
    }
}
