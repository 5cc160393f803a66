package dev.chainrule.job;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.job.history.CostChart;
import dev.chainrule.job.history.CostChart.Scale;
import dev.chainrule.job.history.EpochHistory;
import dev.chainrule.job.history.EpochView;
import dev.chainrule.picture.PictureFormat;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** The cost history as a picture. */
@RestController
@RequestMapping("/api/v1/jobs/{job}")
class CostChartController {
    /** More would not be told apart. */
    private static final int MAX_POINTS = 1000;

    private final JobService jobs;
    private final EpochHistory history;
    private final JsonBinder json;
    private final MemoryBudget memory;

    CostChartController(JobService jobs, EpochHistory history, JsonBinder json, MemoryBudget memory) {
        this.memory = memory;
        this.jobs = jobs;
        this.history = history;
        this.json = json;
    }

    @Computes
    @GetMapping(path = "/cost.svg", produces = PictureFormat.SVG_TYPE)
    ResponseEntity<byte[]> svg(
            @PathVariable("job") UUID id,
            @RequestParam(required = false) Integer width,
            @RequestParam(required = false) Integer height,
            @RequestParam(required = false) String scale,
            WebRequest request) {
        return draw(id, Look.of(width, height, scale), PictureFormat.SVG, request);
    }

    @Computes
    @GetMapping(path = "/cost.png", produces = MediaType.IMAGE_PNG_VALUE)
    ResponseEntity<byte[]> png(
            @PathVariable("job") UUID id,
            @RequestParam(required = false) Integer width,
            @RequestParam(required = false) Integer height,
            @RequestParam(required = false) String scale,
            WebRequest request) {
        return draw(id, Look.of(width, height, scale), PictureFormat.PNG, request);
    }

    private ResponseEntity<byte[]> draw(
            UUID id, Look look, PictureFormat format, WebRequest request) {
        var job = jobs.find(id);
        // Nothing else changes a picture: stored epochs stay as they are.
        var etag = "W/\"" + job.state() + "-" + job.progress().epoch() + "-" + (job.latest() == null ? 0 : 1) + "\"";
        if (request.checkNotModified(etag)) {
            return null;
        }
        memory.reserveForRequest(look.size().bytes(), "ask for a smaller picture");
        var chart = chart(job, look.scale());
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).contentType(format.mediaType())
                .body(format.bytes(chart.picture(look.size())));
    }

    private CostChart chart(JobView job, Scale scale) {
        List<EpochView> epochs = job.latest() == null
                ? List.of()
                : history.sample(job.id(), job.progress().epoch(), MAX_POINTS);
        var chart = new CostChart(
                job.model().name() + " on " + job.dataset(),
                job.state() + ", epoch " + job.progress().epoch() + " of " + job.progress().epochs(),
                epochs,
                Optional.ofNullable(job.best()).map(best -> json.readStored(best, EpochView.class)),
                scale);
        if (scale == Scale.LOG && !chart.allPositive()) {
            throw ProblemException.invalid("?scale", "must be linear: the job has costs that are not above 0");
        }
        return chart;
    }

    /** What a request may choose. */
    private record Look(PictureSize size, Scale scale) {
        static Look of(Integer width, Integer height, String scale) {
            var faults = new Faults();
            var look = new Look(
                    PictureSize.of(width, height, faults),
                    scale == null ? Scale.LINEAR : scale(faults, scale));
            faults.throwIfAny();
            return look;
        }

        /** @return null, and a fault, if there is none of this name */
        private static Scale scale(Faults faults, String given) {
            return Arrays.stream(Scale.values())
                    .filter(scale -> JsonName.of(scale).equals(given))
                    .findFirst()
                    .orElseGet(() -> {
                        faults.atParameter("scale").add("must be one of "
                                + Arrays.stream(Scale.values()).map(JsonName::of).collect(Collectors.joining(", ")));
                        return null;
                    });
        }
    }
}
