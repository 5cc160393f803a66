package dev.chainrule.job;

import dev.chainrule.job.JobQueue.Claim;
import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Timeouts;
import org.hibernate.jpa.SpecHints;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface JobRepository extends Repository<Job, UUID> {
    Job saveAndFlush(Job job);

    List<Job> saveAllAndFlush(Iterable<Job> jobs);

    void delete(Job job);

    Optional<Job> findById(UUID id);

    /** A job as it was at one moment. */
    record Snapshot(Job job, JobProgress progress) {}

    @Query("select new dev.chainrule.job.JobRepository$Snapshot(j, p)"
            + " from Job j join JobProgress p on p.jobId = j.id where j.id = :id")
    Optional<Snapshot> snapshot(UUID id);

    Optional<Job> findByIdempotencyKey(String key);

    /** The job, locked until the transaction ends: transitions of one job never meet. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select j from Job j where j.id = :id")
    Optional<Job> findForTransition(UUID id);

    /** The job, locked as by {@link #findForTransition(UUID)}; empty if another transaction holds the lock. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = SpecHints.HINT_SPEC_LOCK_TIMEOUT, value = "" + Timeouts.SKIP_LOCKED_MILLI))
    @Query("select j from Job j where j.id = :id")
    Optional<Job> findUnlessLocked(UUID id);

    @Query("select j.id from Job j where j.state in :states order by j.id")
    List<UUID> idsByState(Collection<JobState> states);

    /** How many jobs are in a state. */
    record StateCount(JobState state, long count) {}

    @Query("select new dev.chainrule.job.JobRepository$StateCount(j.state, count(j)) from Job j group by j.state")
    List<StateCount> countByState();

    long countByStateIn(Collection<JobState> states);

    @Query("select count(j) > 0 from Job j where (j.datasetId = :datasetId or j.validationId = :datasetId)"
            + " and j.state in :states")
    boolean usesDataset(UUID datasetId, Collection<JobState> states);

    boolean existsByModelIdAndStateIn(UUID modelId, Collection<JobState> states);

    boolean existsByModelIdAndStartVersionAndStateIn(UUID modelId, int startVersion, Collection<JobState> states);

    @Query("select new dev.chainrule.job.JobRepository$Snapshot(j, p)"
            + " from Job j join JobProgress p on p.jobId = j.id"
            + " where (:state is null or j.state = :state) and (:sweep is null or j.sweepId = :sweep)"
            + " and (:before is null or j.id < :before) order by j.id desc")
    List<Snapshot> page(@Nullable JobState state, @Nullable UUID sweep, @Nullable UUID before, Limit limit);

    /** The number of characters in the texts of each job of a page. */
    @Query("select length(j.spec) + length(j.transitions) + coalesce(length(j.unknownValues), 0) + coalesce(length(j.warnings), 0) from Job j"
            + " where (:state is null or j.state = :state) and (:sweep is null or j.sweepId = :sweep) and (:before is null or j.id < :before) order by j.id desc")
    List<Integer> lengths(@Nullable JobState state, @Nullable UUID sweep, @Nullable UUID before, Limit limit);

    /** A sweep's jobs in some states, locked until the transaction ends, in one order so that two such locks never meet. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select j from Job j where j.sweepId = :sweep and j.state in :states order by j.id")
    List<Job> findForTransition(UUID sweep, Collection<JobState> states);

    @Modifying
    @Query("delete from Job j where j.sweepId = :sweep")
    void deleteBySweep(UUID sweep);

    @Query("select j.id from Job j where j.sweepId = :sweep and j.state in :states order by j.id")
    List<UUID> idsBySweep(UUID sweep, Collection<JobState> states);

    /**
     * Jobs with checkpoints that ended before then, in the order of their ids.
     *
     * @param after only those behind this one
     */
    @Query("select j.id from Job j where j.finishedAt < :then and j.id > :after"
            + " and exists (select 1 from Checkpoint c where c.key.jobId = j.id) order by j.id")
    List<UUID> idsWithCheckpoints(Instant then, UUID after, Limit limit);

    boolean existsByIdAndStateIn(UUID id, Collection<JobState> states);

    @Query("select new dev.chainrule.job.SweepJob(j.id, j.sweepIndex, j.state, j.stopReason, j.seed, j.modelName,"
            + " j.modelVersion, j.trainedEpoch, j.epochs, p.epoch, j.startedAt, j.finishedAt, j.rowVersion)"
            + " from Job j join JobProgress p on p.jobId = j.id where j.sweepId = :sweep order by j.sweepIndex")
    List<SweepJob> sweepJobs(UUID sweep);

    @Query("select new dev.chainrule.job.SweepTally(j.sweepId, j.state, count(j),"
            + " sum(cast(j.epochs as long)), sum(case when p.epoch > 0 then cast(p.epoch as long) else 0L end),"
            + " min(j.startedAt), max(j.finishedAt)) from Job j join JobProgress p on p.jobId = j.id where j.sweepId in :sweeps"
            + " group by j.sweepId, j.state")
    List<SweepTally> sweepTallies(Collection<UUID> sweeps);

    /**
     * Records a heartbeat of the holder of a claim, with its progress; changes nothing if the claim is not the newest.
     *
     * @param batch empty before the first batch
     */
    default int recordHeartbeat(Claim claim, Instant now, Optional<BatchProgress> batch) {
        return recordHeartbeat(
                claim.job(), claim.number(), JobState.HELD, now,
                batch.map(BatchProgress::epoch).orElse(null), batch.map(BatchProgress::batch).orElse(null),
                batch.map(BatchProgress::batches).orElse(null));
    }

    @Modifying
    @Transactional
    @Query("update Job j set j.heartbeatAt = :now, j.batchEpoch = :epoch, j.batch = :batch,"
            + " j.batches = :batches where j.id = :id and j.claim = :claim and j.state in :held")
    int recordHeartbeat(
            UUID id, int claim, Collection<JobState> held, Instant now, @Nullable Integer epoch,
            @Nullable Integer batch,
            @Nullable Integer batches);

    /** Records that the callback was delivered. */
    @Modifying
    @Transactional
    @Query("update Job j set j.callbackAttempts = :attempts, j.callbackDeliveredAt = :deliveredAt,"
            + " j.callbackError = null where j.id = :id")
    void recordCallbackDelivery(UUID id, int attempts, Instant deliveredAt);

    /** Records a failed attempt to deliver the callback. */
    @Modifying
    @Transactional
    @Query("update Job j set j.callbackAttempts = :attempts, j.callbackDeliveredAt = null,"
            + " j.callbackError = :error where j.id = :id")
    void recordCallbackFailure(UUID id, int attempts, String error);

    /** Columns of a job; if one of them has changed, waiting requests are notified. */
    record WatchedColumns(UUID id, int rowVersion, int epoch, @Nullable Integer batchEpoch, @Nullable Integer batch) {}

    @Query("select new dev.chainrule.job.JobRepository$WatchedColumns(j.id, j.rowVersion, p.epoch, j.batchEpoch, j.batch)"
            + " from Job j join JobProgress p on p.jobId = j.id where j.id in :ids")
    List<WatchedColumns> watchedColumns(Collection<UUID> ids);

    /** What the holder of a claim checks with each tick. */
    record ClaimStatus(UUID id, int claim, JobState state) {}

    @Query("select new dev.chainrule.job.JobRepository$ClaimStatus(j.id, j.claim, j.state) from Job j where j.id in :ids")
    List<ClaimStatus> claimStatuses(Collection<UUID> ids);

    @Query("select new dev.chainrule.job.JobTimeline(j.state, j.transitions, j.stopReason, j.modelVersion,"
            + " p.epoch, j.batchEpoch, j.batch, j.batches) from Job j join JobProgress p on p.jobId = j.id where j.id = :id")
    Optional<JobTimeline> timeline(UUID id);
}
