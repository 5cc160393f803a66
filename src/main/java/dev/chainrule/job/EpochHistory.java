package dev.chainrule.job;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The stored epochs of jobs: every one of them, in order, without a gap. */
@Component
class EpochHistory {
    private static final int BLOCKS_AT_ONCE = 64;

    private final EpochBlockRepository blocks;

    EpochHistory(EpochBlockRepository blocks) {
        this.blocks = blocks;
    }

    /** Adds epochs that follow those already stored; part of the caller's transaction. */
    @Transactional
    void append(UUID jobId, List<EpochView> epochs) {
        for (int from = 0; from < epochs.size(); from += EpochBlock.MAX_EPOCHS) {
            int to = Math.min(from + EpochBlock.MAX_EPOCHS, epochs.size());
            blocks.save(new EpochBlock(jobId, epochs.subList(from, to)));
        }
    }

    /** At most {@code limit} epochs after {@code epoch} (−1: from the first). */
    List<EpochView> after(UUID jobId, int epoch, int limit) {
        var found = new ArrayList<EpochView>();
        // A block holds one epoch at least, so no more blocks are read than epochs are wanted.
        for (int last = epoch; found.size() < limit;) {
            var next = blocks.after(jobId, last, Limit.of(Math.min(limit - found.size(), BLOCKS_AT_ONCE)));
            if (next.isEmpty()) {
                break;
            }
            next.stream()
                    .flatMap(block -> block.views().stream())
                    .filter(view -> view.epoch() > epoch)
                    .limit(limit - found.size())
                    .forEach(found::add);
            last = next.getLast().lastEpoch();
        }
        return found;
    }

    /** Hands over every epoch after {@code epoch}, some blocks at a time, so that a long history is never in memory whole. */
    void forEachAfter(UUID jobId, int epoch, Consumer<EpochView> reader) {
        int last = epoch;
        List<EpochBlock> next;
        do {
            next = blocks.after(jobId, last, Limit.of(BLOCKS_AT_ONCE));
            for (var block : next) {
                block.views().stream().filter(view -> view.epoch() > epoch).forEach(reader);
                last = block.lastEpoch();
            }
        } while (next.size() == BLOCKS_AT_ONCE);
    }

    /** Gives another job the epochs up to {@code lastEpoch}. */
    @Transactional
    void copy(UUID from, UUID to, int lastEpoch) {
        var epochs = new ArrayList<EpochView>();
        forEachAfter(from, -1, view -> {
            if (view.epoch() <= lastEpoch) {
                epochs.add(view);
            }
            if (epochs.size() == EpochBlock.MAX_EPOCHS) {
                append(to, epochs);
                epochs.clear();
            }
        });
        append(to, epochs);
    }

    /**
     * At most {@code maxPoints} (≥ 2) of the epochs from 0 to {@code lastEpoch}, evenly spaced, the first and the last among
     * them.
     */
    List<EpochView> sample(UUID jobId, int lastEpoch, int maxPoints) {
        var sampled = new ArrayList<EpochView>(Math.min(maxPoints, lastEpoch + 1));
        forEachAfter(jobId, -1, view -> {
            if (view.epoch() <= lastEpoch && chosen(view.epoch(), lastEpoch, maxPoints)) {
                sampled.add(view);
            }
        });
        return sampled;
    }

    /** Point i of n stands at epoch ⌊i·last/(n−1)⌋; an epoch is chosen if one of these falls on it. */
    private static boolean chosen(int epoch, int lastEpoch, int points) {
        if (lastEpoch < points) {
            return true;
        }
        long gaps = points - 1L;
        long point = (epoch * gaps + lastEpoch - 1) / lastEpoch;
        return point * lastEpoch / gaps == epoch;
    }
}
