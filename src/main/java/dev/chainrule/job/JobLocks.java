package dev.chainrule.job;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Locks the rows of jobs and of their progress until the transaction ends: the only way to get one that may be changed. Every lock is
 * published as an event, and the listeners look at the row before and after the commit. So a writer notifies no one itself.
 */
@Component
class JobLocks {
    private final JobRepository jobs;
    private final JobProgressRepository progress;
    private final ApplicationEventPublisher events;

    JobLocks(JobRepository jobs, JobProgressRepository progress, ApplicationEventPublisher events) {
        this.jobs = jobs;
        this.progress = progress;
        this.events = events;
    }

    /**
     * A job was locked, and may have changed once the transaction commits.
     *
     * @param before the state when it was locked
     */
    record LockedJob(Job job, JobState before) {
        boolean hasEnded() {
            return !before.terminal() && job.state().terminal();
        }

        /** Whether it trains for the first time. */
        boolean hasStarted() {
            return before == JobState.QUEUED && job.state() == JobState.RUNNING
                    && job.transitions().stream().filter(transition -> transition.state() == JobState.RUNNING)
                            .count() == 1;
        }

        /** Whether the worker that holds it has yet to learn of its new state. */
        boolean isCommanded() {
            return before.held() && job.state().held() && before != job.state();
        }
    }

    /** A job's progress was locked, and may have advanced once the transaction commits. */
    record LockedProgress(UUID job) {}

    @Transactional(propagation = Propagation.MANDATORY)
    Optional<Job> job(UUID id) {
        var job = jobs.findForTransition(id);
        job.ifPresent(this::publish);
        return job;
    }

    /** A sweep's jobs in some states, in the order of their ids, so that two such locks never meet in a deadlock. */
    @Transactional(propagation = Propagation.MANDATORY)
    List<Job> sweep(UUID sweep, Collection<JobState> states) {
        var found = jobs.findForTransition(sweep, states);
        found.forEach(this::publish);
        return found;
    }

    private void publish(Job job) {
        events.publishEvent(new LockedJob(job, job.state()));
    }

    /** After the job's row, if both are locked. */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<JobProgress> progress(UUID job) {
        var row = progress.findForUpdate(job);
        events.publishEvent(new LockedProgress(job));
        return row;
    }
}
