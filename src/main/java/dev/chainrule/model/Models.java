package dev.chainrule.model;

import dev.chainrule.budget.ByteCount;
import dev.chainrule.budget.Caller;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.content.ContentStore;
import dev.chainrule.content.IncompleteContentException;
import dev.chainrule.content.Sha256;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.model.definition.ModelDocument;
import dev.chainrule.model.definition.ModelJson;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.problem.ResourceName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The stored models: finds, creates and deletes them. */
@Service
public class Models {
    /**
     * Memory for each byte of a definition's JSON, while it is read and after: as bytes, as text and as objects. Short texts take more, but
     * there are few of them.
     */
    static final long BYTES_PER_JSON_BYTE = 10;

    /** The newest so many models are suggested for a name that none has. */
    private static final int SUGGESTED = 1000;

    private final ModelRepository models;
    private final VersionRepository versions;
    private final ChosenVersions chosen;
    private final ContentStore contents;
    private final ModelJson modelJson;
    private final JsonBinder json;
    private final ObjectProvider<ModelUsage> usages;
    private final MemoryBudget memory;
    private final Clock clock;

    Models(
            ModelRepository models,
            VersionRepository versions,
            ChosenVersions chosen,
            ContentStore contents,
            ModelJson modelJson,
            JsonBinder json,
            ObjectProvider<ModelUsage> usages,
            MemoryBudget memory,
            Clock clock) {
        this.models = models;
        this.versions = versions;
        this.chosen = chosen;
        this.contents = contents;
        this.modelJson = modelJson;
        this.json = json;
        this.usages = usages;
        this.memory = memory;
        this.clock = clock;
    }

    /** @throws ProblemException (404) if there is none */
    @Transactional(readOnly = true)
    public Model find(String nameOrId) {
        return findIfPresent(nameOrId).orElseThrow(() -> missing(nameOrId));
    }

    @Transactional(readOnly = true)
    public Optional<Model> findIfPresent(String nameOrId) {
        if (ResourceName.isId(nameOrId)) {
            return models.findById(UUID.fromString(nameOrId));
        }
        return ResourceName.isName(nameOrId) ? models.findByName(nameOrId) : Optional.empty();
    }

    @Transactional(readOnly = true)
    public boolean exists(UUID id) {
        return models.existsById(id);
    }

    /**
     * The id of a model that is to be locked next: {@link #lock} then reads it as it is under the lock.
     *
     * @throws ProblemException (404) if there is none
     */
    @Transactional(readOnly = true)
    public UUID idOf(String nameOrId) {
        return id(nameOrId).filter(models::existsById).orElseThrow(() -> missing(nameOrId));
    }

    /**
     * The model, whose row is locked until the caller's transaction ends: no other transaction can change or delete it meanwhile.
     *
     * @throws ProblemException (404) if there is none
     */
    @Transactional
    public Model lock(String nameOrId) {
        return lockIfPresent(nameOrId).orElseThrow(() -> missing(nameOrId));
    }

    /** As {@link #lock}; empty if there is none. */
    @Transactional
    public Optional<Model> lockIfPresent(String nameOrId) {
        // Not found as an entity first: that one would stay as it was read before the lock.
        return id(nameOrId).flatMap(models::lock);
    }

    private ProblemException missing(String nameOrId) {
        return ResourceName.isId(nameOrId)
                ? ProblemException.notFound("model", nameOrId)
                : ProblemException.notFound("model", nameOrId, models.newestNames(Limit.of(SUGGESTED)));
    }

    private Optional<UUID> id(String nameOrId) {
        if (ResourceName.isId(nameOrId)) {
            return Optional.of(UUID.fromString(nameOrId));
        }
        return ResourceName.isName(nameOrId) ? models.idByName(nameOrId) : Optional.empty();
    }

    @Transactional(readOnly = true)
    public ModelDefinition definition(Model model) {
        var faults = new Faults();
        var definition = modelJson.read(json.readStored(stored(model), ModelDocument.class), faults);
        faults.throwIfAny();
        return definition.orElseThrow();
    }

    /** The definitions of models, in their order. */
    @Transactional(readOnly = true)
    List<ModelDefinition> definitions(List<Model> some) {
        contents.prefetch(some.stream().map(Model::definitionId).toList());
        return some.stream().map(this::definition).toList();
    }

    /** A definition that is missing was deleted with its model; where that is still there, it is damaged. */
    private String stored(Model model) {
        try {
            return new String(contents.read(model.definitionId()), StandardCharsets.UTF_8);
        } catch (IncompleteContentException _) {
            if (!models.existsById(model.id())) {
                throw ProblemException.notFound("model", model.name());
            }
            throw ProblemException.damaged(
                    "The definition of the model \"" + model.name() + "\"", "delete the model and create it again");
        }
    }

    /** @throws ProblemException (409) if the name is taken */
    @Transactional
    public Model create(Optional<String> name, ModelDefinition definition) {
        var free = name.orElseGet(() -> "model-" + UUID.randomUUID().toString().substring(24));
        if (models.existsByName(free)) {
            throw taken(free);
        }
        try {
            return store(free, serialize(definition));
        } catch (DataIntegrityViolationException _) {
            throw taken(free);
        }
    }

    /**
     * Creates a model unless it exists: the same definition under the same name is the same model. One without a name is named
     * after its definition. Either way it cannot be deleted before the caller's transaction ends.
     *
     * @throws ProblemException (409) if the name is taken by another definition
     * @throws DataIntegrityViolationException if another transaction stored the name in the meantime: a new one will find it
     */
    @Transactional
    public Model findOrCreate(Optional<String> given, ModelDefinition definition) {
        var serialized = serialize(definition);
        var sha256 = Sha256.of(serialized);
        var name = given.orElseGet(() -> "model-" + sha256.substring(0, 12));
        var present = models.idByName(name).flatMap(models::lock);
        if (present.isEmpty()) {
            return store(name, serialized);
        }
        return present.filter(model -> model.definitionSha256().equals(sha256))
                .orElseThrow(() -> ProblemException.conflict(
                        "There is already a model named \"" + name
                                + "\" with another definition: choose another name, or delete it first"));
    }

    private Model store(String name, byte[] definition) {
        long bytes = BYTES_PER_JSON_BYTE * definition.length;
        if (bytes > memory.usage().total()) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE, "Reading the model's definition would take " + ByteCount.text(bytes)
                            + " of memory, but this service can give " + ByteCount.text(memory.usage().total())
                            + " at most: leave out its weights, or give the service a larger heap (-Xmx)");
        }
        var content = contents.write(definition);
        return models.saveAndFlush(new Model(name, content, Caller.currentUser(), clock.instant()));
    }

    private static ProblemException taken(String name) {
        return ProblemException
                .conflict("There is already a model named \"" + name + "\": choose another name, or delete it first");
    }

    /** @throws ProblemException (404) if there is none, (409) if a live job trains it */
    @Transactional
    public void delete(String nameOrId) {
        var model = lock(nameOrId);
        if (usages.stream().anyMatch(usage -> usage.isInUse(model.id()))) {
            throw ProblemException.conflict(
                    "A live job trains the model \"" + model.name() + "\": cancel it or wait for its end");
        }
        chosen.changing();
        var trained = versions.findByModelId(model.id());
        models.delete(model);
        models.flush();
        trained.forEach(version -> {
            contents.delete(version.weightsId());
            contents.delete(version.preprocessingId());
        });
        contents.delete(model.definitionId());
    }

    /** The page, shortened so that it fits in memory together with its definitions. */
    PageRequest fitting(PageRequest page) {
        var lengths = models.lengths(page.before().orElse(null), Limit.of(page.limit()));
        var fitting = page.fitting(lengths);
        memory.reserveForRequest(fitting.bytes(lengths), "ask for a smaller page with limit");
        return fitting;
    }

    /** What reading a model's definition takes in memory: its JSON as bytes, as text and as objects. */
    @Transactional(readOnly = true)
    public long bytesToRead(Model model) {
        return BYTES_PER_JSON_BYTE * contents.open(model.definitionId()).bytes();
    }

    /** Newest first. */
    @Transactional(readOnly = true)
    List<Model> list(PageRequest page) {
        var limit = Limit.of(page.rowsToRead());
        return page.before()
                .map(before -> models.findByIdLessThanOrderByIdDesc(before, limit))
                .orElseGet(() -> models.findByOrderByIdDesc(limit));
    }

    private byte[] serialize(ModelDefinition definition) {
        return json.write(modelJson.write(Optional.empty(), definition)).getBytes(StandardCharsets.UTF_8);
    }
}
