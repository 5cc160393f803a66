package dev.chainrule.job;

import dev.chainrule.callback.CallbackUrls;
import dev.chainrule.content.Sha256;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Drafts;
import dev.chainrule.dataset.Source;
import dev.chainrule.job.JobSpec.Validation;
import dev.chainrule.model.Model;
import dev.chainrule.model.ModelDefinition;
import dev.chainrule.model.ModelRequests;
import dev.chainrule.model.Models;
import dev.chainrule.network.Activation;
import dev.chainrule.preprocessing.DatasetCheck;
import dev.chainrule.preprocessing.Scaling;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Reads and checks requests to train, and stores the models and datasets that stand in them. */
@Component
class JobRequests {
    /** Seeds that nobody chose stay below 2⁵³, so that every JSON reader keeps them. */
    private static final long SEEDS = 1L << 53;

    private final JsonBinder json;
    private final ModelRequests modelRequests;
    private final Models models;
    private final Datasets datasets;
    private final Drafts drafts;
    private final JobSpecReader specs;
    private final Continuations continuations;
    private final CallbackUrls callbacks;

    JobRequests(
            JsonBinder json,
            ModelRequests modelRequests,
            Models models,
            Datasets datasets,
            Drafts drafts,
            JobSpecReader specs,
            Continuations continuations,
            CallbackUrls callbacks) {
        this.json = json;
        this.modelRequests = modelRequests;
        this.models = models;
        this.datasets = datasets;
        this.drafts = drafts;
        this.specs = specs;
        this.continuations = continuations;
        this.callbacks = callbacks;
    }

    /** Tells one request from another: SHA-256 of the body, however it was indented. */
    String fingerprint(JsonNode body) {
        return Sha256.of(json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Checks a request whole, as part of the transaction that stores the job: model and datasets cannot be deleted meanwhile.
     *
     * @throws dev.chainrule.problem.ProblemException (404, 409, 422) if the request cannot be served
     */
    @Transactional(propagation = Propagation.MANDATORY)
    JobSubmission read(JsonNode body, Optional<String> idempotencyKey, String sha256) {
        var faults = new Faults();
        var document = json.bind(continuations.complete(body), JobDocument.class, faults);
        var wanted = model(document.model(), faults.at("model"));
        var dataset = dataset(document.dataset(), faults.at("dataset"));
        if (wanted.isEmpty() || dataset.isEmpty()) {
            faults.throwIfAny();
        }
        // Only now, for storing a dataset takes its time, and jobs that end wait for their model's row.
        var model = wanted.orElseThrow().get();
        var definition = models.definition(model);
        var spec = specs.read(document, defaults(definition, dataset.orElseThrow()), faults);
        faults.throwIfAny();
        check(definition, dataset.get(), spec, faults);
        // Here and not where specs are read: a job that is stored trains, whatever may be called back by now.
        var _ = callbacks.read(document.callbackUrl(), faults.at("callbackUrl"));
        spec.resumeFrom().ifPresent(point -> faults.require(
                spec.epochs() > point.epoch(),
                "epochs",
                "must be more than the " + point.epoch() + " that are trained already: it counts from the first"));
        var validation = validation(spec, dataset.get(), definition, faults);
        faults.throwIfAny();
        return new JobSubmission(
                model.id(),
                model.name(),
                dataset.get().id(),
                dataset.get().name(),
                validation,
                json.write(specs.write(spec, model.name(), dataset.get().name())),
                spec.epochs(),
                spec.seed(),
                spec.priority(),
                spec.resumeFrom(),
                spec.callbackUrl(),
                idempotencyKey,
                sha256);
    }

    /** @return what finds or stores the model, and locks it; empty if there are faults, which are noted */
    private Optional<Supplier<Model>> model(JsonNode given, Faults at) {
        if (given == null || given.isNull()) {
            at.add("is missing: give a model's name or its definition");
            return Optional.empty();
        }
        if (given.isString()) {
            var nameOrId = models.find(given.stringValue()).id().toString();
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
            return Optional.of(datasets.hold(given.stringValue()));
        }
        return Optional.of(datasets.findOrCreate(drafts.json(given, at)));
    }

    /** Tables have columns of all sizes; arrays, generators and their targets mean what they say; pixels are put into 0 … 1. */
    private static JobSpecReader.Defaults defaults(ModelDefinition definition, Dataset dataset) {
        var numeric =
                switch (dataset.source()) {
                    case TABLE -> Scaling.STANDARD;
                    case IMAGES -> Scaling.MINMAX;
                    case ARRAYS, GENERATOR -> Scaling.NONE;
                };
        boolean unbounded = definition.layers().getLast().activation() == Activation.IDENTITY;
        boolean classes = Schema.of(dataset.columns()).decidesClasses(definition.loss());
        var targets = dataset.source() == Source.TABLE && unbounded && !classes ? Scaling.STANDARD : Scaling.NONE;
        long seed = definition.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong(SEEDS));
        return new JobSpecReader.Defaults(numeric, targets, seed);
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
        DatasetCheck.classWeights(
                dataset.columns(), definition.loss(), spec.classWeights(), faults.at("classWeights"));
        modelRequests.requireParameters(
                definition, Schema.of(dataset.columns()).inputs(), faults.at("model"));
        if (spec.validation() instanceof Validation.Fraction) {
            faults.at("validation").require(dataset.rowCount() > 1, "fraction", "needs a dataset of at least 2 rows");
        }
    }

    private Optional<UUID> validation(JobSpec spec, Dataset dataset, ModelDefinition definition, Faults faults) {
        if (!(spec.validation() instanceof Validation.Other(String nameOrId))) {
            return Optional.empty();
        }
        var other = datasets.hold(nameOrId);
        DatasetCheck.validation(
                dataset.columns(),
                other.columns(),
                definition.loss(),
                spec.preprocessing().missing(),
                faults.at("validation").at("dataset"));
        return Optional.of(other.id());
    }
}
