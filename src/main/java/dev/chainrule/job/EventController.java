package dev.chainrule.job;

import dev.chainrule.job.JobEvents.EventPage;
import dev.chainrule.job.JobEvents.Position;
import dev.chainrule.job.JobEvents.Then;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A job's epochs, states and progress as Server-Sent Events. Nothing is pushed: each reader's own request fetches the next page after it
 * has written the previous one, so that a slow reader holds one page at most. A reader that accepts nothing for
 * {@code server.tomcat.connection-timeout} is disconnected, and may resume at the same event. One whose key was revoked is disconnected,
 * too.
 */
@RestController
class EventController {
    private static final Logger log = LoggerFactory.getLogger(EventController.class);
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    /** A proxy may close a connection on which nothing is sent for longer. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private final JobEvents events;
    private final JobWatch watch;
    private final AtomicInteger streams;

    EventController(JobEvents events, JobWatch watch, MeterRegistry meters) {
        this.events = events;
        this.watch = watch;
        this.streams = new AtomicInteger();
        Gauge.builder("chainrule.streams.open", streams, AtomicInteger::get)
                .description("Event streams of jobs that clients read from this replica")
                .register(meters);
    }

    /**
     * Sends all events of the job, or those after the reader's last one, until the job has ended.
     *
     * @param lastEventId for readers who cannot set the header
     * @param after starts after this epoch instead, or, if it is {@code latest}, with the newest state
     */
    @GetMapping(path = "/api/v1/jobs/{job}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(
            @PathVariable UUID job,
            @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEvent,
            @RequestParam(required = false) @Nullable String lastEventId,
            @RequestParam(required = false) @Nullable String after,
            HttpMethod method,
            HttpServletResponse response)
            throws IOException {
        var timeline = events.timeline(job).orElseThrow(() -> ProblemException.notFound("job", job));
        // A reader that reconnects sends the header to the same address, with its first query.
        var resumed =
                resumed(lastEvent, LAST_EVENT_ID, timeline).or(() -> resumed(lastEventId, "?lastEventId", timeline));
        var start = start(after, timeline);
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        if (resumed.isPresent() && timeline.state().terminal() && timeline.isReadBy(resumed.get())) {
            // A browser does not reconnect after this status.
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader("X-Accel-Buffering", "no");
        if (method.equals(HttpMethod.HEAD)) {
            return;
        }
        streams.incrementAndGet();
        try {
            stream(job, resumed.orElse(start), response.getOutputStream());
        } catch (IOException gone) {
            log.debug("A reader of job {} disconnected, or accepted nothing for too long: {}", job, gone.toString());
        } catch (ProblemException refused) {
            if (refused.type() != ProblemType.UNAUTHORIZED) {
                throw refused;
            }
            log.debug("A reader of job {} is disconnected: {}", job, refused.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            streams.decrementAndGet();
        }
    }

    private static Optional<EventCursor> resumed(@Nullable String id, String parameter, JobTimeline timeline) {
        if (id == null || id.isEmpty()) {
            return Optional.empty();
        }
        var cursor = EventCursor.parse(id, parameter);
        if (cursor.transitions() > timeline.transitions().size() || cursor.epoch() > timeline.epoch()) {
            throw ProblemException.invalid(parameter, "is not the id of an event of this job");
        }
        return Optional.of(cursor);
    }

    private static EventCursor start(@Nullable String after, JobTimeline timeline) {
        if (after == null) {
            return EventCursor.START;
        }
        if (after.equals("latest")) {
            return new EventCursor(timeline.epoch(), timeline.transitions().size() - 1);
        }
        try {
            return EventCursor.START.withEpoch(Integer.parseInt(after));
        } catch (IllegalArgumentException _) {
            throw ProblemException.invalid("?after", "must be an epoch, -1 for all of them, or latest");
        }
    }

    private void stream(UUID job, EventCursor start, OutputStream out) throws IOException, InterruptedException {
        var position = new Position(start, Optional.empty());
        try (var subscription = watch.subscribe(job)) {
            out.write(RETRY);
            out.flush();
            do {
                var from = position;
                var page = subscription.await(KEEP_ALIVE, revision -> next(job, from, revision));
                out.write(page.map(EventPage::text).orElse(COMMENT));
                position = page.map(EventPage::position).orElse(position);
                var then = page.map(EventPage::then).orElse(Then.AWAIT_CHANGE);
                if (then == Then.END) {
                    return;
                }
                if (then == Then.AWAIT_CHANGE) {
                    out.flush();
                }
            } while (watch.isRunning());
        }
    }

    /** The next page. Empty while the database is unreachable: disconnected clients may not reconnect. */
    private Optional<EventPage> next(UUID job, Position position, long revision) {
        try {
            return events.after(job, position, revision);
        } catch (DataAccessException | TransactionException away) {
            log.debug("Readers of job {} wait for the database", job, away);
            return Optional.empty();
        }
    }
}
