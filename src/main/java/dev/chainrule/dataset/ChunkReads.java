package dev.chainrule.dataset;

import java.util.function.Supplier;

/** How the chunks of a streamed table are read: once each, or again while the database cannot be reached. */
@FunctionalInterface
public interface ChunkReads {
    /** Each chunk is read once: a failure is thrown to the reader. */
    ChunkReads ONCE = Supplier::get;

    /** @param read reads one chunk in a transaction of its own; may be repeated */
    byte[] read(Supplier<byte[]> read);
}
