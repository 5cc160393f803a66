package dev.chainrule.dataset;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * The most recently used chunks of a table, each read when it is needed.
 *
 * <p>A chunk has one slot, its index modulo their number, so consecutive chunks never evict each other. Getting a chunk that is in memory
 * takes no lock; missing ones are read one at a time, so that threads that need the same one read it once.
 */
final class ChunkWindow implements Chunks {
    private record CachedChunk(int index, byte[] chunk) {}

    private final AtomicReferenceArray<CachedChunk> slots;
    private final IntFunction<byte[]> source;
    private final long bytes;

    /**
     * @param size how many chunks are kept
     * @param chunkBytes the length of a full chunk
     * @param source reads a chunk by its index
     */
    ChunkWindow(int size, int chunkBytes, IntFunction<byte[]> source) {
        this.slots = new AtomicReferenceArray<>(size);
        this.source = source;
        this.bytes = (long) size * chunkBytes;
    }

    @Override
    public byte[] get(int index) {
        var cached = slots.get(index % slots.length());
        return cached != null && cached.index == index ? cached.chunk : read(index);
    }

    private synchronized byte[] read(int index) {
        int at = index % slots.length();
        var cached = slots.get(at);
        if (cached == null || cached.index != index) {
            // Cleared first: the old chunk and the new one are not in memory together.
            slots.set(at, null);
            cached = new CachedChunk(index, source.apply(index));
            slots.set(at, cached);
        }
        return cached.chunk;
    }

    @Override
    public void fetch(int first, int last) {
        for (int index = first; index <= last && index - first < slots.length(); index++) {
            get(index);
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
