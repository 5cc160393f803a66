package dev.chainrule.inference;

import dev.chainrule.budget.Computes;
import dev.chainrule.model.ServedModels;
import dev.chainrule.model.ServedModels.ServedModel;
import dev.chainrule.paging.Page;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The service itself, in the protocol's terms, and the models that it has. */
@RestController
@RequestMapping("/v2")
class InferenceServerController {
    private static final int MOST_MODELS = 1000;

    private final ServedModels models;
    private final HealthEndpoint health;
    private final String version;

    InferenceServerController(ServedModels models, HealthEndpoint health, ObjectProvider<BuildProperties> build) {
        this.models = models;
        this.health = health;
        this.version = build.stream().map(BuildProperties::getVersion).findFirst().orElse("unknown");
    }

    record ServerMetadata(String name, String version, List<String> extensions) {}

    record Liveness(boolean live) {}

    record ServerReadiness(boolean live, boolean ready) {}

    /** @param nextCursor gives the next page as {@code ?cursor=}; {@code null}: this is the last one */
    record ModelNames(List<String> models, @Nullable String nextCursor) {}

    /** @param version that the model serves; empty text: it serves none */
    record IndexedModel(String name, String version, String state, String reason) {
        static IndexedModel of(ServedModel model) {
            return model.version()
                    .map(number -> new IndexedModel(model.name(), number.toString(), "READY", ""))
                    .orElseGet(() -> new IndexedModel(
                            model.name(), "", "UNAVAILABLE", "The model has no version to serve"));
        }
    }

    @GetMapping({"", "/"})
    ServerMetadata metadata() {
        return new ServerMetadata("chainrule", version, List.of("binary_tensor_data", "classification"));
    }

    @GetMapping("/health/live")
    Liveness live() {
        requireUp("liveness", "The service is not live: it should be restarted");
        return new Liveness(true);
    }

    @GetMapping("/health/ready")
    ServerReadiness ready() {
        requireUp("readiness", "The service is not ready");
        return new ServerReadiness(true, true);
    }

    private void requireUp(String group, String otherwise) {
        var state = health.healthForPath(group);
        if (state == null || !state.getStatus().equals(Status.UP)) {
            throw ProblemException.unavailable(otherwise + ": GET /actuator/health/" + group + " says more");
        }
    }

    @Computes
    @GetMapping("/models")
    ModelNames models(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var page = PageRequest.of(limit, cursor);
        var found = Page.of(models.list(page), page.limit(), ServedModel::id, ServedModel::name);
        return new ModelNames(found.data(), found.nextCursor());
    }

    /** Without a page, because clients of the protocol ask for none: the newest models. */
    @Computes
    @PostMapping("/repository/index")
    List<IndexedModel> index() {
        return models.list(PageRequest.of(MOST_MODELS, null)).stream()
                .limit(MOST_MODELS)
                .map(IndexedModel::of)
                .toList();
    }
}
