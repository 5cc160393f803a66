package dev.chainrule.job;

import dev.chainrule.problem.ProblemException;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Carries out the commands of users to jobs. */
@Component
class JobCommands {
    /** A job with more may not be paused. */
    private static final int MOST_TRANSITIONS = 1000;

    private final JobProgressRepository progress;
    private final JobQueue queue;
    private final Clock clock;

    JobCommands(
            JobProgressRepository progress,
            JobQueue queue,
            Clock clock) {
        this.progress = progress;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * @param jobs locked, and in states in which the command is legal
     * @throws ProblemException (409) if one of them was paused and resumed too often
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void apply(JobCommand command, Collection<Job> jobs) {
        if (command == JobCommand.PAUSE) {
            jobs.forEach(JobCommands::requireRoomForTransitions);
        }
        if (command != JobCommand.RESUME) {
            queue.remove(jobs.stream().filter(job -> job.state() == JobState.QUEUED).toList());
        }
        var ids = jobs.stream().map(Job::id).toList();
        var epochs = progress.findByJobIdIn(ids).stream()
                .collect(Collectors.toMap(JobProgress::jobId, JobProgress::epoch));
        for (var job : jobs) {
            apply(command, job,
                    new Stamp(clock.instant(), Objects.requireNonNull(epochs.get(job.id()), "every job has progress")));
        }
    }

    /** Every transition is kept, and part of every answer. */
    private static void requireRoomForTransitions(Job job) {
        if (job.transitions().size() >= MOST_TRANSITIONS) {
            throw ProblemException.conflict(
                    "The job " + job.id() + " was paused and resumed too often: let it train, or cancel it");
        }
    }

    private void apply(JobCommand command, Job job, Stamp now) {
        switch (command) {
            case CANCEL -> job.cancel(now);
            case PAUSE -> job.pause(now);
            case RESUME -> {
                if (job.resume(now)) {
                    queue.add(job);
                }
            }
        }
    }
}
