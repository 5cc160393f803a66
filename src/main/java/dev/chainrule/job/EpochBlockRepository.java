package dev.chainrule.job;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface EpochBlockRepository extends Repository<EpochBlock, EpochBlock.Key> {
    EpochBlock save(EpochBlock block);

    /** The blocks that hold epochs after {@code epoch}, in order. */
    @Query("select b from EpochBlock b where b.key.jobId = :jobId and b.key.firstEpoch + b.epochs - 1 > :epoch"
            + " order by b.key.firstEpoch")
    List<EpochBlock> after(UUID jobId, int epoch, Limit limit);
}
