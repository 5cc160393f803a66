package dev.chainrule.job;

import dev.chainrule.dataset.Datasets;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a job trained with, for those who pass on what it trained. */
@Component
public class JobOrigins {
    private final JobRepository jobs;
    private final Datasets datasets;

    JobOrigins(JobRepository jobs, Datasets datasets) {
        this.jobs = jobs;
        this.datasets = datasets;
    }

    /** @param datasetSha256 empty if the dataset was deleted */
    public record JobOrigin(long seed, String dataset, Optional<String> datasetSha256) {}

    /** Empty if there is no such job. */
    public Optional<JobOrigin> find(UUID id) {
        return jobs.findById(id).map(job -> new JobOrigin(job.seed(), job.datasetName(), sha256(job.datasetId())));
    }

    private Optional<String> sha256(UUID dataset) {
        try {
            return Optional.of(datasets.find(dataset.toString()).sha256());
        } catch (ProblemException problem) {
            if (problem.type() != ProblemType.NOT_FOUND) {
                throw problem;
            }
            return Optional.empty();
        }
    }
}
