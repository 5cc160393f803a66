package dev.chainrule.dataset;

import java.util.List;

/** Where a table takes its chunks from. Safe for any number of threads. */
sealed interface Chunks permits Chunks.Resident, ChunkWindow {
    /** The bytes of a chunk, counted from 0; not to be modified. */
    byte[] get(int index);

    /** Brings consecutive chunks into memory, as far as it holds that many. {@link #get} works without it, too. */
    void fetch(int first, int last);

    /** The most bytes of chunks that are in memory at a time. */
    long bytes();

    /** All chunks of a table, in memory as long as the table is. */
    final class Resident implements Chunks {
        private final byte[][] chunks;
        private final long bytes;

        Resident(List<byte[]> chunks) {
            this.chunks = chunks.toArray(byte[][]::new);
            this.bytes = chunks.stream().mapToLong(chunk -> chunk.length).sum();
        }

        @Override
        public byte[] get(int index) {
            return chunks[index];
        }

        @Override
        public void fetch(int first, int last) {
            // They are all in memory.
        }

        @Override
        public long bytes() {
            return bytes;
        }
    }
}
