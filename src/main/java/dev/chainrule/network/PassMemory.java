package dev.chainrule.network;

import dev.chainrule.matrix.Saturated;

/**
 * What a {@link Pass} takes in memory for n rows: fixed + n · perRow.
 *
 * @param fixed bytes that do not depend on the rows
 * @param perRow bytes of one row
 * @param shared whether a pass for fewer rows, {@link Pass#rows(int)}, lies in the memory of the larger one
 */
public record PassMemory(long fixed, long perRow, boolean shared) {
    /** Bytes of a pass of so many rows. */
    public long bytes(long rows) {
        return Saturated.sum(fixed, Saturated.product(rows, perRow));
    }

    /** Bytes of a pass, and of passes for fewer rows that are made of it. */
    long bytes(long rows, long... fewer) {
        long bytes = bytes(rows);
        for (long some : fewer) {
            bytes = Saturated.sum(bytes, bytes(shared ? 0 : some));
        }
        return bytes;
    }

    /** The same where rows have a weight each. */
    PassMemory weighted(int bytesOfWeight) {
        return new PassMemory(fixed, Saturated.sum(perRow, bytesOfWeight), shared);
    }
}
