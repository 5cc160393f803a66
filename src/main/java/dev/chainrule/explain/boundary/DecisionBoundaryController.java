package dev.chainrule.explain.boundary;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.model.VersionReference;
import dev.chainrule.picture.PictureFormat;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.problem.Faults;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The classes of a version over its two features, as a picture. */
@RestController
@RequestMapping("/api/v1/models/{model}/versions/{version}")
class DecisionBoundaryController {
    private final DecisionBoundaries boundaries;
    private final MemoryBudget memory;

    DecisionBoundaryController(DecisionBoundaries boundaries, MemoryBudget memory) {
        this.boundaries = boundaries;
        this.memory = memory;
    }

    @Computes
    @GetMapping(path = "/decision-boundary.svg", produces = PictureFormat.SVG_TYPE)
    ResponseEntity<byte[]> svg(
            @PathVariable String model,
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String dataset,
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height) {
        return draw(model, version, dataset, width, height, PictureFormat.SVG);
    }

    @Computes
    @GetMapping(path = "/decision-boundary.png", produces = MediaType.IMAGE_PNG_VALUE)
    ResponseEntity<byte[]> png(
            @PathVariable String model,
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String dataset,
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height) {
        return draw(model, version, dataset, width, height, PictureFormat.PNG);
    }

    private ResponseEntity<byte[]> draw(
            String model, String version, @Nullable String dataset, @Nullable Integer width, @Nullable Integer height,
            PictureFormat format) {
        var faults = new Faults();
        var size = PictureSize.of(width, height, DecisionBoundaryChart.DEFAULT, faults);
        var named = Optional.ofNullable(dataset);
        if (named.isEmpty()) {
            faults.atParameter("dataset").add("is missing: name a dataset, whose rows are drawn over the classes");
        }
        faults.throwIfAny();
        memory.reserveForRequest(size.bytes(), "ask for a smaller picture");
        var chart = new DecisionBoundaryChart(
                boundaries.of(model, VersionReference.inPath(model, version), named.orElseThrow(), faults));
        return format.response(chart.picture(size));
    }
}
