package dev.chainrule.job.history;

import dev.chainrule.job.history.EpochBlock.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The stored epochs of jobs: every one of them, in order, without a gap.
 *
 * <p>{@link EpochBlock} has them at several levels. Pages come from level 0, which is whole; a sample of a long history comes from a
 * thinned copy, so that it takes as long as one of a short history.
 */
@Component
public class EpochHistory {
    private static final int BLOCKS_AT_ONCE = 64;

    /**
     * The last 8 blocks of a level are merged once they fit into one. That bounds n epochs to n/128 + 7 blocks, however slowly they were
     * appended. The price: an epoch that was appended alone is written 73 times on average, at most once in seven appends.
     */
    private static final int SMALL_BLOCKS = 8;

    private final EpochBlockRepository blocks;

    EpochHistory(EpochBlockRepository blocks) {
        this.blocks = blocks;
    }

    /**
     * Adds epochs that follow those already stored; part of the caller's transaction.
     *
     * @param epochs consecutive, at least one
     * @throws IllegalStateException if they do not follow the last stored epoch
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(UUID jobId, List<Epoch> epochs) {
        for (int level = 0; level < EpochBlock.LEVELS; level++) {
            int stride = EpochBlock.stride(level);
            var kept = epochs.stream().filter(epoch -> epoch.number() % stride == 0).toList();
            if (!kept.isEmpty()) {
                append(jobId, level, kept);
            }
        }
    }

    private void append(UUID jobId, int level, List<Epoch> epochs) {
        int first = epochs.getFirst().number();
        // The block before the new epochs begins here at the earliest.
        int earliest = first - EpochBlock.MAX_EPOCHS * EpochBlock.stride(level);
        var tail = new ArrayList<>(blocks.extentsFrom(jobId, level, earliest));
        if (level == 0 && first != (tail.isEmpty() ? 0 : tail.getLast().lastEpoch(level) + 1)) {
            throw new IllegalStateException("the epochs of job " + jobId + " must continue at " + (lastEpoch(jobId) + 1)
                    + ", but begin at " + first);
        }
        for (int from = 0; from < epochs.size(); from += EpochBlock.MAX_EPOCHS) {
            var block = epochs.subList(from, Math.min(from + EpochBlock.MAX_EPOCHS, epochs.size()));
            blocks.save(new EpochBlock(jobId, level, block));
            tail.add(new Extent(block.getFirst().number(), block.size()));
        }
        mergeSmallBlocks(jobId, level, tail);
    }

    /** @param tail where the last blocks of the level stand */
    private void mergeSmallBlocks(UUID jobId, int level, List<Extent> tail) {
        int from = tail.size();
        for (int epochs = 0; from > 0 && epochs + tail.get(from - 1).epochs() <= EpochBlock.MAX_EPOCHS; from--) {
            epochs += tail.get(from - 1).epochs();
        }
        int small = tail.size() - from;
        if (small < SMALL_BLOCKS) {
            return;
        }
        var united = blocks.between(jobId, level, EpochBlock.stride(level), tail.get(from).firstEpoch(),
                tail.getLast().lastEpoch(level), Limit.of(small));
        united.getFirst().absorb(united.subList(1, small));
        blocks.deleteAfter(jobId, level, united.getFirst().firstEpoch());
    }

    /** The newest stored epoch; −1 if there is none. */
    public int lastEpoch(UUID jobId) {
        return lastEpoch(jobId, 0);
    }

    private int lastEpoch(UUID jobId, int level) {
        return blocks.lastExtent(jobId, level).map(extent -> extent.lastEpoch(level)).orElse(-1);
    }

    /**
     * Gives a job that has no epochs yet those from 0 to {@code lastEpoch} of another one; part of the caller's transaction.
     *
     * @throws IllegalArgumentException if the other job has fewer
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void copy(UUID fromJob, UUID toJob, int lastEpoch) {
        if (lastEpoch(fromJob) < lastEpoch) {
            throw new IllegalArgumentException("job " + fromJob + " must have epoch " + lastEpoch
                    + " for it to be copied, but ends with " + lastEpoch(fromJob));
        }
        for (int level = 0; level < EpochBlock.LEVELS; level++) {
            blocks.copy(fromJob, toJob, level, EpochBlock.stride(level), lastEpoch);
            // What is left is a block that extends beyond the last epoch, or the part of it that was not copied: it may have grown
            // on both sides in the meantime.
            int copied = lastEpoch(toJob, level);
            var rest = new ArrayList<Epoch>();
            read(fromJob, level, copied + 1, lastEpoch, _ -> true, rest::add);
            if (!rest.isEmpty()) {
                blocks.save(new EpochBlock(toJob, level, rest));
            }
        }
    }

    /** At most {@code limit} epochs after {@code epoch} (−1: from the first). */
    public List<Epoch> after(UUID jobId, int epoch, int limit) {
        var found = new ArrayList<Epoch>();
        long first = Math.max(epoch, -1) + 1L;
        if (first <= Integer.MAX_VALUE) {
            int last = (int) Math.min(first + limit - 1, Integer.MAX_VALUE);
            read(jobId, 0, (int) first, last, _ -> true, found::add);
        }
        return found;
    }

    /** Passes on every epoch after {@code epoch}, some blocks at a time, so that a long history is never in memory whole. */
    public void forEachAfter(UUID jobId, int epoch, Consumer<Epoch> reader) {
        if (epoch < Integer.MAX_VALUE) {
            forEach(jobId, epoch + 1, Integer.MAX_VALUE, reader);
        }
    }

    /** Passes on the epochs from {@code first} to {@code last}, as {@link #forEachAfter} does. */
    public void forEach(UUID jobId, int first, int last, Consumer<Epoch> reader) {
        read(jobId, 0, first, last, _ -> true, reader);
    }

    /**
     * {@code maxPoints} (≥ 2) of the epochs from 0 to {@code lastEpoch}, evenly spaced, the first and the last among them; all of them
     * if there are no more.
     *
     * <p>Point i of n stands at epoch ⌊i·last/(n−1)⌋. Where 64 epochs or more are between two points, all but the last stand at the
     * multiple of 64 (or of 4096, if that many are) before it.
     */
    public List<Epoch> sample(UUID jobId, int lastEpoch, int maxPoints) {
        if (lastEpoch < maxPoints) {
            return after(jobId, -1, lastEpoch + 1);
        }
        int gaps = maxPoints - 1;
        int level = EpochBlock.LEVELS - 1;
        while (EpochBlock.stride(level) > lastEpoch / gaps) {
            level--;
        }
        var sampled = sample(jobId, level, lastEpoch, gaps);
        sampled.addAll(after(jobId, lastEpoch - 1, 1));
        return sampled;
    }

    /** All points but the last. */
    private List<Epoch> sample(UUID jobId, int level, int lastEpoch, int gaps) {
        var sampled = new ArrayList<Epoch>(gaps + 1);
        int stride = EpochBlock.stride(level);
        read(jobId, level, 0, lastEpoch - 1, epoch -> {
            // The first point that is not before this epoch.
            long point = ((long) epoch * gaps + lastEpoch - 1) / lastEpoch;
            return point < gaps && point * lastEpoch / gaps < epoch + stride;
        }, sampled::add);
        return sampled;
    }

    /**
     * Passes on the wanted epochs of a level from {@code first} to {@code last}, in order. Other transactions may add epochs and merge
     * blocks between two of its statements: each statement continues after the last epoch that was read.
     */
    private void read(
            UUID jobId, int level, int first, int last, IntPredicate wanted, Consumer<Epoch> reader) {
        int next = first;
        List<EpochBlock> found;
        do {
            int from = next;
            found = blocks.between(jobId, level, EpochBlock.stride(level), from, last, Limit.of(BLOCKS_AT_ONCE));
            for (var block : found) {
                block.read(epoch -> epoch >= from && epoch <= last && wanted.test(epoch)).forEach(reader);
                next = block.lastEpoch() + 1;
            }
        } while (found.size() == BLOCKS_AT_ONCE);
    }
}
