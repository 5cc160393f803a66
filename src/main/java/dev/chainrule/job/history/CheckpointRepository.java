package dev.chainrule.job.history;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

public interface CheckpointRepository extends Repository<Checkpoint, Checkpoint.Key> {
    Checkpoint save(Checkpoint checkpoint);

    /** A job's checkpoints, newest first. */
    @Query("select c from Checkpoint c where c.key.jobId = :jobId order by c.key.epoch desc")
    List<Checkpoint> of(UUID jobId);

    @Modifying(flushAutomatically = true)
    @Query("delete from Checkpoint c where c.key.jobId = :jobId and c.key.epoch = :epoch")
    void delete(UUID jobId, int epoch);

    /** The states of all of a sweep's jobs. */
    @Query("select c.contentId from Checkpoint c, Job j where j.id = c.key.jobId and j.sweepId = :sweep")
    List<UUID> contentsOfSweep(UUID sweep);

    @Modifying(flushAutomatically = true)
    @Query("delete from Checkpoint c where c.key.jobId in (select j.id from Job j where j.sweepId = :sweep)")
    void deleteBySweep(UUID sweep);

    /**
     * Jobs with checkpoints that ended before then, in the order of their ids.
     *
     * @param after only those behind this one; null: from the first
     */
    @Query("select distinct c.key.jobId from Checkpoint c, Job j where j.id = c.key.jobId and j.finishedAt < :then"
            + " and (:after is null or c.key.jobId > :after) order by c.key.jobId")
    List<UUID> jobsEndedBefore(Instant then, UUID after, Limit limit);
}
