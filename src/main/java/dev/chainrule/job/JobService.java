package dev.chainrule.job;

import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.job.history.Checkpoint;
import dev.chainrule.job.history.Checkpoints;
import dev.chainrule.paging.Page;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.request.CommandResult;
import dev.chainrule.request.Submissions;
import dev.chainrule.request.Submissions.Earlier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What users do with jobs: submit, look at, cancel and delete them. */
@Service
class JobService {
    /** Bytes of a definition that is read in a few milliseconds. */
    private static final long SMALL = 4L << 20;

    private final JobRepository jobs;
    private final JobProgressRepository progress;
    private final JobLocks locks;
    private final JobRequests requests;
    private final JobAdmission admission;
    private final JobCommands commands;
    private final Checkpoints checkpoints;
    private final JobWatch watch;
    private final Submissions submissions;
    private final MemoryBudget memory;
    private final Computations computations;
    private final TransactionTemplate transaction;

    JobService(
            JobRepository jobs,
            JobProgressRepository progress,
            JobLocks locks,
            JobRequests requests,
            JobAdmission admission,
            JobCommands commands,
            Checkpoints checkpoints,
            JobWatch watch,
            Submissions submissions,
            MemoryBudget memory,
            Computations computations,
            TransactionTemplate transaction) {
        this.memory = memory;
        this.computations = computations;
        this.jobs = jobs;
        this.progress = progress;
        this.locks = locks;
        this.requests = requests;
        this.admission = admission;
        this.commands = commands;
        this.checkpoints = checkpoints;
        this.watch = watch;
        this.submissions = submissions;
        this.transaction = transaction;
    }

    /**
     * Accepts a job, with the model and the dataset that stand in its body, all or nothing.
     *
     * @param idempotencyKey a repeated request under the same key returns the job of the first one
     * @throws ProblemException (409) if the key was used for another request, (422) if the request is wrong, (429) if too many jobs are
     *     live
     */
    JobView submit(JsonNode body, Optional<String> idempotencyKey) {
        long bytes = requests.bytesToRead(body);
        // Before the transaction: a request that waits for memory must not hold a connection.
        memory.reserveForRequest(bytes, "train a model with a smaller definition");
        return bytes <= SMALL && isShort(body)
                ? accept(body, idempotencyKey)
                : computations.run(() -> accept(body, idempotencyKey));
    }

    /** Whether only the job itself is to be stored: generating a dataset or copying a checkpoint may take long. */
    private static boolean isShort(JsonNode body) {
        return !body.path("dataset").isObject() && !body.has("resumeFrom");
    }

    private JobView accept(JsonNode body, Optional<String> idempotencyKey) {
        var sha256 = requests.fingerprint(body);
        return submissions.once(idempotencyKey, sha256, this::earlier, () -> {
            var draft = requests.read(body).accepted();
            var submission = new JobSubmission(draft, idempotencyKey, sha256, Optional.empty());
            return view(admission.accept(List.of(submission)).getFirst());
        });
    }

    private Optional<Earlier<JobView>> earlier(String key) {
        return jobs.findByIdempotencyKey(key).map(job -> new Earlier<>(job.requestSha256(), () -> find(job.id())));
    }

    /** @throws ProblemException (404) if there is none */
    JobView find(UUID id) {
        return jobs.snapshot(id).map(JobView::of).orElseThrow(() -> ProblemException.notFound("job", id));
    }

    /** The job as soon as it has ended, or after {@code atMost}. */
    JobView await(UUID id, Duration atMost) {
        return watch.await(id, atMost, () -> Optional.of(find(id)).filter(job -> job.state().terminal()))
                .orElseGet(() -> find(id));
    }

    /** Newest first; fewer than requested where their specs are long, because a whole page is in memory. */
    Page<JobView> list(Optional<JobState> state, Optional<UUID> sweep, PageRequest wanted) {
        var before = wanted.before().orElse(null);
        var lengths = jobs.lengths(state.orElse(null), sweep.orElse(null), before, Limit.of(wanted.limit()));
        var page = wanted.fitting(lengths);
        memory.reserveForRequest(page.bytes(lengths), "ask for a smaller page with limit");
        var found = jobs.page(state.orElse(null), sweep.orElse(null), before, Limit.of(page.rowsToRead()));
        return Page.of(found, page.limit(), snapshot -> snapshot.job().id(), JobView::of);
    }

    /**
     * Carries out a command; one that was carried out before changes nothing.
     *
     * @throws ProblemException (404) if there is no such job, (409) if its state does not allow the command
     */
    CommandResult<JobView> apply(UUID id, JobCommand command) {
        var changed = new ArrayList<Job>();
        var result = transaction.execute(_ -> {
            var job = locks.job(id).orElseThrow(() -> ProblemException.notFound("job", id));
            if (command.isLegalIn(job.state())) {
                changed.add(job);
                commands.apply(command, changed);
            } else if (!command.alreadyHolds(job.state())) {
                throw ProblemException.conflict(
                        "The job is " + job.state() + " and cannot be " + command.participle());
            }
            return new CommandResult<>(!changed.isEmpty(), view(job));
        });
        return result;
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
     * The checkpoints that another job can resume from, newest first.
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
        var job = locks.job(id).orElseThrow(() -> ProblemException.notFound("job", id));
        if (!job.state().terminal()) {
            throw ProblemException.conflict("The job is " + job.state() + ": cancel it first");
        }
        return job;
    }

    /** As it is in the caller's transaction, which made it or holds its lock. */
    private JobView view(Job job) {
        return JobView.of(job, progress.findById(job.id()).orElseThrow());
    }

    private Job job(UUID id) {
        return jobs.findById(id).orElseThrow(() -> ProblemException.notFound("job", id));
    }
}
