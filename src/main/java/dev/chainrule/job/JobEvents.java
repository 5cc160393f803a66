package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chainrule.job.history.EpochHistory;
import dev.chainrule.problem.JsonBinder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The events of a job, page by page: its epochs and its transitions, in the order in which they occurred. Readers at the same position get
 * the same page, which is read and formatted once for all of them. A reader that has all events gets the progress within the current epoch:
 * an event without an id, which is not part of the order.
 */
@Component
class JobEvents {
    /** About 70 kB: the most that is held for a reader that lags behind. */
    static final int EPOCHS_PER_PAGE = 256;

    /** Of pages that several readers may want. */
    private static final int CACHED_BYTES = 8 << 20;

    /** More than the jobs that have readers at a time. */
    private static final int CACHED_TIMELINES = 1000;

    private final JobRepository jobs;
    private final EpochHistory history;
    private final JsonBinder json;

    /** By the number of the revision after which they were read. */
    private final Cache<Long, Optional<JobTimeline>> timelines =
            Caffeine.newBuilder().maximumSize(CACHED_TIMELINES).build();

    /** Stored epochs never change, so that a page is never outdated. */
    private final Cache<PageKey, byte @Nullable []> pages = Caffeine.newBuilder()
            .maximumWeight(CACHED_BYTES)
            .weigher((PageKey _, byte[] text) -> text.length)
            .build();

    JobEvents(JobRepository jobs, EpochHistory history, JsonBinder json) {
        this.jobs = jobs;
        this.history = history;
        this.json = json;
    }

    /** What to do after a page is sent. */
    enum Then {
        /** There is another page already. */
        CONTINUE,
        AWAIT_CHANGE,
        /** The job has ended, and all events were sent. */
        END
    }

    /**
     * A reader's position.
     *
     * @param current the newest progress that it got
     */
    record Position(EventCursor cursor, Optional<BatchProgress> current) {
        Position at(EventCursor next) {
            return new Position(next, current);
        }
    }

    /**
     * Consecutive events.
     *
     * @param text as Server-Sent Events
     * @param position of a reader that has it
     */
    record EventPage(byte[] text, Position position, Then then) {}

    private record PageKey(UUID job, EventCursor after, int lastEpoch) {}

    /** A job's state as an event; {@code stopReason} and {@code version} come with the last one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record StateView(JobState state, Instant at, @Nullable String reason, @Nullable StopReason stopReason,
            @Nullable Integer version) {}

    /** Empty if there is no such job. */
    Optional<JobTimeline> timeline(UUID job) {
        return jobs.timeline(job);
    }

    /**
     * The next events after a position.
     *
     * @param revision the number of the newest revision of the job, see {@link JobWatch.Subscription#await}
     * @return empty if there are none yet; an empty page if the job was deleted
     */
    Optional<EventPage> after(UUID job, Position position, long revision) {
        return timelines.get(revision, _ -> jobs.timeline(job))
                .map(timeline -> after(job, timeline, position))
                .orElseGet(() -> Optional.of(gone(position)));
    }

    private static EventPage gone(Position position) {
        return new EventPage(new byte[0], position, Then.END);
    }

    private Optional<EventPage> after(UUID job, JobTimeline timeline, Position position) {
        var cursor = position.cursor();
        int upTo = timeline.epochsBefore(cursor.transitions());
        if (cursor.epoch() < upTo) {
            return Optional.of(epochs(job, timeline, position, Math.min(upTo, lastOfPage(cursor.epoch() + 1))));
        }
        if (cursor.transitions() < timeline.transitions().size()) {
            var next = cursor.withNextTransition();
            return Optional.of(page(timeline, state(timeline, cursor.transitions(), next), position.at(next)));
        }
        return timeline.current()
                .filter(current -> !position.current().equals(Optional.of(current)))
                .map(current -> new EventPage(progress(current), new Position(cursor, Optional.of(current)),
                        Then.AWAIT_CHANGE));
    }

    /** Pages end at the same epochs wherever readers started, so that those that lag behind soon share them. */
    private static int lastOfPage(int epoch) {
        return epoch - epoch % EPOCHS_PER_PAGE + EPOCHS_PER_PAGE - 1;
    }

    private EventPage epochs(UUID job, JobTimeline timeline, Position position, int last) {
        var text = pages.get(new PageKey(job, position.cursor(), last), key -> epochs(key));
        return text == null ? gone(position) : page(timeline, text, position.at(position.cursor().withEpoch(last)));
    }

    /** @return null if they were deleted with their job */
    private byte @Nullable [] epochs(PageKey key) {
        var text = new StringBuilder();
        int first = key.after.epoch() + 1;
        var epochs = history.after(key.job, key.after.epoch(), key.lastEpoch - key.after.epoch());
        for (var epoch : epochs) {
            event(text, "epoch", key.after.withEpoch(epoch.number()), epoch);
        }
        return epochs.size() <= key.lastEpoch - first ? null : bytes(text);
    }

    private byte[] state(JobTimeline timeline, int index, EventCursor cursor) {
        var transition = timeline.transitions().get(index);
        boolean last = transition.state().terminal();
        var text = new StringBuilder();
        event(text, "state", cursor, new StateView(
                transition.state(),
                transition.at(),
                transition.reason(),
                last ? timeline.stopReason() : null,
                last ? timeline.version() : null));
        return bytes(text);
    }

    private byte[] progress(BatchProgress current) {
        var text = new StringBuilder();
        event(text, "progress", current);
        return bytes(text);
    }

    private void event(StringBuilder text, String type, EventCursor id, Object data) {
        text.append("id: ").append(id).append('\n');
        event(text, type, data);
    }

    private void event(StringBuilder text, String type, Object data) {
        text.append("event: ").append(type).append("\ndata: ").append(json.write(data)).append("\n\n");
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static EventPage page(JobTimeline timeline, byte[] text, Position position) {
        if (!timeline.isReadBy(position.cursor())) {
            return new EventPage(text, position, Then.CONTINUE);
        }
        return new EventPage(text, position, timeline.state().terminal() ? Then.END : Then.AWAIT_CHANGE);
    }
}
