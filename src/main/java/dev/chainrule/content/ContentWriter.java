package dev.chainrule.content;

import dev.chainrule.content.Chunk.ChunkKey;
import jakarta.persistence.EntityManager;
import java.security.MessageDigest;

/** Writes one content, chunk by chunk, within the transaction that began it. Not thread-safe. */
public final class ContentWriter {
    private final EntityManager entities;
    private final Content content;
    private final MessageDigest digest = Sha256.digest();

    ContentWriter(EntityManager entities, Content content) {
        this.entities = entities;
        this.content = content;
    }

    /**
     * Appends a chunk, which is in the database and out of the persistence context when this returns.
     *
     * @param data 1 to {@link ContentStore#CHUNK_BYTES} bytes; not modified
     */
    public void write(byte[] data) {
        if (data.length == 0 || data.length > ContentStore.CHUNK_BYTES) {
            throw new IllegalArgumentException(
                    "A chunk has 1 to " + ContentStore.CHUNK_BYTES + " bytes, not " + data.length);
        }
        var chunk = new Chunk(new ChunkKey(content.id(), content.chunks()), data);
        content.append(data.length);
        digest.update(data);
        entities.persist(chunk);
        entities.flush();
        entities.detach(chunk);
    }

    /** Completes the content: its hash is known afterwards. */
    public Content close() {
        content.seal(Sha256.text(digest));
        return content;
    }
}
