package dev.chainrule.job;

import dev.chainrule.dataset.Datasets;
import dev.chainrule.job.JobRequest.HashedJson;
import dev.chainrule.job.history.Checkpoint;
import dev.chainrule.job.history.Checkpoints;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.EpochHistory;
import dev.chainrule.job.spec.JobDocument.ResumeDocument;
import dev.chainrule.job.spec.ResumePoint;
import dev.chainrule.model.Models;
import dev.chainrule.model.StartVersions;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ResourceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jobs that resume from another job's state: they have its network, its data and its epochs up to there, and everything that their
 * request does not change.
 */
@Component
class ResumedJobs {
    private static final String RESUME_FROM = "resumeFrom";
    private static final String VALIDATION = "validation";
    private static final String OPTIMIZER = "optimizer";

    /** Settings for which null means none, and not the value of the resumed job. */
    private static final Set<String> NULL_IS_A_SETTING =
            Set.of(VALIDATION, "clipNorm", "classWeights", "stopAtCost", "maxSeconds", "earlyStopping");

    /** Fields of a job's spec that are no part of the training, or that a request has beside its settings. */
    private static final Set<String> NOT_INHERITED =
            Set.of("callbackUrl", "labels", "priority", RESUME_FROM, JobRequest.MODEL, JobRequest.DATASET);

    private final JobLocks locks;
    private final JobProgressRepository progress;
    private final Checkpoints checkpoints;
    private final EpochHistory history;
    private final Models models;
    private final StartVersions startVersions;
    private final Datasets datasets;
    private final JsonBinder json;

    ResumedJobs(
            JobLocks locks,
            JobProgressRepository progress,
            Checkpoints checkpoints,
            EpochHistory history,
            Models models,
            StartVersions startVersions,
            Datasets datasets,
            JsonBinder json) {
        this.locks = locks;
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.history = history;
        this.models = models;
        this.startVersions = startVersions;
        this.datasets = datasets;
        this.json = json;
    }

    /**
     * Completes a request from the job that it resumes from; one that resumes none stays as it is.
     *
     * @throws ProblemException (404) if there is no such job, (409) if it may still change or has no state, (422) if the request
     *     changes what must stay
     */
    @Transactional(propagation = Propagation.MANDATORY)
    JobRequest complete(JobRequest request) {
        var settings = request.settings();
        if (!JobRequest.isGiven(settings, RESUME_FROM)) {
            return request;
        }
        var faults = new Faults();
        var at = faults.at(RESUME_FROM);
        var wanted = json.bindReadable(settings.get(RESUME_FROM), ResumeDocument.class, at);
        var id = wanted.job();
        if (id == null) {
            at.add("job", "is missing: give the id of a job");
            throw ProblemException.invalid(faults.found());
        }
        var source = at.at("job").locating(() -> source(id));
        int epoch = at.locating(() -> epoch(source, wanted.epoch(), at));
        var spec = json.tree(source.spec());
        requireTheKind(settings, spec, faults);
        faults.throwIfAny();
        return new JobRequest(
                request.model().or(() -> Optional.of(id(source.modelId()))),
                request.dataset().or(() -> Optional.of(id(source.datasetId()))),
                merged(settings, source, spec, epoch));
    }

    private Job source(String id) {
        var source = Optional.of(id)
                .filter(ResourceName::isId)
                .map(UUID::fromString)
                .flatMap(locks::job)
                .orElseThrow(() -> ProblemException.notFound("job", id));
        if (!source.state().terminal() && source.state() != JobState.PAUSED) {
            throw ProblemException.conflict(
                    "The job " + source.id() + " is " + source.state()
                            + ": wait for its end, or pause or cancel it first");
        }
        requirePresence(source);
        return source;
    }

    /** The epoch to resume from: the wanted one, or the newest that has a state which can be read. */
    private int epoch(Job source, @Nullable Integer wanted, Faults at) {
        if (wanted == null) {
            return checkpoints.newestReadable(source.id()).epoch();
        }
        var kept = checkpoints.of(source.id()).stream().map(Checkpoint::epoch).toList();
        at.require(kept.contains(wanted), "epoch", "must be one that has a checkpoint: "
                + (kept.isEmpty() ? "there is none" : listed(kept)));
        return wanted;
    }

    private static String listed(List<Integer> epochs) {
        return String.join(", ", epochs.stream().map(String::valueOf).toList());
    }

    /** @throws ProblemException (409) if what the job was trained with is gone */
    private void requirePresence(Job source) {
        requirePresence(source, "model", models.exists(source.modelId()));
        source.startVersion().ifPresent(
                version -> requirePresence(
                        source, "version " + version + " of its model, from which it started,",
                        startVersions.exists(source.modelId(), version)));
        requirePresence(source, "dataset", datasets.exists(source.datasetId()));
        source.validationId()
                .ifPresent(id -> requirePresence(source, "dataset of its validation", datasets.exists(id)));
    }

    private static void requirePresence(Job source, String what, boolean present) {
        if (!present) {
            throw ProblemException
                    .conflict("The job " + source.id() + " cannot be resumed: the " + what + " was deleted");
        }
    }

    private static HashedJson id(UUID id) {
        return HashedJson.of(JsonNodeFactory.instance.stringNode(id.toString()));
    }

    private static void requireTheKind(ObjectNode settings, ObjectNode spec, Faults faults) {
        if (JobRequest.isGiven(settings, OPTIMIZER)) {
            var type = spec.path(OPTIMIZER).path("type").asString();
            var given = settings.get(OPTIMIZER);
            var named = given.isObject() ? given.path("type") : given;
            faults.require(
                    named.isMissingNode() || (named.isString() && named.stringValue().equals(type)),
                    OPTIMIZER,
                    "must be " + type + " as in the job, whose state belongs to it; its settings may change");
        }
    }

    private static ObjectNode merged(ObjectNode settings, Job source, ObjectNode spec, int epoch) {
        var merged = spec.deepCopy();
        merged.remove(NOT_INHERITED);
        source.validationId().ifPresent(id -> merged.putObject(VALIDATION).put(JobRequest.DATASET, id.toString()));
        settings.properties().stream()
                .filter(field -> !field.getKey().equals(OPTIMIZER))
                .filter(field -> !field.getValue().isNull() || NULL_IS_A_SETTING.contains(field.getKey()))
                .forEach(field -> merged.set(field.getKey(), field.getValue()));
        // The type stays, and its settings are changed one by one.
        if (settings.get(OPTIMIZER) instanceof ObjectNode changed) {
            ((ObjectNode) merged.get(OPTIMIZER)).setAll(changed);
        }
        merged.putObject(RESUME_FROM).put("job", source.id().toString()).put("epoch", epoch);
        return merged;
    }

    /** Copies to a new job the state and the epochs that it resumes from. */
    @Transactional(propagation = Propagation.MANDATORY)
    void begin(Job job, ResumePoint point) {
        checkpoints.copy(point, job.id());
        history.copy(point.job(), job.id(), point.epoch());
        var latest = history.after(job.id(), point.epoch() - 1, 1).getFirst();
        progress.findById(job.id()).orElseThrow().advance(point.epoch(), json.write(latest),
                best(point).map(json::write));
    }

    /** The best epoch up to the point, from the resumed job. */
    private Optional<Epoch> best(ResumePoint point) {
        var before = progress.findById(point.job())
                .flatMap(JobProgress::best)
                .map(best -> json.readStored(best, Epoch.class));
        return before.filter(best -> best.number() <= point.epoch()).or(() -> searchBest(point));
    }

    private Optional<Epoch> searchBest(ResumePoint point) {
        var best = new @Nullable Epoch[1];
        history.forEach(point.job(), 1, point.epoch(), epoch -> {
            if (best[0] == null || epoch.isBetterThan(best[0])) {
                best[0] = epoch;
            }
        });
        return Optional.ofNullable(best[0]);
    }
}
