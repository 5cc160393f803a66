package dev.chainrule.job;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface JobProgressRepository extends Repository<JobProgress, UUID> {
    Optional<JobProgress> findById(UUID jobId);

    List<JobProgress> findByJobIdIn(Collection<UUID> jobIds);

    /** The progress, locked until the transaction ends: writes of two workers never meet. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from JobProgress p where p.jobId = :jobId")
    Optional<JobProgress> findForUpdate(UUID jobId);
}
