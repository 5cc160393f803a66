package dev.chainrule.explain.descent;

import dev.chainrule.budget.Computes;
import dev.chainrule.picture.PictureFormat;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.problem.Faults;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Gradient descent on a function, as numbers or as a picture, by the Accept header. */
@RestController
@RequestMapping("/api/v1/minimizations")
class MinimizationController {
    private final Minimizations minimizations;

    MinimizationController(Minimizations minimizations) {
        this.minimizations = minimizations;
    }

    @Computes
    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<MinimizationView> minimize(@RequestBody JsonNode body) {
        return ok(MediaType.APPLICATION_JSON).body(minimizations.minimize(body));
    }

    @Computes
    @PostMapping(produces = PictureFormat.SVG_TYPE)
    ResponseEntity<byte[]> svg(
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height,
            @RequestBody JsonNode body) {
        return draw(body, width, height, PictureFormat.SVG);
    }

    @Computes
    @PostMapping(produces = MediaType.IMAGE_PNG_VALUE)
    ResponseEntity<byte[]> png(
            @RequestParam(required = false) @Nullable Integer width,
            @RequestParam(required = false) @Nullable Integer height,
            @RequestBody JsonNode body) {
        return draw(body, width, height, PictureFormat.PNG);
    }

    private ResponseEntity<byte[]> draw(
            JsonNode body, @Nullable Integer width, @Nullable Integer height, PictureFormat format) {
        var faults = new Faults();
        var size = PictureSize.of(width, height, faults);
        faults.throwIfAny();
        return ok(format.mediaType()).body(minimizations.draw(body, size, format));
    }

    /** The answer depends on the Accept header. */
    private static ResponseEntity.BodyBuilder ok(MediaType type) {
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .contentType(type);
    }
}
