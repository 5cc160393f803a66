package dev.chainrule.job.history;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Each call is one statement, and so sees every epoch once, even while small blocks are merged. */
interface EpochBlockRepository extends Repository<EpochBlock, EpochBlock.BlockKey> {
    EpochBlock save(EpochBlock block);

    /**
     * The blocks of a level that hold epochs from {@code first} to {@code last}, in order.
     *
     * <p>The first of them is found by its place in the key: the data of earlier blocks is not read.
     */
    @Query("""
            select b from EpochBlock b
            where b.key.jobId = :jobId and b.key.level = :level
                and b.key.firstEpoch >= (select coalesce(max(a.key.firstEpoch), 0) from EpochBlock a
                    where a.key.jobId = :jobId and a.key.level = :level and a.key.firstEpoch <= :first)
                and b.key.firstEpoch <= :last
                and b.key.firstEpoch + (b.epochs - 1) * :stride >= :first
            order by b.key.firstEpoch""")
    List<EpochBlock> between(UUID jobId, int level, int stride, int first, int last, Limit limit);

    /** Where the blocks of a level stand that begin at {@code epoch} or later, in order. */
    @Query("""
            select new dev.chainrule.job.history.EpochBlock$Extent(b.key.firstEpoch, b.epochs) from EpochBlock b
            where b.key.jobId = :jobId and b.key.level = :level and b.key.firstEpoch >= :epoch
            order by b.key.firstEpoch""")
    List<EpochBlock.Extent> extentsFrom(UUID jobId, int level, int epoch);

    /** Where the last block of a level stands. */
    @Query("""
            select new dev.chainrule.job.history.EpochBlock$Extent(b.key.firstEpoch, b.epochs) from EpochBlock b
            where b.key.jobId = :jobId and b.key.level = :level
                and b.key.firstEpoch = (select max(a.key.firstEpoch) from EpochBlock a
                    where a.key.jobId = :jobId and a.key.level = :level)""")
    Optional<EpochBlock.Extent> lastExtent(UUID jobId, int level);

    @Modifying
    @Query("delete from EpochBlock b where b.key.jobId = :jobId and b.key.level = :level"
            + " and b.key.firstEpoch > :epoch")
    void deleteAfter(UUID jobId, int level, int epoch);

    /** Copies the blocks of a level that end at {@code lastEpoch} or before. They never come into memory. */
    @Modifying
    @Query(nativeQuery = true, value = """
            insert into epoch_block (job_id, level, first_epoch, epochs, data)
            select cast(:toJob as uuid), level, first_epoch, epochs, data from epoch_block
            where job_id = :fromJob and level = :level and first_epoch + (epochs - 1) * :stride <= :lastEpoch""")
    void copy(UUID fromJob, UUID toJob, int level, int stride, int lastEpoch);
}
