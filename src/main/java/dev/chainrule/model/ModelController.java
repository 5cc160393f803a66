package dev.chainrule.model;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.model.definition.ModelJson;
import dev.chainrule.model.definition.ModelRequests;
import dev.chainrule.model.definition.ModelValidation;
import dev.chainrule.paging.Page;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/models")
class ModelController {
    private final Models models;
    private final Versions versions;
    private final Serving serving;
    private final ModelRequests requests;
    private final ModelJson modelJson;
    private final MemoryBudget memory;

    ModelController(
            Models models, Versions versions, Serving serving, ModelRequests requests, ModelJson modelJson,
            MemoryBudget memory) {
        this.memory = memory;
        this.models = models;
        this.versions = versions;
        this.serving = serving;
        this.requests = requests;
        this.modelJson = modelJson;
    }

    @PostMapping
    ResponseEntity<ModelView> create(@RequestBody JsonNode body) {
        var faults = new Faults();
        var named = requests.read(body, faults);
        faults.throwIfAny();
        var model = models.create(named.orElseThrow().name(), named.get().definition());
        return ResponseEntity.created(URI.create("/api/v1/models/" + model.id())).body(view(model));
    }

    @PostMapping("/validate")
    ModelValidation validate(@RequestBody JsonNode body) {
        var faults = new Faults();
        try {
            return requests.read(body, faults)
                    .filter(_ -> faults.isEmpty())
                    .map(named -> ModelValidation.valid(named.definition()))
                    .orElseGet(() -> ModelValidation.invalid(faults.found()));
        } catch (ProblemException problem) {
            if (problem.type() != ProblemType.INVALID) {
                throw problem;
            }
            return ModelValidation.invalid(problem.errors());
        }
    }

    @Computes
    @GetMapping
    Page<ModelView> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var page = models.fitting(PageRequest.of(limit, cursor));
        return Page.ofAll(models.list(page), page.limit(), Model::id, this::views);
    }

    @Computes
    @GetMapping("/{model}")
    ModelView get(@PathVariable String model) {
        var found = models.find(model);
        memory.reserveForRequest(models.bytesToRead(found), "ask for a smaller model");
        return view(found);
    }

    @Computes
    @DeleteMapping("/{model}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String model) {
        models.delete(model);
    }

    private ModelView view(Model model) {
        return views(List.of(model)).getFirst();
    }

    /** Reads what belongs to several models together. */
    private List<ModelView> views(List<Model> some) {
        var definitions = models.definitions(some);
        var numbers = versions.numbers(some);
        var served = serving.views(some);
        return IntStream.range(0, some.size()).mapToObj(i -> {
            var model = some.get(i);
            var document = modelJson.write(Optional.of(model.name()), definitions.get(i));
            return ModelView.of(
                    model, document, definitions.get(i), numbers.getOrDefault(model.id(), List.of()), served.get(i));
        }).toList();
    }
}
