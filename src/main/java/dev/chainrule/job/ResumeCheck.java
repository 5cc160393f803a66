package dev.chainrule.job;

import dev.chainrule.dataset.Dataset;
import dev.chainrule.job.history.Checkpoints;
import dev.chainrule.job.spec.JobDocument;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.job.spec.JobSpecJson;
import dev.chainrule.job.spec.ResumePoint;
import dev.chainrule.model.Model;
import dev.chainrule.network.Metric;
import dev.chainrule.network.StateSummary;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Whether a job can resume from another job's state with the settings of its request. */
@Component
class ResumeCheck {
    private final JobRepository jobs;
    private final JobProgressRepository progress;
    private final Checkpoints checkpoints;
    private final JobSpecJson specs;
    private final JsonBinder json;

    ResumeCheck(
            JobRepository jobs,
            JobProgressRepository progress,
            Checkpoints checkpoints,
            JobSpecJson specs,
            JsonBinder json) {
        this.jobs = jobs;
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.specs = specs;
        this.json = json;
    }

    /**
     * Notes settings that would change the meaning of earlier epochs, and settings that would leave nothing to train.
     *
     * @param validation the dataset that validates, if it is another one
     * @throws ProblemException (409) if the state cannot be read
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void check(
            ResumePoint point, Model model, Dataset dataset, Optional<Dataset> validation, JobSpec wanted,
            Faults faults) {
        var source = jobs.findById(point.job()).orElseThrow();
        var document = json.readStored(source.spec(), JobDocument.class);
        var before = specs.readStored(document);
        faults.require(
                model.id().equals(source.modelId()), "model",
                "must be " + source.modelName() + " as in the job, whose state belongs to that network: leave it out");
        faults.require(
                dataset.id().equals(source.datasetId()), "dataset",
                "must be " + source.datasetName()
                        + " as in the job, whose epochs were trained with it: leave it out");
        boolean sameValidation = source.validationId().isPresent()
                ? validation.map(Dataset::id).equals(source.validationId())
                : wanted.validation().equals(before.validation());
        requireTheSame(sameValidation, "validation", document.validation(), faults);
        requireTheSame(wanted.startFrom().equals(before.startFrom()), "startFrom", document.startFrom(), faults);
        requireTheSame(
                wanted.preprocessing().equals(before.preprocessing()), "preprocessing", document.preprocessing(),
                faults);
        requireTheSame(
                wanted.classWeights().equals(before.classWeights()), "classWeights", document.classWeights(), faults);
        requireTheSame(wanted.seed() == before.seed(), "seed", document.seed(), faults);
        requireTheSame(wanted.shuffle() == before.shuffle(), "shuffle", document.shuffle(), faults);
        requireTheSame(wanted.batchSize() == before.batchSize(), "batchSize", document.batchSize(), faults);
        if (faults.isEmpty()) {
            var state = faults.at("resumeFrom").at("epoch").locating(() -> checkpoints.read(point));
            requireWork(point, source, before, state, wanted, faults);
        }
    }

    private void requireTheSame(boolean same, String field, @Nullable Object before, Faults faults) {
        faults.require(same, field, "must stay as it was in the job, " + json.write(before) + ": leave it out");
    }

    private void requireWork(
            ResumePoint point, Job source, JobSpec before, StateSummary state, JobSpec wanted, Faults faults) {
        // The metric makes no difference to the end.
        for (var limit : state.reached(wanted.plan(new Metric.Multiclass()))) {
            switch (limit) {
                case EPOCHS -> faults.add(
                        "epochs",
                        "must be more than the " + point.epoch()
                                + " that are already trained, which it includes");
                case STOP_AT_COST -> faults.add(
                        "stopAtCost",
                        "is already reached: the cost after epoch " + point.epoch() + " is " + state.cost()
                                + ". Give less, or null to train without it");
                case PATIENCE -> faults.add(
                        "earlyStopping",
                        "would end the job immediately: its patience is over after epoch " + point.epoch()
                                + ": give more, or null to train without it");
                case MAX_SECONDS -> faults.add("maxSeconds", beyond(state.seconds()));
            }
        }
        // The limit that ended the job shortly before its time would end this one shortly after it.
        if (source.stopReason().equals(Optional.of(StopReason.TIME_LIMIT)) && wanted.maxSeconds().isPresent()
                && progress.findById(point.job()).orElseThrow().epoch() == point.epoch()
                && wanted.maxSeconds().getAsDouble() <= before.maxSeconds().orElseThrow()
                && state.seconds() < wanted.maxSeconds().getAsDouble()) {
            faults.add("maxSeconds", beyond(before.maxSeconds().getAsDouble()));
        }
    }

    private static String beyond(double seconds) {
        return "must be more than " + seconds
                + ", because it includes the time of the earlier epochs; null trains without it";
    }
}
