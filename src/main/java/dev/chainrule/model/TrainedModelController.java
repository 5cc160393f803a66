package dev.chainrule.model;

import dev.chainrule.budget.Computes;
import dev.chainrule.request.JsonBody;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/models/{model}")
class TrainedModelController {
    private final Predictions predictions;
    private final Evaluations evaluations;

    TrainedModelController(Predictions predictions, Evaluations evaluations) {
        this.predictions = predictions;
        this.evaluations = evaluations;
    }

    @PostMapping("/predict")
    PredictionView predict(
            @PathVariable String model, @RequestParam(required = false) @Nullable String version, JsonBody body) {
        return predictions.predict(model, VersionReference.inQuery(version), body);
    }

    @Computes
    @PostMapping("/evaluate")
    Evaluations.EvaluationView evaluate(
            @PathVariable String model, @RequestParam(required = false) @Nullable String version,
            @RequestBody JsonNode body) {
        return evaluations.evaluate(model, VersionReference.inQuery(version), body);
    }
}
