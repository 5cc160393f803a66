package dev.chainrule.torture;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * Checks the replicas' answers about one job. An answer must not be older than what had been observed when it was requested.
 */
final class JobObserver {
    private static final BinaryOperator<Observation> LATER = Observation::later;

    private final String name;
    private final JobSpecimen specimen;
    private final UUID id;
    private final Ledger ledger;
    private final AtomicReference<Observation> last;

    /** @param first the answer that acknowledged it */
    JobObserver(String name, JobSpecimen specimen, UUID id, JsonNode first, Ledger ledger) {
        this.name = name;
        this.specimen = specimen;
        this.id = id;
        this.ledger = ledger;
        var observation = Observation.of(first);
        this.last = new AtomicReference<>(observation);
        checkAlone(observation);
    }

    /** The job's name, which is its model's, its label and its key, too. */
    String name() {
        return name;
    }

    JobSpecimen specimen() {
        return specimen;
    }

    UUID id() {
        return id;
    }

    /** The latest state that was seen. */
    Observation last() {
        return last.get();
    }

    /**
     * Checks what an answer shows.
     *
     * @param before what {@link #last} was before the question
     */
    void observe(Observation before, JsonNode job) {
        var now = Observation.of(job);
        ledger.count(Count.OBSERVATIONS);
        checkAlone(now);
        checkAfter(before, now);
        last.accumulateAndGet(now, LATER);
    }

    private void checkAlone(Observation seen) {
        var state = seen.state();
        require(
                state != Observation.State.FAILED && state != Observation.State.CANCELLED,
                Rule.NOTHING_FAILS,
                "%s, %s: %s".formatted(state, seen.text("stopReason"), seen.text("error")));
        boolean succeeded = state == Observation.State.SUCCEEDED;
        require(
                seen.has("finishedAt") == state.isTerminal()
                        && seen.has("stopReason") == state.isTerminal()
                        && seen.has("weightsSha256") == succeeded
                        && !seen.job().path("model").path("version").isNull() == succeeded
                        && (!seen.has("heartbeatAt") || state.isHeld())
                        && seen.has("error") == (state == Observation.State.FAILED)
                        && (seen.has("startedAt") || (state != Observation.State.RUNNING && !succeeded)),
                Rule.STATE_AND_FIELDS_AGREE,
                seen.job().toString());
        checkTransitions(seen);
    }

    private void checkTransitions(Observation seen) {
        var transitions = seen.transitions();
        for (int i = 0; i < transitions.size(); i++) {
            var to = state(transitions.get(i));
            if (i == 0) {
                require(to == Observation.State.QUEUED, Rule.TRANSITIONS_ONLY_GROW, "the first is " + to);
            } else {
                var from = state(transitions.get(i - 1));
                require(from.leadsTo(to), Rule.STATES_FOLLOW_THE_MACHINE, from + " → " + to + " in " + transitions);
                require(
                        !at(transitions.get(i)).isBefore(at(transitions.get(i - 1))),
                        Rule.TRANSITIONS_ONLY_GROW,
                        "back in time in " + transitions);
            }
        }
        require(
                !transitions.isEmpty() && state(transitions.getLast()) == seen.state(),
                Rule.TRANSITIONS_ONLY_GROW,
                "they do not end with " + seen.state() + ": " + transitions);
    }

    private static Observation.State state(JsonNode transition) {
        return Observation.State.valueOf(transition.path("state").asString());
    }

    private static Instant at(JsonNode transition) {
        return Instant.parse(transition.path("at").asString());
    }

    private void checkAfter(Observation before, Observation now) {
        if (before.state().isTerminal()) {
            require(
                    now.job().equals(before.job()),
                    Rule.AN_END_IS_AN_END,
                    "first %s, then %s".formatted(before.job(), now.job()));
            return;
        }
        int known = before.transitions().size();
        require(
                now.transitions().size() >= known && now.transitions().subList(0, known).equals(before.transitions()),
                Rule.TRANSITIONS_ONLY_GROW,
                "first %s, then %s".formatted(before.transitions(), now.transitions()));
        require(
                now.epoch() >= before.epoch(),
                Rule.PROGRESS_NEVER_GOES_BACK,
                "first %d (%s), then %d (%s)".formatted(before.epoch(), before.state(), now.epoch(), now.state()));
    }

    private void require(boolean holds, Rule rule, String detail) {
        ledger.require(holds, rule, toString(), detail);
    }

    @Override
    public String toString() {
        return name + " (" + id + ")";
    }
}
