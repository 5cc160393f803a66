package dev.chainrule.job;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface CheckpointRepository extends Repository<Checkpoint, Checkpoint.Key> {
    Checkpoint save(Checkpoint checkpoint);

    /** A job's checkpoints, newest first. */
    @Query("select c from Checkpoint c where c.key.jobId = :jobId order by c.key.epoch desc")
    List<Checkpoint> of(UUID jobId);

    @Modifying(flushAutomatically = true)
    @Query("delete from Checkpoint c where c.key.jobId = :jobId and c.key.epoch = :epoch")
    void delete(UUID jobId, int epoch);

    /** Jobs with checkpoints that ended before then. */
    @Query("select distinct c.key.jobId from Checkpoint c, Job j where j.id = c.key.jobId and j.finishedAt < :then")
    List<UUID> jobsEndedBefore(Instant then);
}
