package dev.chainrule.torture;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The content of an answer about a job.
 *
 * @param transitions how it came to its state
 * @param epoch the newest that was reported
 */
record Observation(State state, List<JsonNode> transitions, int epoch, JsonNode job) {

    /** The states of a job, as the service's own documentation has them; a job that lost its replica is queued again. */
    enum State {
        QUEUED,
        RUNNING,
        PAUSING,
        PAUSED,
        CANCELLING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        private Set<State> next() {
            return switch (this) {
                case QUEUED -> EnumSet.of(RUNNING, PAUSED, FAILED, CANCELLED);
                case RUNNING -> EnumSet.of(QUEUED, PAUSING, CANCELLING, SUCCEEDED, FAILED);
                case PAUSING -> EnumSet.of(RUNNING, PAUSED, CANCELLING, SUCCEEDED, FAILED);
                case PAUSED -> EnumSet.of(QUEUED, CANCELLED);
                case CANCELLING -> EnumSet.of(CANCELLED, FAILED);
                case SUCCEEDED, FAILED, CANCELLED -> EnumSet.noneOf(State.class);
            };
        }

        /** Whether a replica trains it. */
        boolean isHeld() {
            return this == RUNNING || this == PAUSING || this == CANCELLING;
        }

        boolean leadsTo(State other) {
            return next().contains(other);
        }

        boolean isTerminal() {
            return next().isEmpty();
        }
    }

    static Observation of(JsonNode job) {
        return new Observation(
                State.valueOf(job.path("state").asString()),
                job.path("transitions").valueStream().toList(),
                job.path("progress").path("epoch").asInt(),
                job);
    }

    /** Of two observations of a job, the one that it was in later. */
    static Observation later(Observation one, Observation other) {
        if (one.transitions.size() != other.transitions.size()) {
            return one.transitions.size() > other.transitions.size() ? one : other;
        }
        return one.epoch > other.epoch ? one : other;
    }

    String text(String field) {
        return job.path(field).asString();
    }

    boolean has(String field) {
        return !job.path(field).isNull() && !job.path(field).isMissingNode();
    }
}
