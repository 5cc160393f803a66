package dev.chainrule.job.history;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface CheckpointRepository extends Repository<Checkpoint, Checkpoint.CheckpointKey> {
    Checkpoint save(Checkpoint checkpoint);

    /** A job's checkpoints, newest first. */
    @Query("select c from Checkpoint c where c.key.jobId = :jobId order by c.key.epoch desc")
    List<Checkpoint> of(UUID jobId);

    @Modifying(flushAutomatically = true)
    @Query("delete from Checkpoint c where c.key.jobId = :jobId and c.key.epoch = :epoch")
    void delete(UUID jobId, int epoch);

    /** The contents of all checkpoints of some jobs. */
    @Query("select c.contentId from Checkpoint c where c.key.jobId in :jobIds")
    List<UUID> contents(Collection<UUID> jobIds);

    @Modifying(flushAutomatically = true)
    @Query("delete from Checkpoint c where c.key.jobId in :jobIds")
    void deleteAll(Collection<UUID> jobIds);
}
