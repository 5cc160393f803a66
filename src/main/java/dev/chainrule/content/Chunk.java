package dev.chainrule.content;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One piece of a content, at most {@link ContentStore#CHUNK_BYTES} long. */
@Entity
@Immutable
@Table(name = "content_chunk")
class Chunk {
    /** Which content, and the how manyeth piece of it. */
    @Embeddable
    record Key(@Column(name = "content_id") UUID contentId, @Column(name = "chunk_index") int index) {}

    @EmbeddedId
    private Key key;

    @Column(nullable = false, length = ContentStore.CHUNK_BYTES)
    private byte[] data;

    /** For JPA. */
    protected Chunk() {}

    Chunk(Key key, byte[] data) {
        this.key = key;
        this.data = data;
    }

    Key key() {
        return key;
    }

    byte[] data() {
        return data;
    }
}
