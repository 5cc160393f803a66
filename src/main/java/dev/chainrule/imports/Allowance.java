package dev.chainrule.imports;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a file may take in memory beside its own bytes, see {@link #bytes}: a message of two bytes becomes an object of a hundred, so
 * messages, texts and numbers that are copied are counted.
 */
final class Allowance {
    /** Messages and texts of a file; a network of a hundred layers has a few thousand. */
    static final int MAX_PARTS = 50_000;

    /** Bytes of texts, and of numbers that are not stored as raw data. */
    static final int MAX_COPIED = 8 << 20;

    /** The objects of a message or a text, and its place in a collection. */
    private static final int PART = 320;

    /** A text's characters in memory, for each byte of it. */
    private static final int TEXT = 2;

    /** The least bytes of a message or a text in the file. */
    private static final int SHORTEST = 2;

    private int parts;
    private long copied;

    /** The most that a file of this size takes beside its own bytes. */
    static long bytes(long file) {
        return PART * Math.min(MAX_PARTS, file / SHORTEST + 1) + TEXT * Math.min(MAX_COPIED, Long.BYTES * file);
    }

    void part() {
        if (++parts > MAX_PARTS) {
            throw tooMany();
        }
    }

    void copied(long bytes) {
        copied += bytes;
        if (copied > MAX_COPIED) {
            throw tooMany();
        }
    }

    /** Reads a text. */
    String text(ByteBuffer bytes) {
        part();
        copied(bytes.remaining());
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                ProblemType.INVALID,
                "The file has more than " + MAX_PARTS + " nodes, names and settings, or more than " + MAX_COPIED
                        + " bytes of texts and of numbers that are not raw_data: it is not a file of dense layers");
    }
}
