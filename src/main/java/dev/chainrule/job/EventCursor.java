package dev.chainrule.job;

import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reader's position in the events of a job: it has all epochs up to this one, and this many of the job's transitions. Its text is the id
 * of an event, and means the same on every replica.
 *
 * @param epoch {@link JobProgress#NONE} before the first
 */
record EventCursor(int epoch, int transitions) {
    static final EventCursor START = new EventCursor(JobProgress.NONE, 0);

    private static final Pattern FORM = Pattern.compile("(-1|\\d+)\\.(\\d+)");

    EventCursor {
        if (epoch < JobProgress.NONE || transitions < 0) {
            throw new IllegalArgumentException(
                    "The epoch must be at least -1, and the transitions at least 0, but they are "
                            + epoch + " and " + transitions);
        }
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param parameter where it stands in the request
     * @throws ProblemException (422) if it is not the id of an event
     */
    static EventCursor parse(String id, String parameter) {
        return read(id).orElseThrow(
                () -> ProblemException.invalid(parameter, "must be the id of an event of this job, such as 12.2"));
    }

    private static Optional<EventCursor> read(String id) {
        var parts = FORM.matcher(id);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new EventCursor(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    EventCursor withEpoch(int newest) {
        return new EventCursor(newest, transitions);
    }

    EventCursor withNextTransition() {
        return new EventCursor(epoch, transitions + 1);
    }

    @Override
    public String toString() {
        return epoch + "." + transitions;
    }
}
