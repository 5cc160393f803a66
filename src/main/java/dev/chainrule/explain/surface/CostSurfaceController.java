package dev.chainrule.explain.surface;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.picture.PictureFormat;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.problem.Faults;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The cost over two parameters, as numbers or as a picture. */
@RestController
@RequestMapping("/api/v1/cost-surfaces")
class CostSurfaceController {
    private final CostSurfaces surfaces;
    private final MemoryBudget memory;

    CostSurfaceController(CostSurfaces surfaces, MemoryBudget memory) {
        this.memory = memory;
        this.surfaces = surfaces;
    }

    @Computes
    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    CostSurfaceView numbers(@RequestBody JsonNode body) {
        return surfaces.measure(body);
    }

    @Computes
    @PostMapping(produces = PictureFormat.SVG_TYPE)
    ResponseEntity<byte[]> svg(
            @RequestBody JsonNode body,
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height) {
        return draw(body, width, height, PictureFormat.SVG);
    }

    @Computes
    @PostMapping(produces = MediaType.IMAGE_PNG_VALUE)
    ResponseEntity<byte[]> png(
            @RequestBody JsonNode body,
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height) {
        return draw(body, width, height, PictureFormat.PNG);
    }

    private ResponseEntity<byte[]> draw(
            JsonNode body, @Nullable Integer width, @Nullable Integer height, PictureFormat format) {
        var faults = new Faults();
        PictureSize.check(width, height, faults);
        faults.throwIfAny();
        var chart = new CostSurfaceChart(surfaces.measure(body));
        var size = PictureSize.of(width, height, chart.defaultSize(), faults);
        memory.reserveForRequest(size.bytes(), "ask for a smaller picture");
        return ResponseEntity.ok().contentType(format.mediaType()).body(format.bytes(chart.picture(size)));
    }
}
