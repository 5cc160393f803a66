package dev.chainrule.job;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.EpochChart;
import dev.chainrule.job.history.EpochChart.Failure;
import dev.chainrule.job.history.EpochHistory;
import dev.chainrule.job.history.EpochMetric;
import dev.chainrule.picture.ChartScale;
import dev.chainrule.picture.PictureFormat;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** The epochs of a job as a picture. */
@RestController
@RequestMapping("/api/v1/jobs/{job}")
class EpochChartController {
    private static final String METRICS = "cost|accuracy|mae|r2";

    /** More are not visible. */
    private static final int MAX_POINTS = 1000;

    private final JobService jobs;
    private final EpochHistory history;
    private final JsonBinder json;
    private final MemoryBudget memory;

    EpochChartController(JobService jobs, EpochHistory history, JsonBinder json, MemoryBudget memory) {
        this.memory = memory;
        this.jobs = jobs;
        this.history = history;
        this.json = json;
    }

    @Computes
    @GetMapping(path = "/{metric:" + METRICS + "}.svg", produces = PictureFormat.SVG_TYPE)
    @Nullable
    ResponseEntity<byte[]> svg(
            @PathVariable("job") UUID id,
            @PathVariable String metric,
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height,
            @RequestParam(required = false) @Nullable String scale,
            WebRequest request) {
        return draw(id, metric(metric), Look.of(width, height, scale), PictureFormat.SVG, request);
    }

    @Computes
    @GetMapping(path = "/{metric:" + METRICS + "}.png", produces = MediaType.IMAGE_PNG_VALUE)
    @Nullable
    ResponseEntity<byte[]> png(
            @PathVariable("job") UUID id,
            @PathVariable String metric,
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height,
            @RequestParam(required = false) @Nullable String scale,
            WebRequest request) {
        return draw(id, metric(metric), Look.of(width, height, scale), PictureFormat.PNG, request);
    }

    /** @return null if the client has the picture already: then {@code request} has answered */
    private @Nullable ResponseEntity<byte[]> draw(
            UUID id, EpochMetric metric, Look look, PictureFormat format, WebRequest request) {
        var job = jobs.find(id);
        // Nothing else changes a picture: stored epochs stay as they are.
        var etag = "W/\"" + job.state() + "-" + job.progress().epoch() + "-" + (job.latest() == null ? 0 : 1) + "\"";
        if (request.checkNotModified(etag)) {
            return null;
        }
        memory.reserveForRequest(look.size().bytes(), "ask for a smaller picture");
        var chart = chart(job, metric, look.scale());
        return format.response(chart.picture(look.size()));
    }

    private EpochChart chart(JobView job, EpochMetric metric, ChartScale scale) {
        List<Epoch> epochs = job.latest() == null
                ? List.of()
                : history.sample(job.id(), job.progress().epoch(), MAX_POINTS);
        var chart = new EpochChart(
                job.model().name() + " on " + job.dataset(),
                job.state() + ", epoch " + job.progress().epoch() + " of " + job.progress().epochs(),
                metric,
                epochs,
                Optional.ofNullable(job.best()).map(best -> json.readStored(best, Epoch.class)),
                scale,
                failure(job));
        if (!epochs.isEmpty() && chart.isEmpty()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "The epochs of job \"" + job.id() + "\" have no "
                    + JsonName.of(metric) + ": classifications have an accuracy, regressions have mae and r2, all jobs"
                    + " have a cost");
        }
        if (scale == ChartScale.LOG && !chart.allPositive()) {
            throw ProblemException.invalid("?scale", "must be linear: the job has " + JsonName.of(metric)
                    + " values that are not above 0");
        }
        return chart;
    }

    private static Optional<Failure> failure(JobView job) {
        if (job.state() != JobState.FAILED) {
            return Optional.empty();
        }
        int epoch = job.latest() == null ? 0 : job.progress().epoch() + 1;
        return Optional.of(job.stopReason() == StopReason.DIVERGED
                ? new Failure(epoch, "diverged", "The cost was no longer finite in epoch " + epoch
                        + ": try a smaller learning rate, scaled inputs or clipNorm")
                : new Failure(epoch, "failed", Objects.requireNonNullElse(job.error(), "The job failed")));
    }

    private static EpochMetric metric(String name) {
        return EpochMetric.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** What a request may choose. */
    private record Look(PictureSize size, ChartScale scale) {
        static Look of(@Nullable Integer width, @Nullable Integer height, @Nullable String scale) {
            var faults = new Faults();
            var look = new Look(
                    PictureSize.of(width, height, faults),
                    ChartScale.of(scale, faults));
            faults.throwIfAny();
            return look;
        }
    }
}
