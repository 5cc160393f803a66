package dev.chainrule.content;

import dev.chainrule.content.Chunk.ChunkKey;
import jakarta.persistence.EntityManager;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes and reads contents, one chunk in memory at a time.
 *
 * <p>It works inside the caller's transaction, so that a content and what refers to it appear together or not at all. An incomplete content
 * does not mark the transaction for rollback: the caller may use another content.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY, noRollbackFor = IncompleteContentException.class)
public class ContentStore {
    /**
     * The longest chunk: 256 KiB. H2's VARBINARY ends at 1 MiB, and an array of half a region (512 KiB in a small heap) is
     * one that the collector G1 cannot move: uploads would end in full collections.
     */
    public static final int CHUNK_BYTES = 1 << 18;

    /** The number of parameters of a statement is limited. */
    private static final int DELETED_AT_ONCE = 1000;

    private final EntityManager entities;
    private final StoredDataHealth health;

    ContentStore(EntityManager entities, StoredDataHealth health) {
        this.entities = entities;
        this.health = health;
    }

    /** Begins a content that the caller writes chunk by chunk; it must be {@linkplain ContentWriter#close() closed}. */
    public ContentWriter begin() {
        var content = new Content();
        entities.persist(content);
        return new ContentWriter(entities, content);
    }

    /** Stores bytes that are in memory already. */
    public Content write(byte[] bytes) {
        var writer = begin();
        for (int from = 0; from < bytes.length; from += CHUNK_BYTES) {
            writer.write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + CHUNK_BYTES)));
        }
        return writer.close();
    }

    /** Opens a content that the caller reads chunk by chunk, within its transaction. */
    public ContentReader open(UUID id) {
        return new ContentReader(this, find(id));
    }

    /** Gives the chunks in their order, each exactly as it was written. The receiver may keep them. */
    public void read(UUID id, Consumer<byte[]> receiver) {
        open(id).forEachRemaining(receiver);
    }

    /** All bytes in one array. */
    public byte[] read(UUID id) {
        var chunks = open(id);
        var all = ByteBuffer.allocate(Math.toIntExact(chunks.bytes()));
        chunks.forEachRemaining(all::put);
        return all.array();
    }

    /**
     * Reads contents with all their chunks in two statements, so that they can be {@linkplain #read(UUID) read} one by one within the
     * caller's transaction without any more. Those that do not exist are ignored.
     */
    public void prefetch(List<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        for (var table : List.of("from Content where id in :ids", "from Chunk where key.contentId in :ids")) {
            var _ = entities.createQuery(table, Object.class).setParameter("ids", ids).getResultList();
        }
    }

    /** One chunk, counted from 0. */
    public byte[] chunk(UUID id, int index) {
        var chunk = entities.find(Chunk.class, new ChunkKey(id, index));
        if (chunk == null) {
            throw new IncompleteContentException("Content " + id + " has no chunk " + index);
        }
        entities.detach(chunk);
        if (!chunk.isWhole()) {
            health.noteDamage(id, index);
            throw new IncompleteContentException(
                    "Chunk " + index + " of content " + id + " is damaged: its bytes are not those that were written");
        }
        return chunk.data();
    }

    /** Deletes a content with its chunks; does nothing if there is none. */
    public void delete(UUID id) {
        // One statement: the foreign key's cascade deletes the chunks, which are not loaded into memory.
        entities.createQuery("delete from Content where id = :id").setParameter("id", id).executeUpdate();
    }

    /** Deletes contents with their chunks; those that do not exist are ignored. */
    public void deleteAll(List<UUID> ids) {
        for (var some : ids.stream().gather(Gatherers.windowFixed(DELETED_AT_ONCE)).toList()) {
            entities.createQuery("delete from Content where id in :ids").setParameter("ids", some).executeUpdate();
        }
    }

    private Content find(UUID id) {
        var content = entities.find(Content.class, id);
        if (content == null) {
            throw new IncompleteContentException("There is no content " + id);
        }
        return content;
    }
}
