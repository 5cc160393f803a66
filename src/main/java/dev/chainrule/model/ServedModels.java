package dev.chainrule.model;

import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which versions models have and serve, for those who need nothing else of them. Loads no version. */
@Service
public class ServedModels {
    private final Models models;
    private final Versions versions;
    private final VersionChoice choice;

    ServedModels(Models models, Versions versions, VersionChoice choice) {
        this.models = models;
        this.versions = versions;
        this.choice = choice;
    }

    /** @param version that answers where a request names none; empty: there is none */
    public record ServedModel(UUID id, String name, Optional<Integer> version) {}

    /** Newest first; one more than the page holds if there are more. */
    @Transactional(readOnly = true)
    public List<ServedModel> list(PageRequest page) {
        var found = models.list(page);
        var served = choice.served(found);
        return found.stream()
                .map(model -> new ServedModel(model.id(), model.name(), Optional.ofNullable(served.get(model.id()))))
                .toList();
    }

    /**
     * The numbers of a model's versions, oldest first.
     *
     * @throws ProblemException (404) if there is no such model
     */
    @Transactional(readOnly = true)
    public List<Integer> versions(String nameOrId) {
        var model = models.find(nameOrId);
        return versions.numbers(List.of(model)).getOrDefault(model.id(), List.of());
    }

    /**
     * The version that would answer.
     *
     * @throws ProblemException (404) if there is no such model or version, (409) if the model serves none
     */
    @Transactional(readOnly = true)
    public ServedModel choose(String nameOrId, Optional<VersionReference> named) {
        var model = models.find(nameOrId);
        var version = choice.find(model, named.orElseGet(model::serves));
        return new ServedModel(model.id(), model.name(), Optional.of(version.version()));
    }
}
