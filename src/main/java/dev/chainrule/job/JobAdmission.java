package dev.chainrule.job;

import dev.chainrule.budget.ByteCount;
import dev.chainrule.budget.Caller;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.job.spec.JobSpecJson;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores submitted jobs and queues them, up to the limit of live jobs. */
@Component
class JobAdmission {
    private final JobRepository jobs;
    private final EntityManager entities;
    private final JobQueue queue;
    private final ResumedJobs resumedJobs;
    private final JobSpecJson specs;
    private final JsonBinder json;
    private final JobMemory jobMemory;
    private final MemoryBudget memory;
    private final JobProperties properties;
    private final Clock clock;

    JobAdmission(
            JobRepository jobs,
            EntityManager entities,
            JobQueue queue,
            ResumedJobs resumedJobs,
            JobSpecJson specs,
            JsonBinder json,
            JobMemory jobMemory,
            MemoryBudget memory,
            JobProperties properties,
            Clock clock) {
        this.jobs = jobs;
        this.entities = entities;
        this.queue = queue;
        this.resumedJobs = resumedJobs;
        this.specs = specs;
        this.json = json;
        this.jobMemory = jobMemory;
        this.memory = memory;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Takes all of them or none, as part of the caller's transaction.
     *
     * @return the jobs in the order of the submissions
     * @throws ProblemException (422) if one of them can never have the memory that it needs, (429) if too many jobs would be live
     */
    @Transactional(propagation = Propagation.MANDATORY)
    List<Job> accept(List<JobSubmission> submissions) {
        var wanted = submissions.stream().map(this::job).toList();
        long live = jobs.countByStateIn(JobState.LIVE);
        if (live + submissions.size() > properties.maxLive()) {
            throw ProblemException.queueFull(
                    live + " jobs wait, train or are paused already, and there may be " + properties.maxLive()
                            + " at most: try again later, or cancel some",
                    properties.retryAfter());
        }
        var accepted = jobs.saveAllAndFlush(wanted);
        for (int i = 0; i < accepted.size(); i++) {
            var job = accepted.get(i);
            entities.persist(new JobProgress(job.id()));
            submissions.get(i).draft().spec().resumeFrom().ifPresent(point -> resumedJobs.begin(job, point));
            queue.add(job);
        }
        return accepted;
    }

    private Job job(JobSubmission submission) {
        var draft = submission.draft();
        long bytes = jobMemory.bytes(
                draft.spec(), draft.model(), draft.definition(), draft.dataset(), draft.validation(), draft.start());
        requireMemory(bytes);
        var spec = json.write(specs.write(
                draft.spec(), draft.model().name(), draft.dataset().name(), draft.validation().map(Dataset::name)));
        var job = new Job(submission, spec, bytes, Caller.currentUser(), clock.instant());
        var warnings = draft.warnings();
        if (!warnings.isEmpty()) {
            job.noteWarnings(json.write(warnings));
        }
        return job;
    }

    private void requireMemory(long bytes) {
        if (bytes > memory.mostOfJob()) {
            throw new ProblemException(ProblemType.INVALID, "The job needs " + ByteCount.text(bytes)
                    + " of memory, but this service can give jobs " + ByteCount.text(memory.mostOfJob())
                    + " at most: lower batchSize, train a smaller model or fewer rows, or give the service a larger"
                    + " heap (-Xmx)");
        }
    }
}
