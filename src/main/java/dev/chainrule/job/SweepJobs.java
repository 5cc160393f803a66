package dev.chainrule.job;

import dev.chainrule.job.JobSubmission.SweepPosition;
import dev.chainrule.job.history.Checkpoints;
import dev.chainrule.network.RandomStream;
import dev.chainrule.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What sweeps can do with their jobs: submit, read, command and delete them together. */
@Service
public class SweepJobs {
    /** Seeds stay below 2⁵³, so that every JSON reader keeps them. */
    private static final int UNUSED_SEED_BITS = 11;

    private final JobRepository jobs;
    private final JobLocks locks;
    private final JobRequests requests;
    private final JobAdmission admission;
    private final JobCommands commands;
    private final Checkpoints checkpoints;
    private final JobWatch watch;
    private final JobProperties properties;
    private final TransactionTemplate transaction;

    SweepJobs(
            JobRepository jobs,
            JobLocks locks,
            JobRequests requests,
            JobAdmission admission,
            JobCommands commands,
            Checkpoints checkpoints,
            JobWatch watch,
            JobProperties properties,
            TransactionTemplate transaction) {
        this.jobs = jobs;
        this.locks = locks;
        this.requests = requests;
        this.admission = admission;
        this.commands = commands;
        this.checkpoints = checkpoints;
        this.watch = watch;
        this.properties = properties;
        this.transaction = transaction;
    }

    /** How many jobs may be live; a larger sweep is never accepted. */
    public int most() {
        return properties.maxLive();
    }

    /** Bytes that reading the named model's definition takes, and the version that the jobs start from. */
    public long bytesToRead(JsonNode job) {
        return requests.bytesToRead(job);
    }

    /** Bytes that reading the version takes that a job starts from with another {@code startFrom}. */
    public long bytesToStart(JsonNode job, JsonNode startFrom) {
        return requests.bytesToStart(job.path(JobRequest.MODEL), startFrom);
    }

    /** Identifies a request, as for jobs. */
    public String fingerprint(JsonNode body) {
        return requests.fingerprint(body);
    }

    /**
     * Reads requests for jobs, as part of the transaction that submits them. A model or a dataset that several of them have is read
     * and stored once; the seed that is drawn where none is given is the same for all.
     *
     * @return a draft for each, in their order
     * @throws ProblemException (404, 409) if one of the requests cannot be served
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<JobDraft> read(List<JobRequest> bodies) {
        return requests.readAll(bodies);
    }

    /**
     * Submits jobs, all or none, as part of the caller's transaction: every draft {@code restarts} times, each time with
     * {@linkplain #seed another seed}. A job's index is that of its draft times restarts plus the restart.
     *
     * @throws ProblemException (429) if too many jobs would be live
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void submit(UUID sweep, List<JobDraft.Accepted> drafts, int restarts, String requestSha256) {
        var submissions = new ArrayList<JobSubmission>();
        for (var draft : drafts) {
            for (int restart = 0; restart < restarts; restart++) {
                var position = new SweepPosition(sweep, submissions.size());
                submissions.add(new JobSubmission(
                        draft.withSeed(seed(draft.spec().seed(), restart)), Optional.empty(), requestSha256,
                        Optional.of(position)));
            }
        }
        admission.accept(submissions);
    }

    /** The seed of a restart: that of the first one is the given one; the others are derived from it alone. */
    static long seed(long given, int restart) {
        return restart == 0
                ? given
                : RandomStream.of(given, RandomStream.Purpose.RESTART, restart).nextLong() >>> UNUSED_SEED_BITS;
    }

    /** The states of a sweep's jobs, in the order of submission. */
    public List<SweepJob> of(UUID sweep) {
        return jobs.sweepJobs(sweep);
    }

    /** How many of these sweeps' jobs are in which state. */
    public List<SweepTally> tallies(Collection<UUID> sweeps) {
        return sweeps.isEmpty() ? List.of() : jobs.sweepTallies(sweeps);
    }

    /** Waits until all of a sweep's jobs have ended, at most {@code atMost}. */
    public void await(UUID sweep, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        for (var live : jobs.idsBySweep(sweep, JobState.LIVE)) {
            var left = Duration.ofNanos(end - System.nanoTime());
            if (watch.await(live, left, () -> ended(live)).isEmpty()) {
                return;
            }
        }
    }

    private Optional<UUID> ended(UUID id) {
        return jobs.existsByIdAndStateIn(id, JobState.LIVE) ? Optional.empty() : Optional.of(id);
    }

    /** Cancels all that are live; returns whether that changed anything. */
    public boolean cancel(UUID sweep) {
        return apply(sweep, JobCommand.CANCEL);
    }

    /** Pauses all that wait or train; returns whether that changed anything. */
    public boolean pause(UUID sweep) {
        return apply(sweep, JobCommand.PAUSE);
    }

    /** Resumes all that are paused; returns whether that changed anything. */
    public boolean resume(UUID sweep) {
        return apply(sweep, JobCommand.RESUME);
    }

    private boolean apply(UUID sweep, JobCommand command) {
        var changed = transaction.execute(_ -> {
            var found = locks.sweep(sweep, command.from()).stream()
                    // Its state may have changed while this waited for the lock.
                    .filter(job -> command.isLegalIn(job.state()))
                    .toList();
            commands.apply(command, found);
            return found;
        });
        return !changed.isEmpty();
    }

    /**
     * Deletes a sweep's jobs, as part of the caller's transaction.
     *
     * @throws ProblemException (409) if one of them is live
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deleteAll(UUID sweep) {
        if (!jobs.idsBySweep(sweep, JobState.LIVE).isEmpty()) {
            throw ProblemException.conflict("Some of the sweep's jobs have not ended: cancel it first");
        }
        checkpoints.deleteAll(jobs.idsBySweep(sweep, EnumSet.allOf(JobState.class)));
        jobs.deleteBySweep(sweep);
    }
}
