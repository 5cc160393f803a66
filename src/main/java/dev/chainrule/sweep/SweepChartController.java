package dev.chainrule.sweep;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.picture.ChartScale;
import dev.chainrule.picture.PictureFormat;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
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

/** A sweep as a picture. */
@RestController
@RequestMapping("/api/v1/sweeps/{sweep}")
class SweepChartController {
    private final SweepService sweeps;
    private final MemoryBudget memory;

    SweepChartController(SweepService sweeps, MemoryBudget memory) {
        this.sweeps = sweeps;
        this.memory = memory;
    }

    @Computes
    @GetMapping(path = "/chart.svg", produces = PictureFormat.SVG_TYPE)
    @Nullable
    ResponseEntity<byte[]> svg(
            @PathVariable("sweep") UUID id,
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height,
            @RequestParam(required = false) @Nullable String scale,
            WebRequest request) {
        return draw(id, width, height, scale, PictureFormat.SVG, request);
    }

    @Computes
    @GetMapping(path = "/chart.png", produces = MediaType.IMAGE_PNG_VALUE)
    @Nullable
    ResponseEntity<byte[]> png(
            @PathVariable("sweep") UUID id,
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height,
            @RequestParam(required = false) @Nullable String scale,
            WebRequest request) {
        return draw(id, width, height, scale, PictureFormat.PNG, request);
    }

    /** {@code null}: the client has this picture already, and the answer says so. */
    private @Nullable ResponseEntity<byte[]> draw(
            UUID id, @Nullable Integer width, @Nullable Integer height, @Nullable String scale, PictureFormat format,
            WebRequest request) {
        var faults = new Faults();
        var chosenScale = ChartScale.of(scale, faults);
        PictureSize.check(width, height, faults);
        faults.throwIfAny();
        var chart = sweeps.chart(id, chosenScale);
        if (chosenScale == ChartScale.LOG && !chart.allPositive()) {
            throw ProblemException.invalid("?scale", "must be linear: the sweep has values that are not above 0");
        }
        if (request.checkNotModified("W/\"" + chart.sweep().etag() + "\"")) {
            return null;
        }
        var size = PictureSize.of(width, height, chart.defaultSize(), faults);
        memory.reserveForRequest(size.bytes(), "ask for a smaller picture");
        return format.response(chart.picture(size));
    }
}
