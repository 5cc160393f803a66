package dev.chainrule.job;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The commands of users to jobs that have not ended. */
enum JobCommand {
    /** A job that no worker holds ends immediately. */
    CANCEL("cancelled"),
    /** Its state is kept, and its thread is free for others. */
    PAUSE("paused"),
    /** Training continues from the checkpoint. */
    RESUME("resumed");

    private final String participle;

    JobCommand(String participle) {
        this.participle = participle;
    }

    /** As in "it cannot be paused". */
    String participle() {
        return participle;
    }

    /** The states in which this command is legal. */
    Set<JobState> from() {
        return Arrays.stream(JobState.values()).filter(this::isLegalIn).collect(Collectors.toSet());
    }

    boolean isLegalIn(JobState state) {
        return switch (state) {
            case QUEUED, RUNNING -> this == CANCEL || this == PAUSE;
            case PAUSING, PAUSED -> this == CANCEL || this == RESUME;
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }

    /** Whether the command was carried out, or accepted, before. */
    boolean alreadyHolds(JobState state) {
        return switch (state) {
            case QUEUED, RUNNING -> this == RESUME;
            case PAUSING, PAUSED -> this == PAUSE;
            case CANCELLING, CANCELLED -> this == CANCEL;
            case SUCCEEDED, FAILED -> false;
        };
    }
}
