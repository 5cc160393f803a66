package dev.chainrule.job;

import dev.chainrule.callback.CallbackUrls;
import dev.chainrule.content.Sha256;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.upload.DraftReader;
import dev.chainrule.job.JobRequest.HashedJson;
import dev.chainrule.job.spec.JobDocument;
import dev.chainrule.job.spec.JobSpecJson;
import dev.chainrule.job.spec.StartPoint;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.model.StartVersions;
import dev.chainrule.model.StartVersions.StartVersion;
import dev.chainrule.model.VersionReference;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.model.definition.ModelRequests;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.FieldProblem;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and checks requests to train, and stores the models and datasets that stand in them. */
@Component
class JobRequests {
    static final String EXAMPLE = "{\"model\": \"xor\", \"dataset\": \"xor\"}";

    /** Seeds that nobody chose stay below 2⁵³, so that every JSON reader keeps them. */
    private static final long SEEDS = 1L << 53;

    private final JsonBinder json;
    private final ModelRequests modelRequests;
    private final Models models;
    private final StartVersions startVersions;
    private final Datasets datasets;
    private final DraftReader drafts;
    private final JobSpecJson specs;
    private final JobCheck check;
    private final ResumedJobs resumedJobs;
    private final ResumeCheck resumeCheck;
    private final CallbackUrls callbacks;

    JobRequests(
            JsonBinder json,
            ModelRequests modelRequests,
            Models models,
            StartVersions startVersions,
            Datasets datasets,
            DraftReader drafts,
            JobSpecJson specs,
            JobCheck check,
            ResumedJobs resumedJobs,
            ResumeCheck resumeCheck,
            CallbackUrls callbacks) {
        this.json = json;
        this.modelRequests = modelRequests;
        this.models = models;
        this.startVersions = startVersions;
        this.datasets = datasets;
        this.drafts = drafts;
        this.specs = specs;
        this.check = check;
        this.resumedJobs = resumedJobs;
        this.resumeCheck = resumeCheck;
        this.callbacks = callbacks;
    }

    /**
     * Bytes that reading the definition of the named model takes, and the preprocessing of the version that the job starts from; 0 for what
     * the request does not name, or does not exist.
     */
    long bytesToRead(JsonNode body) {
        var model = body.path(JobRequest.MODEL);
        return named(model).map(models::bytesToRead).orElse(0L)
                + bytesToStart(model, body.path(JobSpecJson.START_FROM));
    }

    /** As {@link #bytesToRead}, of the version alone. */
    long bytesToStart(JsonNode model, JsonNode startFrom) {
        return VersionReference.of(startFrom.path("version"))
                .flatMap(version -> named(model).map(found -> startVersions.bytesToRead(found, version)))
                .orElse(0L);
    }

    private Optional<Model> named(JsonNode model) {
        return model.isString() ? models.findIfPresent(model.stringValue()) : Optional.empty();
    }

    /** Identifies a request: SHA-256 of the body, whose indentation makes no difference. */
    String fingerprint(JsonNode body) {
        return Sha256.of(json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Checks a complete request, as part of the transaction that stores the job: model and datasets cannot be deleted meanwhile.
     *
     * @throws ProblemException (404, 409) if the request cannot be served; its faults (422) are in the draft
     */
    @Transactional(propagation = Propagation.MANDATORY)
    JobDraft read(JsonNode body) {
        return body instanceof ObjectNode fields
                ? readAll(List.of(JobRequest.of(fields))).getFirst()
                : new JobDraft.Rejected(List.of(new FieldProblem("", "must be an object, as in " + EXAMPLE)));
    }

    /**
     * Checks several requests as {@link #read} does. A model or a dataset that several of them have is read and stored once; the seed
     * that is drawn where none is given is the same for all.
     *
     * @return a draft for each, in their order
     * @throws ProblemException (404, 409) if one of the requests cannot be served; its faults (422) are in its draft
     */
    @Transactional(propagation = Propagation.MANDATORY)
    List<JobDraft> readAll(List<JobRequest> requests) {
        var reading = new Reading();
        // Datasets first: storing one may take long, and jobs that end wait for the lock of their model's row.
        var outlines = requests.stream().map(reading::outline).toList();
        return outlines.stream().map(reading::draft).toList();
    }

    /** Something that was read from a request. */
    private sealed interface Read<T> {
        record Value<T>(T value) implements Read<T> {
            @Override
            public List<FieldProblem> problems() {
                return List.of();
            }
        }

        record Faulty<T>(List<FieldProblem> problems) implements Read<T> {}

        /** What a name stands for is not there. */
        record Missing<T>(ProblemException problem) implements Read<T> {
            @Override
            public List<FieldProblem> problems() {
                return problem.errors();
            }
        }

        /** @param reader gives an empty result only if it notes faults */
        static <T> Read<T> of(Function<Faults, Optional<T>> reader) {
            var faults = new Faults();
            try {
                var value = reader.apply(faults);
                return faults.isEmpty() ? new Value<>(value.orElseThrow()) : new Faulty<>(faults.found());
            } catch (ProblemException wrong) {
                if (wrong.type() == ProblemType.NOT_FOUND) {
                    return new Missing<>(wrong);
                }
                if (wrong.type() != ProblemType.INVALID) {
                    throw wrong;
                }
                return new Faulty<>(wrong.errors());
            }
        }

        default T orThrow() {
            return switch (this) {
                case Value<T>(T value) -> value;
                case Faulty<T>(var problems) -> throw ProblemException.invalid(problems);
                case Missing<T>(var problem) -> throw problem;
            };
        }

        List<FieldProblem> problems();
    }

    /** A request whose parts were read one by one. The model is not locked yet. */
    private record Outline(JobDocument document, String modelKey, Supplier<Model> model, Dataset dataset) {}

    /** @param starts versions that jobs start from, by how the requests name them */
    private record LockedModel(Model model, ModelDefinition definition, Map<VersionReference, StartVersion> starts) {}

    /** Reads requests that share parts. */
    private final class Reading {
        /** By the SHA-256 of the part. */
        private final Map<String, Read<Supplier<Model>>> models = new HashMap<>();

        private final Map<String, Read<Dataset>> datasets = new HashMap<>();
        private final Map<String, LockedModel> lockedModels = new HashMap<>();
        private final long drawnSeed = ThreadLocalRandom.current().nextLong(SEEDS);

        Read<Outline> outline(JobRequest request) {
            return switch (Read.of(_ -> Optional.of(resumedJobs.complete(request)))) {
                case Read.Value<JobRequest>(var whole) -> parts(whole);
                case Read.Faulty<JobRequest>(var problems) -> new Read.Faulty<>(problems);
                case Read.Missing<JobRequest>(var problem) -> throw problem;
            };
        }

        /** @throws ProblemException (404) if a model or a dataset is missing, and nothing else is wrong */
        private Read<Outline> parts(JobRequest request) {
            var document = Read.of(faults -> Optional.of(document(request, faults)));
            var model = model(request);
            var dataset = dataset(request);
            var wrong = Stream.of(document, model, dataset).filter(part -> !part.problems().isEmpty()).toList();
            if (wrong.size() == 1 && wrong.getFirst() instanceof Read.Missing<?>(var problem)) {
                throw problem;
            }
            var problems = wrong.stream().flatMap(part -> part.problems().stream()).toList();
            return problems.isEmpty()
                    ? new Read.Value<>(new Outline(
                            document.orThrow(), request.model().map(HashedJson::sha256).orElseThrow(), model.orThrow(),
                            dataset.orThrow()))
                    : new Read.Faulty<>(problems);
        }

        private Read<Supplier<Model>> model(JobRequest request) {
            return request.model()
                    .map(given -> models.computeIfAbsent(given.sha256(), _ -> Read.of(
                            faults -> JobRequests.this.model(given.json(), faults.at(JobRequest.MODEL)))))
                    .orElseGet(() -> missing(JobRequest.MODEL, "is missing: give a model's name or its definition"));
        }

        private Read<Dataset> dataset(JobRequest request) {
            return request.dataset()
                    .map(given -> datasets.computeIfAbsent(given.sha256(), _ -> Read.of(
                            faults -> JobRequests.this.dataset(given.json(), faults.at(JobRequest.DATASET)))))
                    .orElseGet(() -> missing(JobRequest.DATASET, "is missing: give a dataset's name or the dataset"));
        }

        private static <T> Read<T> missing(String field, String detail) {
            return new Read.Faulty<>(List.of(new FieldProblem("/" + field, detail)));
        }

        private JobDocument document(JobRequest request, Faults faults) {
            var document = json.bindReadable(request.settings(), JobDocument.class, JobSpecJson.NESTED, faults);
            specs.check(document, faults);
            faults.require(
                    document.startFrom() == null || request.model().isEmpty()
                            || request.model().get().json().isString(),
                    JobRequest.MODEL,
                    "must be the name or the id of a model, because the job starts from one of its versions");
            return document;
        }

        JobDraft draft(Read<Outline> read) {
            return switch (read) {
                case Read.Value<Outline>(var outline) -> draft(outline);
                case Read.Faulty<Outline>(var problems) -> new JobDraft.Rejected(problems);
                case Read.Missing<Outline>(var problem) -> throw problem;
            };
        }

        private JobDraft draft(Outline outline) {
            var locked = lockedModels.computeIfAbsent(outline.modelKey(), _ -> locked(outline.model()));
            var definition = locked.definition();
            var dataset = outline.dataset();
            var faults = new Faults();
            var start = start(outline.document(), locked, faults);
            var spec = specs.read(
                    outline.document(), start.map(found -> new StartPoint(found.number(), found.weightsSha256())),
                    JobCheck.defaults(definition, dataset, drawnSeed), faults);
            if (!faults.isEmpty()) {
                return new JobDraft.Rejected(faults.found());
            }
            check.training(definition, dataset, spec, start, faults);
            // Here and not where specs are read: a stored job trains, even if its callback's address is no longer allowed.
            var _ = callbacks.read(outline.document().callbackUrl(), faults.at("callbackUrl"));
            var validation = check.validation(spec, dataset, definition, start, faults);
            spec.resumeFrom()
                    .ifPresent(point -> resumeCheck.check(point, locked.model(), dataset, validation, spec, faults));
            return faults.isEmpty()
                    ? new JobDraft.Accepted(locked.model(), definition, dataset, validation, start, spec)
                    : new JobDraft.Rejected(faults.found());
        }

        private LockedModel locked(Supplier<Model> wanted) {
            var model = wanted.get();
            return new LockedModel(model, JobRequests.this.models.definition(model), new HashMap<>());
        }

        /** @throws ProblemException (404, 409) if there is no such version */
        private Optional<StartVersion> start(JobDocument document, LockedModel locked, Faults faults) {
            var at = faults.at(JobSpecJson.START_FROM);
            var found = specs.startVersion(document, faults)
                    .map(reference -> locked.starts().computeIfAbsent(reference, wanted -> at.at("version")
                            .locating(() -> startVersions.find(locked.model(), wanted))));
            found.ifPresent(version -> {
                var sha256 = Objects.requireNonNull(document.startFrom()).weightsSha256();
                at.require(
                        sha256 == null || sha256.equals(version.weightsSha256()), "weightsSha256",
                        "must be that of version " + version.number() + ", " + version.weightsSha256()
                                + ", or be left out");
            });
            return found;
        }
    }

    /** @return what finds or stores the model, and locks it; empty if there are faults, which are noted */
    private Optional<Supplier<Model>> model(JsonNode given, Faults at) {
        if (given.isString()) {
            var id = at.locating(() -> models.idOf(given.stringValue())).toString();
            return Optional.of(() -> models.lock(id));
        }
        if (!given.isObject()) {
            at.add("must be the name or the id of a model, or an object, as in"
                    + " {\"layers\": [{\"units\": 1}], \"loss\": \"mean_squared_error\"}");
            return Optional.empty();
        }
        return modelRequests.read(given, at)
                .map(named -> () -> models.findOrCreate(named.name(), named.definition()));
    }

    private Optional<Dataset> dataset(JsonNode given, Faults at) {
        if (given.isString()) {
            return Optional.of(at.locating(() -> datasets.lock(given.stringValue())));
        }
        if (!given.isObject()) {
            at.add("must be the name or the id of a dataset, or an object, as in"
                    + " {\"features\": [[0], [1]], \"targets\": [[1], [0]]}");
            return Optional.empty();
        }
        return Optional.of(datasets.findOrCreate(drafts.json(given, at)));
    }
}
