package dev.chainrule.job;

import dev.chainrule.dataset.Datasets;
import dev.chainrule.job.JobDocument.ResumeDocument;
import dev.chainrule.model.Models;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jobs that go on from another job's state: they have its network, its data and its epochs up to there, and everything that their
 * request does not change.
 */
@Component
class Continuations {
    private static final String RESUME_FROM = "resumeFrom";
    private static final String MODEL = "model";
    private static final String DATASET = "dataset";
    private static final String VALIDATION = "validation";
    private static final String OPTIMIZER = "optimizer";

    /** Settings whose change would make the epochs before mean something else, as the validation's would. */
    private static final Set<String> FIXED =
            Set.of("preprocessing", "classWeights", "seed", "shuffle", "batchSize");

    /** Settings that are the request's own and no part of the training. */
    private static final Set<String> NOT_INHERITED = Set.of("callbackUrl", "labels", "priority", RESUME_FROM);

    private final JobRepository jobs;
    private final JobProgressRepository progress;
    private final Checkpoints checkpoints;
    private final EpochHistory history;
    private final Models models;
    private final Datasets datasets;
    private final JobSpecReader specs;
    private final JsonBinder json;

    Continuations(
            JobRepository jobs,
            JobProgressRepository progress,
            Checkpoints checkpoints,
            EpochHistory history,
            Models models,
            Datasets datasets,
            JobSpecReader specs,
            JsonBinder json) {
        this.jobs = jobs;
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.history = history;
        this.models = models;
        this.datasets = datasets;
        this.specs = specs;
        this.json = json;
    }

    /**
     * Fills a request up from the job that it goes on from; one that goes on from none stays as it is.
     *
     * @throws ProblemException (404) if there is no such job, (409) if it may still change or has no state, (422) if the request
     *     changes what must stay
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public JsonNode complete(JsonNode body) {
        if (!body.isObject() || body.path(RESUME_FROM).isMissingNode() || body.path(RESUME_FROM).isNull()) {
            return body;
        }
        var faults = new Faults();
        var at = faults.at(RESUME_FROM);
        var wanted = json.bind(body.get(RESUME_FROM), ResumeDocument.class, at);
        if (!at.require(wanted.job() != null, "job", "is missing: give the id of a job")) {
            faults.throwIfAny();
        }
        var source = at.at("job").named(() -> source(wanted.job()));
        int epoch = at.named(() -> epoch(source, wanted.epoch(), at));
        var spec = json.tree(source.spec());
        requireTheSame((ObjectNode) body, source, spec, faults);
        faults.throwIfAny();
        return merged((ObjectNode) body, source, spec, epoch);
    }

    private Job source(String id) {
        var source = jobs.findForTransition(JobController.id(id))
                .orElseThrow(() -> ProblemException.notFound("job", id));
        if (!source.state().terminal() && source.state() != JobState.PAUSED) {
            throw ProblemException.conflict(
                    "The job " + source.id() + " is " + source.state()
                            + ": wait for its end, or pause or cancel it first");
        }
        return source;
    }

    /** The epoch to go on from. */
    private int epoch(Job source, Integer wanted, Faults at) {
        var kept = checkpoints.of(source.id()).stream().map(Checkpoint::epoch).toList();
        if (kept.isEmpty()) {
            throw ProblemException.conflict("The job " + source.id() + " has no checkpoint to go on from");
        }
        int epoch = wanted == null ? kept.getFirst() : wanted;
        at.require(kept.contains(epoch), "epoch", "must be one that has a checkpoint: " + listed(kept));
        return epoch;
    }

    private static String listed(List<Integer> epochs) {
        return String.join(", ", epochs.stream().map(String::valueOf).toList());
    }

    private void requireTheSame(ObjectNode body, Job source, ObjectNode spec, Faults faults) {
        if (isGiven(body, MODEL)) {
            faults.require(
                    body.get(MODEL).isString()
                            && faults.at(MODEL).named(() -> models.find(body.get(MODEL).stringValue())).id()
                                    .equals(source.modelId()),
                    MODEL,
                    "must be that of the job, for its state is of that network: leave it out");
        }
        if (isGiven(body, DATASET)) {
            faults.require(
                    isDataset(body.get(DATASET), source.datasetId(), faults.at(DATASET)),
                    DATASET,
                    "must be that of the job, for its epochs were trained with that: leave it out");
        }
        if (body.has(VALIDATION)) {
            var given = body.get(VALIDATION);
            boolean same = source.validationId()
                    .map(id -> given.size() == 1
                            && isDataset(given.path(DATASET), id, faults.at(VALIDATION).at(DATASET)))
                    .orElseGet(() -> isAsBefore(given, spec.get(VALIDATION)));
            faults.require(same, VALIDATION, mustStay(spec.get(VALIDATION)));
        }
        for (var name : FIXED) {
            if (body.has(name)) {
                faults.require(isAsBefore(body.get(name), spec.get(name)), name, mustStay(spec.get(name)));
            }
        }
        if (isGiven(body, OPTIMIZER)) {
            var type = spec.path(OPTIMIZER).path("type").asString();
            var given = body.get(OPTIMIZER);
            var named = given.isObject() ? given.path("type") : given;
            faults.require(
                    named.isMissingNode() || (named.isString() && named.stringValue().equals(type)),
                    OPTIMIZER,
                    "must be " + type + " as in the job, for its state is of that kind; its settings may change");
        }
    }

    private boolean isDataset(JsonNode nameOrId, UUID id, Faults at) {
        return nameOrId.isString() && at.named(() -> datasets.find(nameOrId.stringValue())).id().equals(id);
    }

    private boolean isAsBefore(JsonNode given, JsonNode before) {
        return json.write(given).equals(json.write(before));
    }

    private String mustStay(JsonNode before) {
        return "must stay as it was in the job, " + json.write(before) + ": leave it out";
    }

    private static boolean isGiven(JsonNode body, String name) {
        return !body.path(name).isMissingNode() && !body.path(name).isNull();
    }

    private static ObjectNode merged(ObjectNode body, Job source, ObjectNode spec, int epoch) {
        var merged = spec.deepCopy();
        merged.remove(NOT_INHERITED);
        body.properties().stream()
                .filter(field -> !field.getKey().equals(OPTIMIZER))
                .forEach(field -> merged.set(field.getKey(), field.getValue()));
        // Its name says nothing new, and its settings are changed one by one.
        if (body.get(OPTIMIZER) instanceof ObjectNode settings) {
            ((ObjectNode) merged.get(OPTIMIZER)).setAll(settings);
        }
        merged.put(MODEL, source.modelId().toString());
        merged.put(DATASET, source.datasetId().toString());
        source.validationId().ifPresent(id -> merged.putObject(VALIDATION).put(DATASET, id.toString()));
        merged.putObject(RESUME_FROM).put("job", source.id().toString()).put("epoch", epoch);
        return merged;
    }

    /** Notes a fault where nothing would be left to train, because the epochs are over or what ended the job before would again. */
    void requireWork(ResumePoint point, JobSpec wanted, Faults faults) {
        faults.require(
                wanted.epochs() > point.epoch(),
                "epochs",
                "must be more than the " + point.epoch() + " that are trained already: it counts from the first");
        var source = jobs.findById(point.job()).orElseThrow();
        var row = progress.findById(point.job()).orElseThrow();
        if (row.epoch() != point.epoch()) {
            return;
        }
        var before = specs.readOwn(json.readOwn(source.spec(), JobDocument.class));
        if (source.stopReason().equals(Optional.of(StopReason.EARLY_STOPPED))) {
            faults.require(
                    !before.earlyStopping().equals(wanted.earlyStopping()),
                    "earlyStopping",
                    "ended the job after epoch " + point.epoch()
                            + " and would do so again: give more patience, or null to train without it");
        }
        if (source.stopReason().equals(Optional.of(StopReason.TIME_LIMIT)) && wanted.maxSeconds().isPresent()) {
            double limit = before.maxSeconds().orElseThrow();
            faults.require(
                    wanted.maxSeconds().getAsDouble() > limit,
                    "maxSeconds",
                    "ended the job after epoch " + point.epoch() + ", and what it trained counts: give more than "
                            + limit + ", or null to train without it");
        }
        if (source.stopReason().equals(Optional.of(StopReason.TARGET_REACHED)) && wanted.stopAtCost().isPresent()) {
            double cost = json.readOwn(row.latest().orElseThrow(), EpochView.class).cost();
            faults.require(
                    wanted.stopAtCost().getAsDouble() < cost,
                    "stopAtCost",
                    "is reached already: the cost after epoch " + point.epoch() + " is " + cost
                            + ". Give less, or null to train without it");
        }
    }

    /**
     * Gives a new job the state and the epochs that it goes on from.
     *
     * @throws ProblemException (409) if the state cannot be read
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void begin(Job job, ResumePoint point) {
        var _ = new Faults().at(RESUME_FROM).at("epoch").named(() -> checkpoints.copy(point, job.id()));
        history.copy(point.job(), job.id(), point.epoch());
        var latest = history.after(job.id(), point.epoch() - 1, 1).getFirst();
        var row = new JobProgress(job.id());
        row.advance(point.epoch(), json.write(latest), best(point).map(json::write).orElse(null));
        progress.save(row);
    }

    /** The best epoch up to the point, as the job before measured it. */
    private Optional<EpochView> best(ResumePoint point) {
        var before = progress.findById(point.job())
                .flatMap(JobProgress::best)
                .map(best -> json.readOwn(best, EpochView.class));
        return before.filter(best -> best.epoch() <= point.epoch()).or(() -> searchBest(point));
    }

    private Optional<EpochView> searchBest(ResumePoint point) {
        var best = new EpochView[1];
        history.forEach(point.job(), 1, point.epoch(), epoch -> {
            if (best[0] == null || epoch.monitored() < best[0].monitored()) {
                best[0] = epoch;
            }
        });
        return Optional.ofNullable(best[0]);
    }
}
