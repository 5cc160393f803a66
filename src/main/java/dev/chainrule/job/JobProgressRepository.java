package dev.chainrule.job;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface JobProgressRepository extends Repository<JobProgress, UUID> {
    JobProgress save(JobProgress progress);

    Optional<JobProgress> findById(UUID jobId);

    List<JobProgress> findByJobIdIn(Collection<UUID> jobIds);
}
