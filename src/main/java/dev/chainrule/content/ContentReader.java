package dev.chainrule.content;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.UUID;

/** Reads one content, chunk by chunk, within the transaction that opened it. Not thread-safe. */
public final class ContentReader implements Iterator<byte[]> {
    private final ContentStore contents;
    private final UUID id;
    private final long bytes;
    private final int chunks;

    private int next;
    private long read;

    ContentReader(ContentStore contents, Content content) {
        this.contents = contents;
        this.id = content.id();
        this.bytes = content.bytes();
        this.chunks = content.chunks();
    }

    /** Length of all chunks together. */
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean hasNext() {
        return next < chunks;
    }

    /**
     * The next chunk, exactly as it was written; the caller may keep it.
     *
     * @throws IncompleteContentException if it is missing, or if the chunks are longer or shorter than the content
     */
    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException("Content " + id + " has " + chunks + " chunks");
        }
        byte[] chunk = contents.chunk(id, next++);
        read += chunk.length;
        if (read > bytes) {
            throw new IncompleteContentException("Content " + id + " has more than its " + bytes + " bytes");
        }
        if (next == chunks && read < bytes) {
            throw new IncompleteContentException("Content " + id + " has " + read + " of its " + bytes + " bytes");
        }
        return chunk;
    }
}
