package dev.chainrule.sweep;

import dev.chainrule.budget.Computes;
import dev.chainrule.paging.Page;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.request.DeferredResponse;
import dev.chainrule.request.IdempotencyKey;
import dev.chainrule.request.LongPoll;
import dev.chainrule.request.Responses;
import java.time.Duration;
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
@RequestMapping("/api/v1/sweeps")
class SweepController {
    private final SweepService sweeps;

    SweepController(SweepService sweeps) {
        this.sweeps = sweeps;
    }

    @Computes
    @PostMapping
    DeferredResponse<SweepView> submit(
            @RequestBody JsonNode body,
            @RequestParam(required = false) @Nullable Integer wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
        var patience = LongPoll.patience(wait);
        var sweep = sweeps.submit(body, IdempotencyKey.of(idempotencyKey));
        return patience.isEmpty()
                ? DeferredResponse.now(accepted(sweep))
                : acceptedOnceEnded(sweep.id(), patience.get());
    }

    private DeferredResponse<SweepView> acceptedOnceEnded(UUID id, Duration patience) {
        return DeferredResponse.afterWaiting(() -> accepted(sweeps.await(id, patience)));
    }

    private static ResponseEntity<SweepView> accepted(SweepView sweep) {
        return Responses.accepted("/api/v1/sweeps/" + sweep.id(), sweep);
    }

    @GetMapping
    Page<SweepSummary> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return sweeps.list(PageRequest.of(limit, cursor));
    }

    @GetMapping("/{sweep}")
    ResponseEntity<SweepView> get(
            @PathVariable("sweep") UUID id, @RequestParam(required = false) @Nullable Integer wait) {
        var patience = LongPoll.patience(wait);
        var sweep = patience.isEmpty() ? sweeps.find(id) : sweeps.await(id, patience.get());
        return Responses.withEtag(sweep.etag(), sweep);
    }

    @Computes
    @PostMapping("/{sweep}/cancel")
    ResponseEntity<SweepView> cancel(@PathVariable("sweep") UUID id) {
        return Responses.of(sweeps.cancel(id));
    }

    @Computes
    @PostMapping("/{sweep}/pause")
    ResponseEntity<SweepView> pause(@PathVariable("sweep") UUID id) {
        return Responses.of(sweeps.pause(id));
    }

    @Computes
    @PostMapping("/{sweep}/resume")
    ResponseEntity<SweepView> resume(@PathVariable("sweep") UUID id) {
        return Responses.of(sweeps.resume(id));
    }

    @Computes
    @DeleteMapping("/{sweep}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("sweep") UUID id) {
        sweeps.delete(id);
    }
}
