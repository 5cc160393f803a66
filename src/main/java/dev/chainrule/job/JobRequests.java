package dev.chainrule.job;

import dev.chainrule.callback.CallbackUrls;
import dev.chainrule.content.Sha256;
import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.upload.DraftReader;
import dev.chainrule.job.JobSubmission.Place;
import dev.chainrule.job.spec.JobDocument;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.job.spec.JobSpec.Validation;
import dev.chainrule.job.spec.JobSpecReader;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.model.definition.GraphModel;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.model.definition.ModelRequests;
import dev.chainrule.preprocessing.DatasetCheck;
import dev.chainrule.preprocessing.PreprocessingSettings;
import dev.chainrule.preprocessing.Scaling;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.FieldProblem;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads and checks requests to train, and stores the models and datasets that stand in them. */
@Component
class JobRequests {
    /** Seeds that nobody chose stay below 2⁵³, so that every JSON reader keeps them. */
    private static final long SEEDS = 1L << 53;

    private static final String MODEL = "model";
    private static final String DATASET = "dataset";

    private final JsonBinder json;
    private final ModelRequests modelRequests;
    private final Models models;
    private final Datasets datasets;
    private final DraftReader drafts;
    private final JobSpecReader specs;
    private final ResumedJobs continuations;
    private final ResumeCheck continuationCheck;
    private final CallbackUrls callbacks;
    private final JobMemory memory;

    JobRequests(
            JsonBinder json,
            ModelRequests modelRequests,
            Models models,
            Datasets datasets,
            DraftReader drafts,
            JobSpecReader specs,
            ResumedJobs continuations,
            ResumeCheck continuationCheck,
            CallbackUrls callbacks,
            JobMemory memory) {
        this.json = json;
        this.modelRequests = modelRequests;
        this.models = models;
        this.datasets = datasets;
        this.drafts = drafts;
        this.specs = specs;
        this.continuations = continuations;
        this.continuationCheck = continuationCheck;
        this.callbacks = callbacks;
        this.memory = memory;
    }

    /** What reading the definition of the model takes that a request names; 0 if it names none that is there. */
    long bytesToRead(JsonNode body) {
        var model = body.path(MODEL);
        return model.isString()
                ? models.findIfPresent(model.stringValue()).map(models::bytesToRead).orElse(0L)
                : 0;
    }

    /** Tells one request from another: SHA-256 of the body, however it was indented. */
    String fingerprint(JsonNode body) {
        return Sha256.of(json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Checks a request whole, as part of the transaction that stores the job: model and datasets cannot be deleted meanwhile.
     *
     * @throws ProblemException (404, 409, 422) if the request cannot be served
     */
    @Transactional(propagation = Propagation.MANDATORY)
    JobDraft read(JsonNode body) {
        return readAll(List.of(body)).getFirst();
    }

    /**
     * Checks several requests as {@link #read} does. A model or a dataset that is one and the same node in several bodies is read
     * and stored once; the seed that is drawn where none is given is the same for all.
     *
     * @return a draft for each, in their order
     * @throws ProblemException (404, 409) if one of the requests cannot be served; what is wrong with one (422) stands in its draft
     */
    @Transactional(propagation = Propagation.MANDATORY)
    List<JobDraft> readAll(List<JsonNode> bodies) {
        var reading = new Reading();
        // Datasets first, for storing one takes its time, and jobs that end wait for their model's row.
        var outlines = bodies.stream().map(reading::outline).toList();
        return outlines.stream().map(reading::draft).toList();
    }

    /** Something read from a request, or what is wrong with it. */
    private record Part<T>(Optional<T> value, List<FieldProblem> problems) {
        static <T> Part<T> none() {
            return new Part<>(Optional.empty(), List.of());
        }

        static <T> Part<T> read(Function<Faults, Optional<T>> reader) {
            var faults = new Faults();
            try {
                var value = reader.apply(faults);
                return new Part<>(value, faults.found());
            } catch (ProblemException wrong) {
                if (wrong.type() != ProblemType.INVALID) {
                    throw wrong;
                }
                return new Part<>(Optional.empty(), wrong.errors());
            }
        }
    }

    /** A request whose parts were read one by one. The model is not locked yet. */
    private record Outline(Part<JobDocument> document, Part<Supplier<Model>> model, Part<Dataset> dataset) {
        static Outline faulty(List<FieldProblem> problems) {
            return new Outline(new Part<>(Optional.empty(), problems), Part.none(), Part.none());
        }

        List<FieldProblem> problems() {
            return Stream.of(document, model, dataset).flatMap(part -> part.problems().stream()).toList();
        }
    }

    private record Defined(Model model, ModelDefinition definition) {}

    /** Reads requests that share parts. */
    private final class Reading {
        private final IdentityHashMap<JsonNode, Part<Supplier<Model>>> models = new IdentityHashMap<>();
        private final IdentityHashMap<JsonNode, Part<Dataset>> datasets = new IdentityHashMap<>();
        private final IdentityHashMap<Supplier<Model>, Defined> defined = new IdentityHashMap<>();
        private final long drawnSeed = ThreadLocalRandom.current().nextLong(SEEDS);

        Outline outline(JsonNode body) {
            var completed = Part.read(_ -> Optional.of(continuations.complete(body)));
            if (completed.value().isEmpty()) {
                return Outline.faulty(completed.problems());
            }
            var whole = completed.value().get();
            if (!whole.isObject()) {
                return Outline.faulty(List.of(new FieldProblem("", "must be an object")));
            }
            return new Outline(
                    Part.read(faults -> Optional.of(document(settings(whole), faults))),
                    models.computeIfAbsent(
                            whole.get(MODEL), node -> Part.read(faults -> model(node, faults.at(MODEL)))),
                    datasets.computeIfAbsent(
                            whole.get(DATASET), node -> Part.read(faults -> dataset(node, faults.at(DATASET)))));
        }

        /** The body without the parts that may be large: binding would copy them. */
        private static JsonNode settings(JsonNode body) {
            var settings = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) body);
            return settings.remove(List.of(MODEL, DATASET));
        }

        private JobDocument document(JsonNode settings, Faults faults) {
            var document = json.bindReadable(settings, JobDocument.class, faults);
            specs.check(document, faults);
            return document;
        }

        JobDraft draft(Outline outline) {
            if (!outline.problems().isEmpty()) {
                return JobDraft.faulty(outline.problems());
            }
            var chosen = defined.computeIfAbsent(outline.model().value().orElseThrow(), JobRequests.this::defined);
            var document = outline.document().value().orElseThrow();
            var dataset = outline.dataset().value().orElseThrow();
            var faults = new Faults();
            var spec = specs.read(document, defaults(chosen.definition(), dataset, drawnSeed), faults);
            if (!faults.isEmpty()) {
                return JobDraft.faulty(faults.found());
            }
            check(chosen.definition(), dataset, spec, faults);
            // Here and not where specs are read: a job that is stored trains, whatever may be called back by now.
            var _ = callbacks.read(document.callbackUrl(), faults.at("callbackUrl"));
            var validation = validation(spec, dataset, chosen.definition(), faults);
            spec.resumeFrom()
                    .ifPresent(point -> continuationCheck.check(
                            point, chosen.model(), dataset, validation, spec, faults));
            return faults.isEmpty()
                    ? JobDraft.of(
                            new JobDraft.Checked(chosen.model(), chosen.definition(), dataset, validation, spec))
                    : JobDraft.faulty(faults.found());
        }
    }

    private Defined defined(Supplier<Model> wanted) {
        var model = wanted.get();
        return new Defined(model, models.definition(model));
    }

    /**
     * What is stored of a draft.
     *
     * @param seed in place of the draft's own
     * @throws ProblemException (422) if the request is wrong
     */
    JobSubmission submission(
            JobDraft draft, long seed, Optional<String> idempotencyKey, String sha256, Optional<Place> place) {
        var checked = draft.checked();
        var spec = checked.spec().withSeed(seed);
        var model = checked.model();
        var dataset = checked.dataset();
        return new JobSubmission(
                model.id(),
                model.name(),
                dataset.id(),
                dataset.name(),
                checked.validation().map(Dataset::id),
                json.write(specs.write(spec, model, dataset, checked.validation())),
                spec.epochs(),
                seed,
                spec.priority(),
                memory.bytes(spec, model, checked.definition(), dataset, checked.validation()),
                spec.resumeFrom(),
                spec.callbackUrl(),
                idempotencyKey,
                sha256,
                place);
    }

    /** @return what finds or stores the model, and locks it; empty if there are faults, which are noted */
    private Optional<Supplier<Model>> model(JsonNode given, Faults at) {
        if (given == null || given.isNull()) {
            at.add("is missing: give a model's name or its definition");
            return Optional.empty();
        }
        if (given.isString()) {
            var nameOrId = at.named(() -> models.find(given.stringValue())).id().toString();
            return Optional.of(() -> models.hold(nameOrId));
        }
        return modelRequests.read(given, at)
                .map(named -> () -> models.findOrCreate(named.name(), named.definition()));
    }

    private Optional<Dataset> dataset(JsonNode given, Faults at) {
        if (given == null || given.isNull()) {
            at.add("is missing: give a dataset's name or the dataset");
            return Optional.empty();
        }
        if (given.isString()) {
            return Optional.of(at.named(() -> datasets.hold(given.stringValue())));
        }
        return Optional.of(datasets.findOrCreate(drafts.json(given, at)));
    }

    private static JobSpecReader.Defaults defaults(ModelDefinition definition, Dataset dataset, long drawnSeed) {
        var usual = PreprocessingSettings.defaults(
                dataset.source(), dataset.columns(), definition.outputActivation(), definition.loss());
        var preprocessing = probabilities(definition, dataset).isEmpty()
                ? usual
                : new PreprocessingSettings(usual.numeric(), usual.categorical(), usual.missing(), Scaling.NONE);
        return new JobSpecReader.Defaults(preprocessing, definition.seed().orElse(drawnSeed));
    }

    private static List<String> probabilities(ModelDefinition definition, Dataset dataset) {
        return definition.probabilities(
                Schema.of(dataset.columns()).targets().stream().map(Column::name).toList());
    }

    private void check(ModelDefinition definition, Dataset dataset, JobSpec spec, Faults faults) {
        DatasetCheck.training(
                dataset.columns(),
                definition.inputs(),
                definition.outputs(),
                definition.loss(),
                spec.preprocessing().missing(),
                faults.at("dataset"));
        DatasetCheck.targets(
                dataset.columns(),
                definition.loss(),
                spec.preprocessing().targets(),
                faults.at("preprocessing").at("targets"));
        if (!definition.loss().takesProbabilities()) {
            DatasetCheck.probabilities(
                    dataset.columns(), probabilities(definition, dataset), spec.preprocessing().targets(),
                    faults.at("dataset"), faults.at("preprocessing").at("targets"));
        }
        DatasetCheck.classWeights(
                dataset.columns(), definition.loss(), spec.classWeights(), faults.at("classWeights"));
        var schema = Schema.of(dataset.columns());
        modelRequests.requireParameters(definition, schema.inputs(), faults.at("model"));
        if (definition instanceof GraphModel graph && faults.isEmpty()) {
            var _ = graph.columns(
                    schema.encodedFeatures(), schema.encodedTargets(definition.outputs()), faults.at("model"));
        }
        if (spec.validation() instanceof Validation.Fraction) {
            faults.at("validation").require(dataset.rowCount() > 1, "fraction", "needs a dataset of at least 2 rows");
        }
    }

    private Optional<Dataset> validation(JobSpec spec, Dataset dataset, ModelDefinition definition, Faults faults) {
        if (!(spec.validation() instanceof Validation.Other(String nameOrId))) {
            return Optional.empty();
        }
        var at = faults.at("validation").at("dataset");
        var other = at.named(() -> datasets.hold(nameOrId));
        DatasetCheck.validation(
                dataset.columns(),
                other.columns(),
                definition.loss(),
                spec.preprocessing().missing(),
                at);
        if (!definition.loss().takesProbabilities()) {
            DatasetCheck.probabilities(other.columns(), probabilities(definition, dataset), Scaling.NONE, at, at);
        }
        return Optional.of(other);
    }
}
