/**
 * What is stored of a job's training: the record of every epoch, and the newest checkpoints.
 *
 * <p><b>Epochs.</b> {@code EpochHistory} appends records in order and without a gap, and reads them as pages, as a stream or as a
 * sample of evenly spaced points. A row ({@code EpochBlock}) holds up to 1,024 epochs, column by column ({@code EpochColumns}); small
 * blocks at the end are merged once eight of them fit into one. Level 0 holds every epoch; levels 1 and 2 hold every 64th and every
 * 4,096th again, so that a sample of ten million epochs reads a few blocks. {@code Epoch} is the record: stored, answered and sent
 * as an event. {@code Figure} lists what it holds, once for JSON, CSV and the stored columns.
 *
 * <p><b>Checkpoints.</b> {@code Checkpoints} writes a {@code network.TrainingState} chunk by chunk into {@code content}, keeps the
 * newest two of a job, and reads the newest that is whole: a checksum tells. A damaged one is dropped when a run starts, and refused
 * when a user names it. One of another version of the service stays, also if only the numerics differ: resumed, it would give
 * other bits.
 *
 * <p><b>Who may write.</b> Nothing here decides when: all writes are part of the caller's transaction, and the caller in {@code job}
 * holds the lock of the job's progress row, except to delete and to copy (see {@code job}). Epochs that are stored never change;
 * therefore pages, pictures and events can be cached.
 */
@NullMarked
package dev.chainrule.job.history;

import org.jspecify.annotations.NullMarked;
