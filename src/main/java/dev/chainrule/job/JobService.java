package dev.chainrule.job;

import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.request.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    private final JobIntake intake;
    private final JobMoves moves;
    private final Checkpoints checkpoints;
    private final JobWatch watch;
    private final TransactionTemplate transaction;

    JobService(
            JobRepository jobs,
            JobProgressRepository progress,
            JobRequests requests,
            JobIntake intake,
            JobMoves moves,
            Checkpoints checkpoints,
            JobWatch watch,
            TransactionTemplate transaction) {
        this.jobs = jobs;
        this.progress = progress;
        this.requests = requests;
        this.intake = intake;
        this.moves = moves;
        this.checkpoints = checkpoints;
        this.watch = watch;
        this.transaction = transaction;
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
                return transaction.execute(_ -> {
                    var draft = requests.read(body);
                    return view(intake.accept(List.of(requests.submission(
                            draft, draft.seed(), idempotencyKey, sha256, Optional.empty()))).getFirst());
                });
            } catch (DataIntegrityViolationException faster) {
                log.debug("Another request stored the same key, model or dataset, which is there to be found now",
                        faster);
            }
        }
        throw ProblemException.conflict("Other requests store the same things all the time: send this one again");
    }

    private Optional<JobView> repeated(String key, String sha256) {
        return jobs.findByIdempotencyKey(key).map(job -> {
            if (!job.requestSha256().equals(sha256)) {
                throw ProblemException.conflict("The Idempotency-Key was used for another request: choose another key");
            }
            return find(job.id());
        });
    }

    /** @throws ProblemException (404) if there is none */
    JobView find(UUID id) {
        return jobs.snapshot(id).map(JobView::of).orElseThrow(() -> ProblemException.notFound("job", id));
    }

    /** The job as it is once it has ended, or when {@code atMost} is over. */
    JobView await(UUID id, Duration atMost) {
        return watch.await(id, atMost, () -> Optional.of(find(id)).filter(job -> job.state().terminal()))
                .orElseGet(() -> find(id));
    }

    List<JobView> list(Optional<JobState> state, Optional<UUID> sweep, PageRequest page) {
        return jobs
                .page(state.orElse(null), sweep.orElse(null), page.before().orElse(null), Limit.of(page.rowsToRead()))
                .stream()
                .map(JobView::of)
                .toList();
    }

    /**
     * Fulfils a wish; one that was fulfilled before changes nothing.
     *
     * @throws ProblemException (404) if there is no such job, (409) if it is too late
     */
    Wish<JobView> wish(UUID id, Move move) {
        var moved = new ArrayList<Job>();
        var wish = transaction.execute(_ -> {
            var job = jobs.findForTransition(id).orElseThrow(() -> ProblemException.notFound("job", id));
            if (move.isMadeFrom(job.state())) {
                moved.add(job);
                moves.make(move, moved);
            } else if (!move.isAlready(job.state())) {
                throw ProblemException.conflict(
                        "The job is " + job.state() + " and cannot be " + move.participle());
            }
            return new Wish<>(!moved.isEmpty(), view(job));
        });
        moves.announce(moved);
        return wish;
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

    /** As it is in the caller's transaction, which made it or holds its lock. */
    private JobView view(Job job) {
        return JobView.of(job, progress.findById(job.id()).orElse(null));
    }

    private Job job(UUID id) {
        return jobs.findById(id).orElseThrow(() -> ProblemException.notFound("job", id));
    }
}
