package dev.chainrule.dataset;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * The most recently used chunks of a table, each read when it is needed.
 *
 * <p>A chunk has one place, its index modulo their number, so consecutive chunks never evict each other. Getting a chunk that is in memory
 * takes no lock; missing ones are read one at a time, so that threads that need the same one read it once.
 */
final class ChunkWindow implements Chunks {
    private record Place(int index, byte[] chunk) {}

    private final AtomicReferenceArray<Place> places;
    private final IntFunction<byte[]> source;
    private final long bytes;

    /**
     * @param size how many chunks are kept
     * @param chunkBytes the length of a full chunk
     * @param source reads a chunk by its index
     */
    ChunkWindow(int size, int chunkBytes, IntFunction<byte[]> source) {
        this.places = new AtomicReferenceArray<>(size);
        this.source = source;
        this.bytes = (long) size * chunkBytes;
    }

    @Override
    public byte[] get(int index) {
        var place = places.get(index % places.length());
        return place != null && place.index == index ? place.chunk : read(index);
    }

    private synchronized byte[] read(int index) {
        int at = index % places.length();
        var place = places.get(at);
        if (place == null || place.index != index) {
            // Cleared first: the old chunk and the new one are not in memory together.
            places.set(at, null);
            place = new Place(index, source.apply(index));
            places.set(at, place);
        }
        return place.chunk;
    }

    @Override
    public void fetch(int first, int last) {
        for (int index = first; index <= last && index - first < places.length(); index++) {
            get(index);
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
