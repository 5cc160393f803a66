package dev.chainrule.content;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.hibernate.annotations.Immutable;

/** One piece of a content, at most {@link ContentStore#CHUNK_BYTES} long. */
@Entity
@Immutable
@Table(name = "content_chunk")
class Chunk {
    /** The content, and the number of the chunk in it, from 0. */
    @Embeddable
    record ChunkKey(@Column(name = "content_id") UUID contentId, @Column(name = "chunk_index") int index) {}

    @EmbeddedId
    private ChunkKey key;

    @Column(nullable = false, length = ContentStore.CHUNK_BYTES)
    private byte[] data;

    /** CRC-32C of the data. */
    private int checksum;

    /** For JPA. */
    protected Chunk() {}

    Chunk(ChunkKey key, byte[] data) {
        this.key = key;
        this.data = data;
        this.checksum = checksum(data);
    }

    private static int checksum(byte[] data) {
        var checksum = new CRC32C();
        checksum.update(data);
        return (int) checksum.getValue();
    }

    /** Whether the data is unchanged since it was written. */
    boolean isWhole() {
        return checksum == checksum(data);
    }

    ChunkKey key() {
        return key;
    }

    byte[] data() {
        return data;
    }
}
