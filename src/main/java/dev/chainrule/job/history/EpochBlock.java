package dev.chainrule.job.history;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.springframework.data.domain.Persistable;

/**
 * Records of epochs of a job at equal distances, in one row.
 *
 * <p>Every epoch is in a block of level 0. The other levels are thinned copies: a block of level <i>l</i> has every 64<i>ˡ</i>-th
 * epoch only. At each level the blocks follow one another without a gap.
 */
@Entity
class EpochBlock implements Persistable<EpochBlock.BlockKey> {
    /** Epochs of the largest block: at most 90 kB, and few rows for a long job. */
    static final int MAX_EPOCHS = 1024;

    /** How many levels there are. The most thinned one of ten million epochs has three blocks. */
    static final int LEVELS = 3;

    @EmbeddedId
    private BlockKey key;

    private int epochs;
    private byte[] data;

    /** For JPA. */
    protected EpochBlock() {}

    /** @param records of epochs that are {@link #stride} apart, at least one and at most {@link #MAX_EPOCHS} */
    EpochBlock(UUID jobId, int level, List<Epoch> records) {
        this.key = new BlockKey(jobId, level, records.getFirst().number());
        write(records);
        if (records.getLast().number() != lastEpoch()) {
            throw new IllegalArgumentException(epochs + " epochs from " + firstEpoch() + " on at level " + level
                    + " must end with " + lastEpoch() + ", but end with " + records.getLast().number());
        }
    }

    /** From one epoch of a level to the next. */
    static int stride(int level) {
        return 1 << (6 * level);
    }

    private void write(List<Epoch> records) {
        epochs = records.size();
        data = EpochColumns.encode(records);
    }

    /** Appends the epochs of the blocks that follow this one; the caller deletes those. */
    void absorb(List<EpochBlock> following) {
        var records = read(_ -> true);
        following.forEach(block -> records.addAll(block.read(_ -> true)));
        write(records);
    }

    int firstEpoch() {
        return key.firstEpoch;
    }

    int lastEpoch() {
        return key.firstEpoch + (epochs - 1) * stride(key.level);
    }

    /** The records of the wanted epochs, in their order. */
    List<Epoch> read(IntPredicate wanted) {
        var figures = EpochColumns.decode(data, epochs);
        var records = new ArrayList<Epoch>();
        for (int e = 0; e < epochs; e++) {
            int epoch = key.firstEpoch + e * stride(key.level);
            if (wanted.test(epoch)) {
                records.add(new Epoch(epoch, figures[e]));
            }
        }
        return records;
    }

    @Override
    public BlockKey getId() {
        return key;
    }

    /** A block that is saved is always a new one; stored ones grow by {@link #absorb}. */
    @Override
    @Transient
    public boolean isNew() {
        return true;
    }

    /** A block's job, its level and its first epoch. */
    @Embeddable
    record BlockKey(UUID jobId, int level, int firstEpoch) implements Serializable {}

    /** Where a block stands, without its data. */
    record Extent(int firstEpoch, int epochs) {
        int lastEpoch(int level) {
            return firstEpoch + (epochs - 1) * stride(level);
        }
    }
}
