package dev.chainrule.inference;

import dev.chainrule.budget.Computes;
import dev.chainrule.model.ServedModels;
import dev.chainrule.model.TrainedModel;
import dev.chainrule.model.VersionCalls;
import dev.chainrule.model.VersionReference;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.problem.RequestId;
import dev.chainrule.request.WholeBody;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One model of the protocol. Without a version in its path a call is about the one that the model serves. */
@RestController
@RequestMapping({"/v2/models/{model}", "/v2/models/{model}/versions/{version}"})
class InferenceController {
    private final Inference inference;
    private final ServedModels models;
    private final VersionCalls versions;
    private final WholeBody bodies;

    InferenceController(Inference inference, ServedModels models, VersionCalls versions, WholeBody bodies) {
        this.inference = inference;
        this.models = models;
        this.versions = versions;
        this.bodies = bodies;
    }

    /** Of the version that the path names, or of the one that the model serves; {@code versions} are all that can be named. */
    record ModelMetadata(
            String name, List<String> versions, String platform, List<TensorMetadata> inputs,
            List<TensorMetadata> outputs) {}

    record Readiness(String name, boolean ready) {}

    private static Optional<VersionReference> reference(String model, @Nullable String version) {
        return Optional.ofNullable(version).map(text -> VersionReference.inPath(model, text));
    }

    @Computes
    @GetMapping
    ModelMetadata metadata(@PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return versions.call(model, reference(model, version), 0, served -> {
            var loaded = served.version();
            var numbers = models.versions(model).stream().map(Object::toString).toList();
            return new ModelMetadata(
                    loaded.name(), numbers, platform(loaded.trained()), new VersionInputs(loaded).metadata(),
                    new VersionOutputs(loaded).metadata());
        });
    }

    private static String platform(TrainedModel trained) {
        return switch (trained) {
            case TrainedModel.OfLayers _ -> "chainrule_mlp";
            case TrainedModel.OfGraph _ -> "chainrule_graph";
        };
    }

    @GetMapping("/ready")
    Readiness ready(@PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        try {
            return new Readiness(models.choose(model, reference(model, version)).name(), true);
        } catch (ProblemException problem) {
            if (problem.type() == ProblemType.CONFLICT) {
                throw ProblemException.unavailable(String.valueOf(problem.getMessage()));
            }
            throw problem;
        }
    }

    /** Whatever the content type: Triton's clients send none, and curl that of a form. */
    @PostMapping(path = "/infer", produces = {MediaType.APPLICATION_JSON_VALUE,
        MediaType.APPLICATION_OCTET_STREAM_VALUE})
    ResponseEntity<byte[]> infer(
            @PathVariable String model, @PathVariable(required = false) @Nullable String version,
            @RequestHeader(name = InferenceRequestReader.JSON_LENGTH, required = false) @Nullable String jsonLength,
            HttpServletRequest request) {
        var named = reference(model, version);
        var answer = bodies.read(
                request, body -> inference.infer(model, named, body, jsonLength, RequestId.of(request)));
        var response = ResponseEntity.ok();
        if (answer.jsonLength().isPresent()) {
            response.contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .header(InferenceRequestReader.JSON_LENGTH, Integer.toString(answer.jsonLength().getAsInt()));
        } else {
            response.contentType(MediaType.APPLICATION_JSON);
        }
        return response.body(answer.body());
    }
}
