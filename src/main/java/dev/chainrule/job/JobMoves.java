package dev.chainrule.job;

import java.time.Clock;
import java.util.Collection;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes the moves that users wish of jobs. */
@Component
class JobMoves {
    private final JobProgressRepository progress;
    private final JobQueue queue;
    private final JobCallbacks callbacks;
    private final RunningJobs running;
    private final JobWatch watch;
    private final Clock clock;

    JobMoves(
            JobProgressRepository progress,
            JobQueue queue,
            JobCallbacks callbacks,
            RunningJobs running,
            JobWatch watch,
            Clock clock) {
        this.progress = progress;
        this.queue = queue;
        this.callbacks = callbacks;
        this.running = running;
        this.watch = watch;
        this.clock = clock;
    }

    /** @param jobs locked, and in states that the move is made from */
    @Transactional(propagation = Propagation.MANDATORY)
    public void make(Move move, Collection<Job> jobs) {
        var ids = jobs.stream().map(Job::id).toList();
        var epochs = progress.findByJobIdIn(ids).stream()
                .collect(Collectors.toMap(JobProgress::getId, JobProgress::epoch));
        for (var job : jobs) {
            make(move, job, new Moment(clock.instant(), epochs.getOrDefault(job.id(), JobProgress.NONE)));
            callbacks.addIfEnded(job);
        }
    }

    /** Tells the worker and all who wait; to be called once the transaction is over, for the worker looks at what is committed. */
    void announce(Collection<Job> jobs) {
        for (var job : jobs) {
            running.hear(job.id());
            watch.changed(job.id());
        }
    }

    private void make(Move move, Job job, Moment now) {
        switch (move) {
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
