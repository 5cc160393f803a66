package dev.chainrule.model;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.paging.Page;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/models/{model}/versions")
class VersionController {
    private final Models models;
    private final Versions versions;
    private final VersionChoice choice;
    private final MemoryBudget memory;

    VersionController(Models models, Versions versions, VersionChoice choice, MemoryBudget memory) {
        this.models = models;
        this.choice = choice;
        this.versions = versions;
        this.memory = memory;
    }

    @GetMapping
    Page<VersionView> list(
            @PathVariable String model,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = PageRequest.of(limit, null).limit();
        var found = models.find(model);
        return Page.of(
                versions.list(found, before(cursor), size + 1), size, ModelVersion::version,
                version -> VersionView.of(found, version));
    }

    /** Versions are numbered, so the last one's number is the cursor. */
    private static int before(@Nullable String cursor) {
        try {
            return cursor == null ? Integer.MAX_VALUE : Integer.parseInt(cursor);
        } catch (NumberFormatException _) {
            throw ProblemException.invalid("?cursor", "must be the nextCursor of an earlier page");
        }
    }

    @GetMapping("/{version}")
    VersionView get(@PathVariable String model, @PathVariable String version) {
        var found = models.find(model);
        return VersionView.of(found, choice.find(found, VersionReference.inPath(model, version)));
    }

    @DeleteMapping("/{version}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String model, @PathVariable int version) {
        versions.delete(model, version);
    }

    /** How raw columns become inputs, and outputs the targets: what is needed to use the weights elsewhere. */
    @Computes
    @GetMapping("/{version}/preprocessing")
    Preprocessing preprocessing(@PathVariable String model, @PathVariable String version) {
        return versions.preprocessing(model, VersionReference.inPath(model, version));
    }

    @Computes
    @GetMapping("/{version}/weights")
    WeightsView weights(@PathVariable String model, @PathVariable String version) {
        var trained = versions.load(model, Optional.of(VersionReference.inPath(model, version))).trained();
        memory.reserveForRequest(WeightsView.bytes(trained), "ask for a smaller model's weights");
        return WeightsView.of(trained);
    }
}
