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
 * What there is to tell of a job, page by page: its epochs and its transitions, in the order in which they came about. Readers who are at
 * the same place get the same page, which is read and written out once for all of them.
 */
@Component
class JobEvents {
    /** About 70 kB: the most that is held for a reader who lags behind. */
    static final int EPOCHS_PER_PAGE = 256;

    /** Of pages that several readers may want. */
    private static final int CACHED_BYTES = 8 << 20;

    /** More than the jobs that are followed at a time. */
    private static final int CACHED_COURSES = 1000;

    private final JobRepository jobs;
    private final EpochHistory history;
    private final JsonBinder json;

    /** By the number of the news that they were read after. */
    private final Cache<Long, Optional<JobTimeline>> courses =
            Caffeine.newBuilder().maximumSize(CACHED_COURSES).build();

    /** What is stored of epochs never changes, so that a page is true forever. */
    private final Cache<PageKey, byte @Nullable []> pages = Caffeine.newBuilder()
            .maximumWeight(CACHED_BYTES)
            .weigher((PageKey _, byte[] text) -> text.length)
            .build();

    JobEvents(JobRepository jobs, EpochHistory history, JsonBinder json) {
        this.jobs = jobs;
        this.history = history;
        this.json = json;
    }

    /** What is to be done once a page is sent. */
    enum Then {
        /** There is another page already. */
        GO_ON,
        AWAIT_NEWS,
        /** The job has ended, and all events were sent. */
        END
    }

    /**
     * Consecutive events.
     *
     * @param text as Server-Sent Events
     * @param cursor of a reader who has it
     */
    record Page(byte[] text, EventCursor cursor, Then then) {}

    private record PageKey(UUID job, EventCursor after, int lastEpoch) {}

    /** A job's state as an event; {@code stopReason} and {@code version} come with the last one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record StateView(JobState state, Instant at, @Nullable String reason, @Nullable StopReason stopReason,
            @Nullable Integer version) {}

    /** Empty if there is no such job. */
    Optional<JobTimeline> course(UUID job) {
        return jobs.course(job);
    }

    /**
     * What follows on a place.
     *
     * @param news the number of the newest news of the job, see {@link JobWatch.Place#await}
     * @return empty if nothing does yet; an empty page, if the job is gone
     */
    Optional<Page> after(UUID job, EventCursor cursor, long news) {
        return courses.get(news, _ -> jobs.course(job))
                .map(course -> after(job, course, cursor))
                .orElseGet(() -> Optional.of(gone(cursor)));
    }

    private static Page gone(EventCursor cursor) {
        return new Page(new byte[0], cursor, Then.END);
    }

    private Optional<Page> after(UUID job, JobTimeline course, EventCursor cursor) {
        int upTo = course.epochsBefore(cursor.transitions());
        if (cursor.epoch() < upTo) {
            return Optional.of(epochs(job, course, cursor, Math.min(upTo, lastOfPage(cursor.epoch() + 1))));
        }
        if (cursor.transitions() < course.transitions().size()) {
            var next = cursor.withNextTransition();
            return Optional.of(page(course, state(course, cursor.transitions(), next), next));
        }
        return Optional.empty();
    }

    /** Pages end at the same epochs wherever readers began, so that those who lag behind soon share them. */
    private static int lastOfPage(int epoch) {
        return epoch - epoch % EPOCHS_PER_PAGE + EPOCHS_PER_PAGE - 1;
    }

    private Page epochs(UUID job, JobTimeline course, EventCursor cursor, int last) {
        var text = pages.get(new PageKey(job, cursor, last), key -> epochs(key));
        return text == null ? gone(cursor) : page(course, text, cursor.withEpoch(last));
    }

    /** @return null if they are gone with their job */
    private byte @Nullable [] epochs(PageKey key) {
        var text = new StringBuilder();
        int first = key.after.epoch() + 1;
        var epochs = history.after(key.job, key.after.epoch(), key.lastEpoch - key.after.epoch());
        for (var epoch : epochs) {
            event(text, "epoch", key.after.withEpoch(epoch.number()), epoch);
        }
        return epochs.size() <= key.lastEpoch - first ? null : bytes(text);
    }

    private byte[] state(JobTimeline course, int index, EventCursor cursor) {
        var transition = course.transitions().get(index);
        boolean last = transition.state().terminal();
        var text = new StringBuilder();
        event(text, "state", cursor, new StateView(
                transition.state(),
                transition.at(),
                transition.reason(),
                last ? course.stopReason() : null,
                last ? course.version() : null));
        return bytes(text);
    }

    private void event(StringBuilder text, String type, EventCursor id, Object data) {
        text.append("id: ").append(id).append("\nevent: ").append(type).append("\ndata: ").append(json.write(data))
                .append("\n\n");
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Page page(JobTimeline course, byte[] text, EventCursor cursor) {
        if (!course.isReadBy(cursor)) {
            return new Page(text, cursor, Then.GO_ON);
        }
        return new Page(text, cursor, course.state().terminal() ? Then.END : Then.AWAIT_NEWS);
    }
}
