package dev.chainrule.model;

import dev.chainrule.model.VersionReference.Alias;
import dev.chainrule.model.VersionReference.Numbered;
import dev.chainrule.model.VersionReference.VersionRule;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Chooses the version that answers a request: the one that the request names, or else the one that the model serves. */
@Component
class VersionChoice {
    private static final List<String> RULES = Arrays.stream(VersionRule.values()).map(JsonName::of).toList();

    private final VersionRepository versions;

    VersionChoice(VersionRepository versions) {
        this.versions = versions;
    }

    /**
     * A version and what it is loaded by. Small, so that it can be kept.
     *
     * @param because why it is this version, as a sentence
     */
    record ChosenVersion(
            UUID modelId, String model, int version, UUID weightsId, UUID preprocessingId, String because) {}

    /**
     * @param named by the request
     * @throws ProblemException (404) if there is no such version, (409) if no version of the model is one that the rule chooses
     */
    @Transactional(readOnly = true)
    ChosenVersion choose(Model model, Optional<VersionReference> named) {
        var reference = named.orElseGet(model::serves);
        var version = find(model, reference);
        return new ChosenVersion(
                model.id(), model.name(), version.version(), version.weightsId(), version.preprocessingId(),
                (named.isPresent() ? "The request names " : "The model serves ") + inWords(reference, version));
    }

    private static String inWords(VersionReference reference, ModelVersion version) {
        return switch (reference) {
            case Numbered(int number) -> "version " + number;
            case Alias(var name) -> "\"" + name + "\": an alias of version " + version.version();
            case VersionRule.NEWEST -> "\"newest\": the newest version that no sweep trained";
            case VersionRule.BEST -> "\"best\": the version with the lowest "
                    + version.validationCost().map(cost -> "validationCost (" + cost + ")")
                            .or(() -> version.cost().map(cost -> "cost (" + cost + ")"))
                            .orElse("cost, which no version has");
        };
    }

    /** @throws ProblemException as {@link #choose} */
    @Transactional(readOnly = true)
    ModelVersion find(Model model, VersionReference reference) {
        return switch (reference) {
            case Numbered(int number) -> numbered(model, number);
            case Alias(var name) -> Optional.ofNullable(model.aliases().get(name))
                    .map(number -> numbered(model, number))
                    .orElseThrow(() -> noAlias(model, name));
            case VersionRule rule -> find(model, rule).orElseThrow(() -> none(model));
        };
    }

    /** @param what of the model does not exist */
    static ProblemException absent(String model, String what) {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "The model \"" + model + "\" has no " + what + ": GET /api/v1/models/" + model
                        + " lists its versions and aliases");
    }

    static ProblemException noAlias(Model model, String name) {
        var known = Stream.concat(RULES.stream(), model.aliases().keySet().stream()).toList();
        return absent(model.name(), "alias \"" + name + "\"" + NearestName.hint(name, known));
    }

    private ModelVersion numbered(Model model, int number) {
        return versions.findByModelIdAndVersion(model.id(), number)
                .orElseThrow(() -> absent(model.name(), "version " + number));
    }

    private Optional<ModelVersion> find(Model model, VersionRule rule) {
        return switch (rule) {
            case NEWEST -> versions.findFirstByModelIdAndSweepIdIsNullOrderByVersionDesc(model.id());
            case BEST -> versions.bestFirst(model.id(), Limit.of(1)).stream().findFirst();
        };
    }

    private ProblemException none(Model model) {
        if (!versions.existsByModelId(model.id())) {
            return ProblemException.conflict(
                    "The model \"" + model.name() + "\" has no trained version: start a job and wait until it has"
                            + " SUCCEEDED");
        }
        return ProblemException.conflict(
                "Sweeps trained all versions of the model \"" + model.name()
                        + "\", and \"newest\" leaves them out: name"
                        + " a version in the request, such as \"best\", or choose the one that the model serves with PUT"
                        + " /api/v1/models/" + model.name() + "/serving and {\"version\": \"best\"}");
    }

    /** The numbers of the versions that answer requests that name none, by the model's id; none where there is no such version. */
    @Transactional(readOnly = true)
    Map<UUID, Integer> served(List<Model> some) {
        var served = new HashMap<UUID, Integer>();
        var byRule = new EnumMap<VersionRule, List<UUID>>(VersionRule.class);
        for (var model : some) {
            switch (model.serves()) {
                case Numbered(int number) -> served.put(model.id(), number);
                case Alias(var name) -> Optional.ofNullable(model.aliases().get(name))
                        .ifPresent(number -> served.put(model.id(), number));
                case VersionRule rule -> byRule.computeIfAbsent(rule, _ -> new ArrayList<>()).add(model.id());
            }
        }
        byRule.forEach((rule, ids) -> {
            var chosen = switch (rule) {
                case NEWEST -> versions.newest(ids);
                case BEST -> versions.best(ids);
            };
            chosen.forEach(version -> served.put(version.modelId(), version.version()));
        });
        return served;
    }
}
