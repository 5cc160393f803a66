package dev.chainrule.sweep;

import dev.chainrule.budget.Caller;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.job.JobDraft;
import dev.chainrule.job.JobDraft.Accepted;
import dev.chainrule.job.SweepJob;
import dev.chainrule.job.SweepJobs;
import dev.chainrule.job.SweepTally;
import dev.chainrule.paging.Page;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.picture.ChartScale;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.request.CommandResult;
import dev.chainrule.request.Submissions;
import dev.chainrule.request.Submissions.Earlier;
import dev.chainrule.sweep.SweepView.ServeRequest;
import dev.chainrule.sweep.SweepView.TrainedVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What users do with sweeps: submit, look at, cancel and delete them. */
@Service
class SweepService {
    private final SweepRepository sweeps;
    private final SweepRequests requests;
    private final Ranking ranking;
    private final SweepJobs jobs;
    private final Submissions submissions;
    private final MemoryBudget memory;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SweepService(
            SweepRepository sweeps,
            SweepRequests requests,
            Ranking ranking,
            SweepJobs jobs,
            Submissions submissions,
            MemoryBudget memory,
            TransactionTemplate transaction,
            Clock clock) {
        this.sweeps = sweeps;
        this.requests = requests;
        this.ranking = ranking;
        this.jobs = jobs;
        this.submissions = submissions;
        this.memory = memory;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Accepts a sweep with all its jobs, and the model and the dataset that stand in its body, all or nothing.
     *
     * @param idempotencyKey a repeated request under the same key gives the sweep that the first one made
     * @throws ProblemException (404) if the job names what does not exist, (409) if the key was used for another request, (422) if the
     *     request is wrong, (429) if too many jobs are live
     */
    SweepView submit(JsonNode body, Optional<String> idempotencyKey) {
        var sha256 = jobs.fingerprint(body);
        // Before the transaction: a request that waits for memory must not hold a connection.
        var request = requests.read(body);
        return submissions.once(
                idempotencyKey,
                sha256,
                this::earlier,
                () -> view(accept(request, idempotencyKey, sha256)));
    }

    private Optional<Earlier<SweepView>> earlier(String key) {
        return sweeps.findByIdempotencyKey(key)
                .map(sweep -> new Earlier<>(sweep.requestSha256(), () -> view(sweep)));
    }

    private Sweep accept(SweepRequests.SweepRequest request, Optional<String> idempotencyKey, String sha256) {
        var faults = request.faults();
        var drafts = faults.at("job").locating(() -> jobs.read(request.grid().requests(request.job())));
        GridFaults.report(request.grid(), drafts, request.notToCheck(), faults);
        faults.throwIfAny();
        var accepted = drafts.stream().map(JobDraft::accepted).toList();
        if (request.restarts() > 1 && accepted.stream().anyMatch(Accepted::resumes)) {
            throw ProblemException.invalid(
                    "/restarts", "must be 1 if the job resumes another one, because a resumed job keeps its seed");
        }
        var rankBy = request.rankBy().orElseGet(() -> RankBy.byDefault(accepted));
        rankBy.obstacle(accepted).ifPresent(why -> {
            throw ProblemException.invalid("/rankBy", why);
        });
        var sweep = sweeps.saveAndFlush(new Sweep(
                request.gridJson(),
                request.restarts(),
                rankBy,
                idempotencyKey.orElse(null),
                sha256,
                Caller.currentUser(),
                clock.instant()));
        jobs.submit(sweep.id(), accepted, request.restarts(), sha256);
        return sweep;
    }

    /** @throws ProblemException (404) if there is none */
    SweepView find(UUID id) {
        return view(sweep(id));
    }

    /** @throws ProblemException (404) if there is none */
    SweepChart chart(UUID id, ChartScale scale) {
        var sweep = sweep(id);
        return new SweepChart(view(sweep), SweepAxis.of(requests.grid(sweep), sweep.restarts()), scale);
    }

    /** The sweep as it is once all its jobs have ended, or when {@code atMost} has passed. */
    SweepView await(UUID id, Duration atMost) {
        // Its grid may be long: it is not kept while the request waits.
        requirePresent(id);
        jobs.await(id, atMost);
        return view(sweep(id));
    }

    /** Newest first; fewer than wanted where their grids are long, because a page is in memory whole. */
    Page<SweepSummary> list(PageRequest wanted) {
        var before = wanted.before().orElse(null);
        var lengths = sweeps.lengths(before, Limit.of(wanted.limit()));
        var page = wanted.fitting(lengths);
        memory.reserveForRequest(page.bytes(lengths), "ask for a smaller page with limit");
        var found = sweeps.page(before, Limit.of(page.rowsToRead()));
        var tallies = jobs.tallies(found.stream().map(Sweep::id).toList()).stream()
                .collect(Collectors.groupingBy(SweepTally::sweep));
        return Page.ofPresent(
                found,
                page.limit(),
                Sweep::id,
                // One without jobs was deleted in between.
                sweep -> Optional.ofNullable(tallies.get(sweep.id())).map(its -> SweepSummary.of(sweep, its)));
    }

    /**
     * Cancels all jobs that have not ended.
     *
     * @throws ProblemException (404) if there is no such sweep, (409) if it has ended and none of its jobs was cancelled
     */
    CommandResult<SweepView> cancel(UUID id) {
        return command(id, jobs::cancel, "cancelled");
    }

    /**
     * Pauses all jobs that wait or train.
     *
     * @throws ProblemException (404) if there is no such sweep, (409) if none of its jobs can be paused
     */
    CommandResult<SweepView> pause(UUID id) {
        return command(id, jobs::pause, "paused");
    }

    /**
     * Resumes all jobs that are paused.
     *
     * @throws ProblemException (404) if there is no such sweep, (409) if none of its jobs can be resumed
     */
    CommandResult<SweepView> resume(UUID id) {
        return command(id, jobs::resume, "resumed");
    }

    private CommandResult<SweepView> command(UUID id, Predicate<UUID> change, String participle) {
        var sweep = sweep(id);
        boolean changed = change.test(id);
        var view = view(sweep);
        if (!changed && !alreadyHas(view, participle)) {
            throw ProblemException.conflict("The sweep is " + view.state() + " and cannot be " + participle);
        }
        return new CommandResult<>(changed, view);
    }

    private static boolean alreadyHas(SweepView sweep, String participle) {
        return switch (sweep.state()) {
            case CANCELLING, CANCELLED -> participle.equals("cancelled");
            case PAUSING, PAUSED -> participle.equals("paused");
            case QUEUED, RUNNING -> participle.equals("resumed");
            case SUCCEEDED, FAILED -> false;
        };
    }

    /** @throws ProblemException (404) if there is none, (409) if one of its jobs is live */
    void delete(UUID id) {
        transaction.executeWithoutResult(_ -> {
            var sweep = sweeps.lock(id).orElseThrow(() -> ProblemException.notFound("sweep", id));
            jobs.deleteAll(id);
            sweeps.delete(sweep);
        });
    }

    private SweepView view(Sweep sweep) {
        var found = jobs.of(sweep.id());
        if (found.isEmpty()) {
            throw ProblemException.notFound("sweep", sweep.id());
        }
        var ranked = ranking.of(sweep, requests.grid(sweep), found);
        var best = ranked.stream().filter(job -> job.rank() != null).findFirst();
        return new SweepView(
                SweepSummary.of(sweep, found.stream().map(job -> job.tally(sweep.id())).toList()),
                best.orElse(null),
                best.flatMap(job -> toServe(job.model())).orElse(null),
                ranked,
                etag(found));
    }

    private static Optional<ServeRequest> toServe(TrainedVersion model) {
        return Optional.ofNullable(model.version()).map(version -> ServeRequest.of(model.name(), version));
    }

    private static String etag(List<SweepJob> jobs) {
        long transitions = jobs.stream().mapToLong(SweepJob::rowVersion).sum();
        long epochs = jobs.stream().mapToLong(job -> job.epoch() + 1L).sum();
        return transitions + "-" + epochs;
    }

    private void requirePresent(UUID id) {
        var _ = sweep(id);
    }

    private Sweep sweep(UUID id) {
        return sweeps.findById(id).orElseThrow(() -> ProblemException.notFound("sweep", id));
    }
}
