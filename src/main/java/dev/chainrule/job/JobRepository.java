package dev.chainrule.job;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface JobRepository extends Repository<Job, UUID> {
    Job saveAndFlush(Job job);

    void delete(Job job);

    Optional<Job> findById(UUID id);

    Optional<Job> findByIdempotencyKey(String key);

    /** The job, locked until the transaction ends: transitions of one job never meet. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select j from Job j where j.id = :id")
    Optional<Job> findForTransition(UUID id);

    List<Job> findByStateInOrderById(Collection<JobState> states);

    long countByStateIn(Collection<JobState> states);

    @Query("select count(j) > 0 from Job j where (j.datasetId = :datasetId or j.validationId = :datasetId)"
            + " and j.state in :states")
    boolean usesDataset(UUID datasetId, Collection<JobState> states);

    boolean existsByModelIdAndStateIn(UUID modelId, Collection<JobState> states);

    @Query("select j from Job j where (:state is null or j.state = :state) and (:before is null or j.id < :before)"
            + " order by j.id desc")
    List<Job> page(JobState state, UUID before, Limit limit);
}
