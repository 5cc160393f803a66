package dev.chainrule.job;

import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What users do with jobs: submit, look at, cancel and delete them. */
@Service
class JobService {
    private static final Logger log = LoggerFactory.getLogger(JobService.class);

    /** How often a request is begun anew that met another one. */
    private static final int ATTEMPTS = 3;

    private final JobRepository jobs;
    private final JobProgressRepository progress;
    private final JobRequests requests;
    private final JobQueue queue;
    private final JobCallbacks callbacks;
    private final Checkpoints checkpoints;
    private final Continuations continuations;
    private final JobWorker worker;
    private final JobWatch watch;
    private final JobProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;

    JobService(
            JobRepository jobs,
            JobProgressRepository progress,
            JobRequests requests,
            JobQueue queue,
            JobCallbacks callbacks,
            Checkpoints checkpoints,
            Continuations continuations,
            JobWorker worker,
            JobWatch watch,
            JobProperties properties,
            TransactionTemplate transaction,
            Clock clock) {
        this.jobs = jobs;
        this.progress = progress;
        this.requests = requests;
        this.queue = queue;
        this.callbacks = callbacks;
        this.checkpoints = checkpoints;
        this.continuations = continuations;
        this.worker = worker;
        this.watch = watch;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Accepts a job, with the model and the dataset that stand in its body, all or nothing, and lets it train.
     *
     * @param idempotencyKey a repeated request under the same key gives the job that the first one made
     * @throws ProblemException (409) if the key was used for another request, (422) if the request is wrong, (429) if too many jobs are
     *     live
     */
    JobView submit(JsonNode body, Optional<String> idempotencyKey) {
        var sha256 = requests.fingerprint(body);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var repeated = idempotencyKey.flatMap(key -> repeated(key, sha256));
            if (repeated.isPresent()) {
                return repeated.get();
            }
            try {
                var accepted = transaction.execute(_ -> {
                    var draft = requests.read(body);
                    return accept(requests.submission(draft, draft.seed(), idempotencyKey, sha256, Optional.empty()));
                });
                return view(accepted);
            } catch (DataIntegrityViolationException faster) {
                log.debug("Another request stored the same key, model or dataset, which is there to be found now",
                        faster);
            }
        }
        throw ProblemException.conflict("Other requests store the same things all the time: send this one again");
    }

    private Job accept(JobSubmission submission) {
        if (jobs.countByStateIn(JobState.LIVE) >= properties.maxLive()) {
            throw ProblemException.queueFull(
                    properties.maxLive() + " jobs wait or train already: try again later", properties.retryAfter());
        }
        var job = jobs.saveAndFlush(new Job(submission, clock.instant()));
        submission.resumeFrom().ifPresent(point -> continuations.begin(job, point));
        queue.add(job);
        return job;
    }

    private Optional<JobView> repeated(String key, String sha256) {
        return jobs.findByIdempotencyKey(key).map(job -> {
            if (!job.requestSha256().equals(sha256)) {
                throw ProblemException.conflict("The Idempotency-Key was used for another request: choose another key");
            }
            return view(job);
        });
    }

    /** @throws ProblemException (404) if there is none */
    JobView find(UUID id) {
        return view(job(id));
    }

    /** The job as it is once it has ended, or when {@code atMost} is over. */
    JobView await(UUID id, Duration atMost) {
        return watch.await(id, atMost, () -> Optional.of(find(id)).filter(job -> job.state().terminal()))
                .orElseGet(() -> find(id));
    }

    List<JobView> list(Optional<JobState> state, Optional<UUID> sweep, PageRequest page) {
        var found = jobs.page(
                state.orElse(null), sweep.orElse(null), page.before().orElse(null), Limit.of(page.rowsToRead()));
        var progressOf = progress.findByJobIdIn(found.stream().map(Job::id).toList()).stream()
                .collect(Collectors.toMap(JobProgress::getId, Function.identity()));
        return found.stream().map(job -> JobView.of(job, progressOf.get(job.id()))).toList();
    }

    /** What became of a wish: whether it changed anything, and the job. */
    record Wish(boolean changed, JobView job) {}

    /**
     * Cancels a job; one that is cancelled already stays so.
     *
     * @throws ProblemException (404) if there is none, (409) if it has ended otherwise
     */
    Wish cancel(UUID id) {
        return wish(id, job -> switch (job.state()) {
            case QUEUED, RUNNING, PAUSING, PAUSED -> {
                job.cancel(now(job));
                yield true;
            }
            case CANCELLING, CANCELLED -> false;
            case SUCCEEDED, FAILED -> throw tooLate(job, "cancelled");
        });
    }

    /**
     * Lets a job rest: its state is kept, and its thread is free for others.
     *
     * @throws ProblemException (404) if there is none, (409) if it has ended or is about to
     */
    Wish pause(UUID id) {
        return wish(id, job -> switch (job.state()) {
            case QUEUED, RUNNING -> {
                job.pause(now(job));
                yield true;
            }
            case PAUSING, PAUSED -> false;
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> throw tooLate(job, "paused");
        });
    }

    /**
     * Lets a job that rests go on where it was.
     *
     * @throws ProblemException (404) if there is none, (409) if it has ended or is about to
     */
    Wish resume(UUID id) {
        return wish(id, job -> switch (job.state()) {
            case PAUSING, PAUSED -> {
                if (job.resume(now(job))) {
                    queue.add(job);
                }
                yield true;
            }
            case QUEUED, RUNNING -> false;
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> throw tooLate(job, "resumed");
        });
    }

    /** @param change whether it changed the job, which is locked */
    private Wish wish(UUID id, Predicate<Job> change) {
        var wish = transaction.execute(_ -> {
            var job = jobs.findForTransition(id).orElseThrow(() -> ProblemException.notFound("job", id));
            boolean changed = change.test(job);
            if (changed) {
                callbacks.addIfEnded(job);
            }
            return new Wish(changed, view(job));
        });
        worker.hear(id);
        watch.changed(id);
        return wish;
    }

    private Moment now(Job job) {
        int epoch = progress.findById(job.id()).map(JobProgress::epoch).orElse(JobProgress.NONE);
        return new Moment(clock.instant(), epoch);
    }

    private static ProblemException tooLate(Job job, String participle) {
        return ProblemException.conflict("The job is " + job.state() + " and cannot be " + participle);
    }

    /** @throws ProblemException (404) if there is none, (409) if it is live or part of a sweep */
    void delete(UUID id) {
        transaction.executeWithoutResult(_ -> {
            var job = ended(id);
            job.sweepId().ifPresent(sweep -> {
                throw ProblemException.conflict("The job is part of the sweep " + sweep + ": delete that one");
            });
            checkpoints.deleteAll(id);
            jobs.delete(job);
        });
    }

    /**
     * The states that another job can go on from, newest first.
     *
     * @throws ProblemException (404) if there is no such job
     */
    List<Checkpoint> checkpoints(UUID id) {
        return checkpoints.of(job(id).id());
    }

    /** @throws ProblemException (404) if there is no such job, (409) if it is live */
    void deleteCheckpoints(UUID id) {
        transaction.executeWithoutResult(_ -> checkpoints.deleteAll(ended(id).id()));
    }

    /** A job that has ended, locked. */
    private Job ended(UUID id) {
        var job = jobs.findForTransition(id).orElseThrow(() -> ProblemException.notFound("job", id));
        if (!job.state().terminal()) {
            throw ProblemException.conflict("The job is " + job.state() + ": cancel it first");
        }
        return job;
    }

    private JobView view(Job job) {
        return JobView.of(job, progress.findById(job.id()).orElse(null));
    }

    private Job job(UUID id) {
        return jobs.findById(id).orElseThrow(() -> ProblemException.notFound("job", id));
    }
}
