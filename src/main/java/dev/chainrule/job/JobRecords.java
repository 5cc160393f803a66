package dev.chainrule.job;

import dev.chainrule.job.TrainingLog.Bunch;
import dev.chainrule.model.TrainingResult;
import dev.chainrule.model.Versions;
import dev.chainrule.network.Network;
import dev.chainrule.network.Outcome;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.JsonBinder;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the worker writes of a job: each call is one transaction, so that what a job says of itself is always whole. */
@Component
class JobRecords {
    static final Set<JobState> LIVE = EnumSet.of(JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING);

    private final JobRepository jobs;
    private final JobProgressRepository progress;
    private final EpochHistory history;
    private final Versions versions;
    private final JsonBinder json;
    private final Clock clock;

    JobRecords(
            JobRepository jobs,
            JobProgressRepository progress,
            EpochHistory history,
            Versions versions,
            JsonBinder json,
            Clock clock) {
        this.jobs = jobs;
        this.progress = progress;
        this.history = history;
        this.versions = versions;
        this.json = json;
        this.clock = clock;
    }

    /** Marks a waiting job as running; empty if it does not wait any more. */
    @Transactional
    public Optional<Job> start(UUID id) {
        var job = jobs.findForTransition(id).filter(found -> found.state() == JobState.QUEUED);
        job.ifPresent(found -> found.start(clock.instant()));
        return job;
    }

    /** Adds the records of completed epochs. */
    @Transactional
    public void record(UUID id, Bunch bunch) {
        append(id, bunch);
    }

    private void append(UUID id, Bunch bunch) {
        history.append(id, bunch.epochs());
        var row = progress.findById(id).orElseGet(() -> new JobProgress(id));
        row.advance(
                bunch.latest().epoch(),
                bunch.samplesPerSecond(),
                bunch.etaSeconds(),
                json.write(bunch.latest()),
                bunch.best().map(json::write).orElse(null));
        progress.save(row);
    }

    /** What was trained, once the run is over. */
    record Trained(Network network, Preprocessing preprocessing) {}

    /** Ends a job as its run ended: the last records, the new version and the state become visible together. */
    @Transactional
    public void finish(UUID id, Outcome outcome, Optional<Bunch> rest, Trained trained) {
        var job = jobs.findForTransition(id).orElseThrow();
        rest.ifPresent(bunch -> append(id, bunch));
        if (job.state() == JobState.CANCELLING) {
            job.cancelled(clock.instant());
            return;
        }
        switch (outcome) {
            case Outcome.Completed _ -> succeed(job, StopReason.MAX_EPOCHS, outcome, trained);
            case Outcome.EarlyStopped _ -> succeed(job, StopReason.EARLY_STOPPED, outcome, trained);
            case Outcome.TargetReached _ -> succeed(job, StopReason.TARGET_REACHED, outcome, trained);
            case Outcome.TimeLimit _ -> {
                if (progress.findById(id).isPresent()) {
                    succeed(job, StopReason.TIME_LIMIT, outcome, trained);
                } else {
                    job.fail(
                            StopReason.TIME_LIMIT,
                            "maxSeconds were over before even the untrained network was measured: allow more time",
                            clock.instant());
                }
            }
            case Outcome.Diverged(int epoch, double lastFiniteCost) ->
                job.fail(
                        StopReason.DIVERGED,
                        "The cost was no longer finite in epoch " + epoch
                                + (Double.isNaN(lastFiniteCost) ? "" : "; the last finite one was " + lastFiniteCost)
                                + ": try a smaller learning rate, scaled inputs or clipNorm",
                        clock.instant());
            case Outcome.Cancelled _ -> job.fail(StopReason.ERROR, Interrupted.WHILE_STOPPING.why(), clock.instant());
        }
    }

    private void succeed(Job job, StopReason reason, Outcome outcome, Trained trained) {
        int epoch = outcome.parametersEpoch();
        var metrics = history.after(job.id(), epoch - 1, 1).getFirst();
        var published = versions.publish(
                job.modelId(),
                new TrainingResult(job.id(), epoch, trained.network(), trained.preprocessing(), metrics));
        job.succeed(reason, published.version(), published.weightsSha256(), clock.instant());
    }

    /** Ends a job that could not go on. */
    @Transactional
    public void fail(UUID id, String why) {
        jobs.findForTransition(id).filter(job -> !job.state().terminal()).ifPresent(job -> {
            if (job.state() == JobState.CANCELLING) {
                job.cancelled(clock.instant());
            } else {
                job.fail(StopReason.ERROR, why, clock.instant());
            }
        });
    }

    /**
     * Ends what an earlier run of the service left behind.
     *
     * @return the jobs that wait, oldest first
     */
    @Transactional
    public List<UUID> recover() {
        for (var job : jobs.findByStateInOrderById(EnumSet.of(JobState.RUNNING, JobState.CANCELLING))) {
            fail(job.id(), Interrupted.BEFORE_THIS_START.why());
        }
        return jobs.findByStateInOrderById(EnumSet.of(JobState.QUEUED)).stream().map(Job::id).toList();
    }

    /** Why a job that was training is not any more, though nobody cancelled it. */
    enum Interrupted {
        WHILE_STOPPING("The service was stopped while this job was training; submit it again"),
        BEFORE_THIS_START("The service ended while this job was training, and it was not resumed; submit it again");

        private final String why;

        Interrupted(String why) {
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
