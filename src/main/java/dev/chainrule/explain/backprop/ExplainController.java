package dev.chainrule.explain.backprop;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.picture.PictureFormat;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/models/{model}")
class ExplainController {
    private static final String TEXT = "text/plain;charset=UTF-8";

    private final Backprop backprop;
    private final GradientChecks checks;
    private final MemoryBudget memory;

    ExplainController(Backprop backprop, GradientChecks checks, MemoryBudget memory) {
        this.memory = memory;
        this.backprop = backprop;
        this.checks = checks;
    }

    @Computes
    @PostMapping(path = "/backprop", produces = MediaType.APPLICATION_JSON_VALUE)
    TraceView backprop(@PathVariable String model, @RequestBody JsonNode body) {
        return backprop.trace(model, body, TraceReport::of);
    }

    @Computes
    @PostMapping(path = "/backprop", produces = TEXT)
    String backpropText(@PathVariable String model, @RequestBody JsonNode body) {
        return backprop.trace(model, body, trace -> TraceText.of(TraceReport.of(trace)));
    }

    @Computes
    @PostMapping(path = "/backprop", produces = PictureFormat.SVG_TYPE)
    byte[] backpropSvg(@PathVariable String model, @RequestBody JsonNode body) {
        return draw(model, body, PictureFormat.SVG);
    }

    @Computes
    @PostMapping(path = "/backprop", produces = MediaType.IMAGE_PNG_VALUE)
    byte[] backpropPng(@PathVariable String model, @RequestBody JsonNode body) {
        return draw(model, body, PictureFormat.PNG);
    }

    private byte[] draw(String model, JsonNode body, PictureFormat format) {
        return backprop.trace(model, body, trace -> {
            var picture = trace.diagram().picture();
            memory.reserveForRequest(picture.size().bytes(), "ask about a smaller model");
            return format.bytes(picture);
        });
    }

    @Computes
    @PostMapping(path = "/gradient-check", produces = MediaType.APPLICATION_JSON_VALUE)
    GradientCheckView check(@PathVariable String model, @RequestBody JsonNode body) {
        return checks.check(model, body);
    }
}
