package dev.chainrule.job;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What users wish of jobs that have not ended. */
enum JobCommand {
    /** One that nobody holds ends at once. */
    CANCEL("cancelled"),
    /** Its state is kept, and its thread is free for others. */
    PAUSE("paused"),
    /** It goes on where it was. */
    RESUME("resumed");

    private final String participle;

    JobCommand(String participle) {
        this.participle = participle;
    }

    /** As in "it cannot be paused". */
    String participle() {
        return participle;
    }

    /** The states in which a job makes this move. */
    Set<JobState> from() {
        return Arrays.stream(JobState.values()).filter(this::isMadeFrom).collect(Collectors.toSet());
    }

    boolean isMadeFrom(JobState state) {
        return switch (state) {
            case QUEUED, RUNNING -> this == CANCEL || this == PAUSE;
            case PAUSING, PAUSED -> this == CANCEL || this == RESUME;
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }

    /** Whether the wish was fulfilled, or heard, before. */
    boolean isAlready(JobState state) {
        return switch (state) {
            case QUEUED, RUNNING -> this == RESUME;
            case PAUSING, PAUSED -> this == PAUSE;
            case CANCELLING, CANCELLED -> this == CANCEL;
            case SUCCEEDED, FAILED -> false;
        };
    }
}
