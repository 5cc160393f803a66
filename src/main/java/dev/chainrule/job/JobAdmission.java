package dev.chainrule.job;

import dev.chainrule.budget.ByteCount;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores jobs that were submitted, and queues them, as far as the queue has room. */
@Component
class JobAdmission {
    private final JobRepository jobs;
    private final JobQueue queue;
    private final ResumedJobs continuations;
    private final MemoryBudget memory;
    private final JobProperties properties;
    private final Clock clock;

    JobAdmission(
            JobRepository jobs,
            JobQueue queue,
            ResumedJobs continuations,
            MemoryBudget memory,
            JobProperties properties,
            Clock clock) {
        this.jobs = jobs;
        this.queue = queue;
        this.continuations = continuations;
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
    public List<Job> accept(List<JobSubmission> submissions) {
        submissions.forEach(this::requireMemory);
        long live = jobs.countByStateIn(JobState.LIVE);
        if (live + submissions.size() > properties.maxLive()) {
            throw ProblemException.queueFull(
                    live + " jobs wait, train or are paused already, and there may be " + properties.maxLive()
                            + " at most: try again later, or cancel some",
                    properties.retryAfter());
        }
        var accepted = jobs.saveAllAndFlush(
                submissions.stream().map(submission -> new Job(submission, clock.instant())).toList());
        for (int i = 0; i < accepted.size(); i++) {
            var job = accepted.get(i);
            submissions.get(i).resumeFrom().ifPresent(point -> continuations.begin(job, point));
            queue.add(job);
        }
        return accepted;
    }

    private void requireMemory(JobSubmission submission) {
        if (submission.memoryBytes() > memory.mostOfJob()) {
            throw new ProblemException(ProblemType.INVALID, "The job needs " + ByteCount.text(submission.memoryBytes())
                    + " of memory, but this service can give jobs " + ByteCount.text(memory.mostOfJob())
                    + " at most: lower batchSize, train a smaller model or fewer rows, or give the service a larger"
                    + " heap (-Xmx)");
        }
    }
}
