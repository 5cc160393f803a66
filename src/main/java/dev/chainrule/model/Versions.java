package dev.chainrule.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.content.Content;
import dev.chainrule.content.ContentStore;
import dev.chainrule.content.IncompleteContentException;
import dev.chainrule.matrix.LittleEndianWriter;
import dev.chainrule.model.VersionChoice.ChosenVersion;
import dev.chainrule.model.VersionRepository.VersionNumber;
import dev.chainrule.model.definition.GraphModel;
import dev.chainrule.model.definition.LayeredModel;
import dev.chainrule.model.definition.ModelProperties;
import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The trained versions of models. */
@Service
public class Versions {
    private final Models models;
    private final ModelRepository locks;
    private final VersionRepository versions;
    private final VersionChoice choice;
    private final ChosenVersions chosen;
    private final ContentStore contents;
    private final JsonBinder json;
    private final ObjectProvider<ModelUsage> usages;
    private final MemoryBudget memory;
    private final TransactionTemplate readOnly;
    private final Clock clock;

    /** What a chunk takes while it is read: in the database's memory, in the driver's, in the persistence context and as it is copied. */
    private static final long READING = 4L * ContentStore.CHUNK_BYTES;

    /** Bytes up to which a cached version is not counted again for each request that uses it. */
    private static final long SMALL = 1L << 20;

    /** The memory of requests and jobs is this many times the largest size of the cache, which is not part of it. */
    private static final int CACHE_SHARE = 8;

    /** Versions that were used recently, by their weights' id: a version never changes. */
    private final Cache<UUID, LoadedVersion> loaded;

    Versions(
            Models models,
            ModelRepository locks,
            VersionRepository versions,
            VersionChoice choice,
            ChosenVersions chosen,
            ContentStore contents,
            JsonBinder json,
            ObjectProvider<ModelUsage> usages,
            MemoryBudget memory,
            PlatformTransactionManager transactions,
            Clock clock,
            ModelProperties limits) {
        this.models = models;
        this.locks = locks;
        this.versions = versions;
        this.choice = choice;
        this.chosen = chosen;
        this.contents = contents;
        this.json = json;
        this.usages = usages;
        this.memory = memory;
        this.readOnly = new TransactionTemplate(transactions);
        readOnly.setReadOnly(true);
        this.clock = clock;
        this.loaded = Caffeine.newBuilder()
                .maximumWeight(Math.min(limits.cache().toBytes(), memory.usage().total() / CACHE_SHARE))
                .<UUID, LoadedVersion>weigher((_, version) -> (int) Math.min(Integer.MAX_VALUE, version.bytes()))
                .build();
    }

    /**
     * A new version's number and the fingerprint of its weights.
     *
     * @param weightsSha256 of the parameters as {@link Trainable#parameters()} has them, little-endian
     */
    public record Published(int version, String weightsSha256) {}

    /** Stores what a job trained, as part of the transaction that ends the job, or what a file holds. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Published publish(UUID modelId, TrainingResult result) {
        var model = locks.lock(modelId)
                .orElseThrow(() -> new IllegalStateException("Model " + modelId + " was deleted under a live job"));
        chosen.changing();
        var version = versions.save(new ModelVersion(
                modelId,
                model.nextVersion(),
                result,
                result.metrics().map(json::write).orElse(null),
                contents.write(json.write(result.preprocessing()).getBytes(StandardCharsets.UTF_8)),
                write(result.network()),
                clock.instant()));
        return new Published(version.version(), version.weightsSha256());
    }

    /** One chunk of the parameters in memory at a time. */
    private Content write(Trainable network) {
        var writer = contents.begin();
        var out = new LittleEndianWriter(ContentStore.CHUNK_BYTES, writer::write);
        out.put(network.parameters()).close();
        return writer.close();
    }

    /** A version as users see it. */
    @Transactional(readOnly = true)
    public VersionView view(Model model, int number) {
        return VersionView.of(model, choice.find(model, new VersionReference.Numbered(number)));
    }

    /** Newest first, versions below {@code before} only. */
    @Transactional(readOnly = true)
    List<ModelVersion> list(Model model, int before, int limit) {
        return versions.findByModelIdAndVersionLessThanOrderByVersionDesc(model.id(), before, Limit.of(limit));
    }

    /** The numbers of those that models have, oldest first, by the model's id. */
    Map<UUID, List<Integer>> numbers(List<Model> some) {
        return versions.numbers(some.stream().map(Model::id).toList()).stream()
                .collect(Collectors.groupingBy(
                        VersionNumber::modelId, Collectors.mapping(VersionNumber::version, Collectors.toList())));
    }

    /** Whether the model has any version. */
    @Transactional(readOnly = true)
    public boolean isTrained(Model model) {
        return versions.existsByModelId(model.id());
    }

    /**
     * Loads a version with its weights, and reserves for the request what it takes in memory, unless it is loaded already.
     *
     * @param named by the request; empty: the version that the model serves
     * @throws ProblemException (404) if there is no such model or version, (409) if the model serves none, (413, 503) if there is no memory
     *     for it
     */
    public ServedVersion load(String nameOrId, Optional<VersionReference> named) {
        return load(choose(nameOrId, named));
    }

    /**
     * Chooses a version without loading it; without a query where it was chosen lately.
     *
     * @throws ProblemException (404) if there is no such model or version, (409) if the model serves none
     */
    ChosenVersion choose(String nameOrId, Optional<VersionReference> named) {
        return chosen.choose(
                nameOrId, named, () -> readOnly.execute(_ -> choice.choose(models.find(nameOrId), named)));
    }

    /** As {@link #load(String, Optional)}, of a version that was chosen before. */
    ServedVersion load(ChosenVersion version) {
        var present = loaded.getIfPresent(version.weightsId());
        if (present != null) {
            reserve(bytesToUse(present));
            return new ServedVersion(present, version.because());
        }
        // Not in one transaction: a request that waits for memory must not hold a connection.
        reserve(bytesToLoad(version));
        return readOnly.execute(_ -> new ServedVersion(
                loaded.get(version.weightsId(), _ -> read(version)), version.because()));
    }

    private void reserve(long bytes) {
        if (bytes > 0) {
            memory.reserveForRequest(bytes, "ask for a smaller model");
        }
    }

    /** A version may leave the cache while it is used. */
    private static long bytesToUse(LoadedVersion present) {
        return present.bytes() <= SMALL ? 0 : present.bytes();
    }

    /**
     * What a request takes in memory that {@link #load}s a version: its parameters, a chunk of them, and what its definition and its
     * preprocessing take; nothing if it is small and in the cache. Loads nothing.
     *
     * @throws ProblemException (404) if the version was deleted after it was chosen
     */
    long bytesToLoad(ChosenVersion version) {
        var present = loaded.getIfPresent(version.weightsId());
        return present != null
                ? bytesToUse(present)
                : readOnly.execute(_ -> undamaged(version.modelId(), version.version(), () -> bytesToRead(version)));
    }

    private long bytesToRead(ChosenVersion version) {
        return contents.open(version.weightsId()).bytes() + READING + models.bytesToRead(model(version))
                + bytesToRead(version.preprocessingId());
    }

    private Model model(ChosenVersion version) {
        return models.find(version.modelId().toString());
    }

    /**
     * Reads how a version encodes raw rows, and nothing else of it.
     *
     * @throws ProblemException (404) if there is no such model or version, (409) if the rule chooses none, (413, 503) if there is no memory
     *     for it
     */
    Preprocessing preprocessing(String nameOrId, VersionReference named) {
        // Not in one transaction: a request that waits for memory must not hold a connection.
        long bytes = readOnly.execute(_ -> bytesToRead(choice.find(models.find(nameOrId), named)));
        memory.reserveForRequest(bytes, "ask for a version of fewer categories");
        return readOnly.execute(_ -> {
            var model = models.find(nameOrId);
            var version = choice.find(model, named);
            return undamaged(
                    model.id(), version.version(), () -> readPreprocessing(version.preprocessingId()));
        });
    }

    /** What reading a version's preprocessing takes in memory. */
    long bytesToRead(ModelVersion version) {
        return undamaged(version.modelId(), version.version(), () -> bytesToRead(version.preprocessingId()));
    }

    private long bytesToRead(UUID preprocessing) {
        return Models.BYTES_PER_JSON_BYTE * contents.open(preprocessing).bytes();
    }

    Preprocessing readPreprocessing(UUID id) {
        return json.readStored(new String(contents.read(id), StandardCharsets.UTF_8), Preprocessing.class);
    }

    /**
     * Deletes a version; its number is never used again.
     *
     * @throws ProblemException (404) if there is none, (409) if an alias names it, the model serves it by its number, or a
     *     live job starts from it
     */
    @Transactional
    public void delete(String nameOrId, int number) {
        var model = models.lock(nameOrId);
        var version = choice.find(model, new VersionReference.Numbered(number));
        requireUnused(model, number);
        if (usages.stream().anyMatch(usage -> usage.isInUse(model.id(), number))) {
            throw ProblemException.conflict(
                    "A live job starts from version " + number + " of the model \"" + model.name()
                            + "\": cancel it or wait for its end");
        }
        chosen.changing();
        versions.delete(version);
        versions.flush();
        contents.delete(version.weightsId());
        contents.delete(version.preprocessingId());
        loaded.invalidate(version.weightsId());
    }

    private static void requireUnused(Model model, int number) {
        var path = "/api/v1/models/" + model.name();
        var aliases = model.aliasesOf(number);
        if (!aliases.isEmpty()) {
            boolean isOne = aliases.size() == 1;
            var quoted = aliases.stream().map(alias -> '"' + alias + '"').collect(Collectors.joining(" and "));
            var subject = isOne ? "The alias " + quoted + " names" : "The aliases " + quoted + " name";
            throw ProblemException.conflict(
                    subject + " version " + number + " of the model \"" + model.name() + "\": move or delete "
                            + (isOne ? "it" : "them") + " first, with PUT or DELETE " + path + "/aliases/"
                            + aliases.getFirst());
        }
        if (model.serves().equals(new VersionReference.Numbered(number))) {
            throw ProblemException.conflict(
                    "The model \"" + model.name() + "\" serves version " + number
                            + ": choose another one first, with PUT "
                            + path + "/serving and {\"version\": \"newest\"}");
        }
    }

    private LoadedVersion read(ChosenVersion version) {
        return new LoadedVersion(
                undamaged(version.modelId(), version.version(), () -> read(model(version), version)));
    }

    /** What is missing of a version was deleted with it; where the version is still there, it is damaged. */
    <T> T undamaged(UUID modelId, int number, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IncompleteContentException _) {
            var model = models.find(modelId.toString());
            var _ = choice.find(model, new VersionReference.Numbered(number));
            throw ProblemException.damaged(
                    "The version " + number + " of model \"" + model.name() + "\"",
                    "delete it and train it again");
        }
    }

    private TrainedModel read(Model model, ChosenVersion version) {
        var definition = models.definition(model);
        var preprocessing = readPreprocessing(version.preprocessingId());
        var parameters = contents.open(version.weightsId());
        return switch (definition) {
            case LayeredModel layers -> new TrainedModel.OfLayers(
                    model.name(), version.version(), layers.of(preprocessing, parameters), preprocessing,
                    layers.loss());
            case GraphModel graph -> new TrainedModel.OfGraph(
                    model.name(), version.version(), graph.of(preprocessing, parameters), preprocessing, graph.loss());
        };
    }
}
