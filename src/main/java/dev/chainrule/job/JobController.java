package dev.chainrule.job;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.paging.Page;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.Faults;
import dev.chainrule.request.DeferredResponse;
import dev.chainrule.request.IdempotencyKey;
import dev.chainrule.request.LongPoll;
import dev.chainrule.request.Responses;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/jobs")
class JobController {
    /** Others are no longer than what any request takes. */
    private static final int LONG_SPEC = 1 << 14;

    /** As text, and as it is written. */
    private static final long BYTES_PER_CHARACTER = 4;

    private final JobService jobs;
    private final MemoryBudget memory;

    JobController(JobService jobs, MemoryBudget memory) {
        this.memory = memory;
        this.jobs = jobs;
    }

    @PostMapping
    DeferredResponse<JobView> submit(
            @RequestBody JsonNode body,
            @RequestParam(required = false) @Nullable Integer wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
        var patience = LongPoll.patience(wait);
        var job = jobs.submit(body, IdempotencyKey.of(idempotencyKey));
        return patience.isEmpty() ? DeferredResponse.now(accepted(job)) : acceptedOnceEnded(job.id(), patience.get());
    }

    private DeferredResponse<JobView> acceptedOnceEnded(UUID id, Duration patience) {
        return DeferredResponse.afterWaiting(() -> accepted(answerable(jobs.await(id, patience))));
    }

    private static ResponseEntity<JobView> accepted(JobView job) {
        return Responses.accepted("/api/v1/jobs/" + job.id(), job);
    }

    @GetMapping
    Page<JobView> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable UUID sweep,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return jobs.list(state(state), Optional.ofNullable(sweep), PageRequest.of(limit, cursor));
    }

    private static Optional<JobState> state(@Nullable String given) {
        if (given == null) {
            return Optional.empty();
        }
        var faults = new Faults();
        var state = faults.atParameter("state").choice(given, JobState.class, JobState::name);
        faults.throwIfAny();
        return state;
    }

    @GetMapping("/{job}")
    ResponseEntity<JobView> get(@PathVariable("job") UUID id, @RequestParam(required = false) @Nullable Integer wait) {
        var patience = LongPoll.patience(wait);
        var job = answerable(patience.isEmpty() ? jobs.find(id) : jobs.await(id, patience.get()));
        return Responses.withEtag(job.etag(), job);
    }

    /** The job, with memory reserved for its spec where that is long. */
    private JobView answerable(JobView job) {
        if (job.spec().length() > LONG_SPEC) {
            memory.reserveForRequest(BYTES_PER_CHARACTER * job.spec().length(), "set fewer class weights");
        }
        return job;
    }

    @PostMapping("/{job}/cancel")
    ResponseEntity<JobView> cancel(@PathVariable("job") UUID id) {
        return Responses.of(jobs.apply(id, JobCommand.CANCEL));
    }

    @PostMapping("/{job}/pause")
    ResponseEntity<JobView> pause(@PathVariable("job") UUID id) {
        return Responses.of(jobs.apply(id, JobCommand.PAUSE));
    }

    @PostMapping("/{job}/resume")
    ResponseEntity<JobView> resume(@PathVariable("job") UUID id) {
        return Responses.of(jobs.apply(id, JobCommand.RESUME));
    }

    @Computes
    @DeleteMapping("/{job}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("job") UUID id) {
        jobs.delete(id);
    }
}
