package dev.chainrule.network;

import dev.chainrule.matrix.Saturated;

/**
 * The memory of a {@link Pass} for n rows: fixed + n · perRow.
 *
 * @param fixed bytes that do not depend on the rows
 * @param perRow bytes of one row
 * @param shared whether a pass for fewer rows, {@link Pass#rows(int)}, shares the memory of the larger one
 */
public record PassMemory(long fixed, long perRow, boolean shared) {
    /** Bytes of a pass for a number of rows. */
    public long bytes(long rows) {
        return Saturated.sum(fixed, Saturated.product(rows, perRow));
    }

    /** Bytes of a pass, and of passes for fewer rows that are derived from it. */
    long bytes(long rows, long... fewer) {
        long bytes = bytes(rows);
        for (long some : fewer) {
            bytes = Saturated.sum(bytes, bytes(shared ? 0 : some));
        }
        return bytes;
    }

    /** The same with a weight for each row. */
    PassMemory weighted(int bytesOfWeight) {
        return new PassMemory(fixed, Saturated.sum(perRow, bytesOfWeight), shared);
    }
}
