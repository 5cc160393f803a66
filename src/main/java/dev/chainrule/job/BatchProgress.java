package dev.chainrule.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run's progress within an epoch whose record is not stored yet. If the replica is lost, that epoch is trained again from its start.
 *
 * @param epoch from 1
 * @param batch how many of the {@code batches} are trained
 */
record BatchProgress(int epoch, int batch, int batches) {
    /**
     * The progress that the last heartbeat wrote, if it still applies.
     *
     * @param recordedEpoch the newest whose record is stored; {@link JobProgress#NONE} before the first
     * @return empty unless a worker holds the job and has trained a batch of a later epoch
     */
    static Optional<BatchProgress> of(
            JobState state, int recordedEpoch, @Nullable Integer epoch, @Nullable Integer batch,
            @Nullable Integer batches) {
        return epoch == null || batch == null || batches == null || !state.held() || epoch <= recordedEpoch
                ? Optional.empty()
                : Optional.of(new BatchProgress(epoch, batch, batches));
    }
}
