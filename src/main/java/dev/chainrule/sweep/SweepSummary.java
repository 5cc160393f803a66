package dev.chainrule.sweep;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.chainrule.job.JobState;
import dev.chainrule.job.SweepTally;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sweep without its jobs.
 *
 * @param state see {@link #state(Set)}
 * @param createdBy the name of a key, or of callers without one
 * @param startedAt when the first of its jobs started
 * @param finishedAt when the last of its jobs ended; {@code null}: one is live
 */
record SweepSummary(
        UUID id,
        JobState state,
        SweepProgress progress,
        RankBy rankBy,
        @JsonRawValue String grid,
        int restarts,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** @param fraction of all jobs' epochs that need not be trained any more: a job that has ended needs none */
    record SweepProgress(long jobs, long ended, long succeeded, long failed, long cancelled, double fraction) {
        static SweepProgress of(Collection<SweepTally> tallies) {
            long jobs = 0;
            long succeeded = 0;
            long failed = 0;
            long cancelled = 0;
            long epochs = 0;
            long done = 0;
            for (var tally : tallies) {
                jobs += tally.jobs();
                epochs += tally.epochs();
                done += tally.state().terminal() ? tally.epochs() : tally.completed();
                switch (tally.state()) {
                    case SUCCEEDED -> succeeded += tally.jobs();
                    case FAILED -> failed += tally.jobs();
                    case CANCELLED -> cancelled += tally.jobs();
                    case QUEUED, RUNNING, PAUSING, PAUSED, CANCELLING -> {}
                }
            }
            return new SweepProgress(
                    jobs, succeeded + failed + cancelled, succeeded, failed, cancelled,
                    epochs == 0 ? 0 : (double) done / epochs);
        }
    }

    /** @param tallies that together count every job once */
    static SweepSummary of(Sweep sweep, Collection<SweepTally> tallies) {
        var states = EnumSet.noneOf(JobState.class);
        tallies.forEach(tally -> states.add(tally.state()));
        var state = state(states);
        return new SweepSummary(
                sweep.id(),
                state,
                SweepProgress.of(tallies),
                sweep.rankBy(),
                sweep.grid(),
                sweep.restarts(),
                sweep.createdBy(),
                sweep.createdAt(),
                times(tallies, SweepTally::startedAt).min(Instant::compareTo).orElse(null),
                state.terminal() ? times(tallies, SweepTally::finishedAt).max(Instant::compareTo).orElse(null) : null);
    }

    private static Stream<Instant> times(
            Collection<SweepTally> tallies, Function<SweepTally, @Nullable Instant> time) {
        return tallies.stream().flatMap(tally -> Stream.ofNullable(time.apply(tally)));
    }

    /**
     * The state of a sweep whose jobs are in these states.
     *
     * <p>While a job is live: RUNNING if one trains, or if some wait after others have ended; QUEUED if none was trained yet; PAUSING,
     * PAUSED or CANCELLING if all live jobs are. When all have ended: CANCELLED if one was cancelled, else SUCCEEDED if one succeeded,
     * else FAILED.
     */
    static JobState state(Set<JobState> states) {
        boolean live = !states.stream().allMatch(JobState::terminal);
        if (!live) {
            return first(states, JobState.CANCELLED, JobState.SUCCEEDED, JobState.FAILED);
        }
        if (states.contains(JobState.QUEUED)) {
            return Set.of(JobState.QUEUED, JobState.PAUSED).containsAll(states) ? JobState.QUEUED : JobState.RUNNING;
        }
        return first(states, JobState.RUNNING, JobState.PAUSING, JobState.PAUSED, JobState.CANCELLING);
    }

    private static JobState first(Set<JobState> states, JobState... inOrder) {
        for (var state : inOrder) {
            if (states.contains(state)) {
                return state;
            }
        }
        throw new IllegalStateException("A sweep has jobs, but there are none");
    }
}
