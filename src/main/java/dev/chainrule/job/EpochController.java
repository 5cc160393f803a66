package dev.chainrule.job;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.EpochHistory;
import dev.chainrule.paging.Page;
import dev.chainrule.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/jobs/{job}/epochs")
class EpochController {
    private static final int DEFAULT_LIMIT = 1000;
    private static final int MAX_LIMIT = 100_000;

    private final JobService jobs;
    private final EpochHistory history;
    private final MemoryBudget memory;

    EpochController(JobService jobs, EpochHistory history, MemoryBudget memory) {
        this.memory = memory;
        this.jobs = jobs;
        this.history = history;
    }

    /**
     * The cost history, oldest epoch first.
     *
     * @param after only epochs after this one
     * @param cursor the same, under the name that other lists have for their {@code nextCursor}
     * @param maxPoints not a page, but this many epochs evenly spaced over the whole history
     */
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Page<Epoch> page(
            @PathVariable("job") UUID id,
            @RequestParam(required = false) @Nullable Integer after,
            @RequestParam(required = false) @Nullable Integer cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable Integer maxPoints) {
        var from = from(after, cursor);
        if (maxPoints != null) {
            return new Page<>(sample(id, from, limit, maxPoints), null);
        }
        var job = jobs.find(id);
        int size = limit == null ? DEFAULT_LIMIT : within("limit", limit, 1);
        reserve(job, size);
        var found = history.after(job.id(), from == null ? -1 : from, size + 1);
        return Page.of(found, size, Epoch::number, epoch -> epoch);
    }

    /** Writes on the request's own thread, however slowly the client reads: no timeout ends an answer that has started. */
    @GetMapping(produces = "text/csv")
    void csv(
            @PathVariable("job") UUID id,
            @RequestParam(required = false) @Nullable Integer after,
            @RequestParam(required = false) @Nullable Integer cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable Integer maxPoints,
            HttpMethod method,
            HttpServletResponse response)
            throws IOException {
        var found = jobs.find(id);
        var job = found.id();
        var from = from(after, cursor);
        int first = from == null ? -1 : from;
        Consumer<Consumer<Epoch>> epochs;
        if (maxPoints != null) {
            epochs = sample(id, from, limit, maxPoints)::forEach;
        } else if (limit != null) {
            reserve(found, within("limit", limit, 1));
            epochs = history.after(job, first, limit)::forEach;
        } else {
            epochs = writer -> history.forEachAfter(job, first, writer);
        }
        // No timeout, however slowly the client reads.
        var _ = memory.reserveToWait();
        response.setContentType("text/csv;charset=UTF-8");
        if (!method.equals(HttpMethod.HEAD)) {
            write(epochs, response.getOutputStream());
        }
    }

    /** The epoch that both parameters name; null if neither does. */
    private static @Nullable Integer from(@Nullable Integer after, @Nullable Integer cursor) {
        if (after != null && cursor != null) {
            throw ProblemException.invalid("?cursor",
                    "must not be given together with after, which means the same: leave one of them out");
        }
        if (after != null && after < JobProgress.NONE) {
            throw ProblemException.invalid("?after", "must be an epoch, or -1 for all of them");
        }
        return after == null ? cursor : after;
    }

    private List<Epoch> sample(UUID id, @Nullable Integer after, @Nullable Integer limit, int maxPoints) {
        if (after != null || limit != null) {
            throw ProblemException.invalid("?maxPoints", "spans the whole history: leave out after, cursor and limit");
        }
        var job = jobs.find(id);
        int points = within("maxPoints", maxPoints, 2);
        reserve(job, points);
        return history.sample(job.id(), job.progress().epoch(), points);
    }

    /** The bytes that this many records of a job take, or all its records if it has fewer. */
    private void reserve(JobView job, int records) {
        memory.reserveForRequest(
                (long) EpochWriteBehind.BYTES_PER_RECORD * Math.min(records, job.progress().epoch() + 1L),
                "ask for fewer epochs with limit");
    }

    private static int within(String parameter, int given, int least) {
        if (given < least || given > MAX_LIMIT) {
            throw ProblemException.invalid("?" + parameter, "must be from " + least + " to " + MAX_LIMIT);
        }
        return given;
    }

    private static void write(Consumer<Consumer<Epoch>> epochs, OutputStream out) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(Epoch.CSV_HEADER);
        try {
            epochs.accept(epoch -> write(writer, epoch));
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
        writer.flush();
    }

    private static void write(BufferedWriter writer, Epoch epoch) {
        try {
            writer.write(epoch.csv());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
