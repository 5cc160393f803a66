package dev.chainrule.job;

import java.time.Instant;

/**
 * When something happens to a job.
 *
 * @param epoch the newest whose record is stored; {@link JobProgress#NONE} before the first
 */
record Stamp(Instant time, int epoch) {}
