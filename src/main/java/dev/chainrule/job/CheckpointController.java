package dev.chainrule.job;

import dev.chainrule.paging.Page;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The epochs of a job that another job can resume from. */
@RestController
@RequestMapping("/api/v1/jobs/{job}/checkpoints")
class CheckpointController {
    private final JobService jobs;

    CheckpointController(JobService jobs) {
        this.jobs = jobs;
    }

    /** A checkpoint as users see it. */
    record CheckpointView(int epoch, Instant createdAt) {}

    /** Newest first; there are never more than a few. */
    @GetMapping
    Page<CheckpointView> list(@PathVariable("job") UUID id) {
        var found = jobs.checkpoints(id).stream()
                .map(checkpoint -> new CheckpointView(checkpoint.epoch(), checkpoint.createdAt()))
                .toList();
        return new Page<>(found, null);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("job") UUID id) {
        jobs.deleteCheckpoints(id);
    }
}
