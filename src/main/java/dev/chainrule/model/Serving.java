package dev.chainrule.model;

import dev.chainrule.model.VersionReference.Alias;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonExample;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Chooses which version a model serves, and gives versions aliases; each method locks the model's row. */
@Service
class Serving {
    private static final int MAX_ALIASES = 64;

    private final Models models;
    private final VersionChoice choice;
    private final ChosenVersions chosen;
    private final JsonBinder json;

    Serving(Models models, VersionChoice choice, ChosenVersions chosen, JsonBinder json) {
        this.models = models;
        this.choice = choice;
        this.chosen = chosen;
        this.json = json;
    }

    /** A request that names a version: {@code {"version": 3 | alias | "newest" | "best"}}. */
    @JsonExample("{\"version\": \"newest\"}")
    private record ServingRequest(@Nullable JsonNode version) {}

    /**
     * Which version answers a request that names none.
     *
     * @param version as it was chosen
     * @param number of the version that this names now, if there is one
     */
    record ServesView(VersionReference version, @Nullable Integer number) {}

    /** @param isNew whether the model had no such alias */
    record AliasChange(boolean isNew, AliasView alias) {}

    record AliasView(String alias, int version) {}

    /** What models serve, in their order. */
    @Transactional(readOnly = true)
    List<ServesView> views(List<Model> some) {
        var served = choice.served(some);
        return some.stream().map(model -> new ServesView(model.serves(), served.get(model.id()))).toList();
    }

    /**
     * Chooses the version that answers requests that name none. A rule may be chosen before there is a version.
     *
     * @throws ProblemException (404) if there is no such model, version or alias, (422) if the body is wrong
     */
    @Transactional
    ServesView serve(String nameOrId, JsonNode body) {
        var faults = new Faults();
        var reference = reference(body, faults);
        var model = models.lock(nameOrId);
        if (reference.isPresent() && !(reference.get() instanceof VersionReference.VersionRule)) {
            var _ = faults.at("version").locating(() -> choice.find(model, reference.get()));
        }
        faults.throwIfAny();
        chosen.changing();
        model.serve(reference.orElseThrow());
        return views(List.of(model)).getFirst();
    }

    /**
     * Gives a version an alias, or moves the alias to it. An alias names a version by its number, even if the request names the version by
     * a rule or by another alias.
     *
     * @throws ProblemException (404) if there is no such model or version, (409) if the model has too many aliases, (422) if the alias or
     *     the body is wrong
     */
    @Transactional
    AliasChange point(String nameOrId, String alias, JsonNode body) {
        if (!Alias.isName(alias)) {
            throw new ProblemException(
                    ProblemType.INVALID,
                    "An alias must be 1 to 63 lower-case letters, digits, dots, underscores and hyphens, must begin with"
                            + " a letter, and must not be newest, best or initial, but is \"" + alias + "\"");
        }
        var faults = new Faults();
        var reference = reference(body, faults);
        var model = models.lock(nameOrId);
        var found = reference
                .map(named -> faults.at("version").locating(() -> choice.find(model, named)));
        faults.throwIfAny();
        int version = found.orElseThrow().version();
        boolean isNew = !model.aliases().containsKey(alias);
        if (isNew && model.aliases().size() >= MAX_ALIASES) {
            throw ProblemException.conflict(
                    "The model \"" + model.name() + "\" has " + MAX_ALIASES
                            + " aliases, and may not have more: delete one"
                            + " with DELETE /api/v1/models/" + model.name() + "/aliases/{alias}");
        }
        chosen.changing();
        model.alias(alias, version);
        return new AliasChange(isNew, new AliasView(alias, version));
    }

    /** @return empty, and a fault noted, if the body names no version */
    private Optional<VersionReference> reference(JsonNode body, Faults faults) {
        var reference = Optional.ofNullable(json.bindReadable(body, ServingRequest.class, faults).version())
                .flatMap(VersionReference::of);
        faults.require(reference.isPresent(), "version", VersionReference.FORM);
        return reference;
    }

    /** @throws ProblemException (404) if there is no such model or alias, (409) if the model serves the alias */
    @Transactional
    void delete(String nameOrId, String alias) {
        var model = models.lock(nameOrId);
        if (!model.aliases().containsKey(alias)) {
            throw VersionChoice.noAlias(model, alias);
        }
        if (model.serves().equals(new Alias(alias))) {
            throw ProblemException.conflict(
                    "The model \"" + model.name() + "\" serves the alias \"" + alias
                            + "\": choose another version first,"
                            + " with PUT /api/v1/models/" + model.name()
                            + "/serving and {\"version\": \"newest\"}");
        }
        chosen.changing();
        model.removeAlias(alias);
    }
}
