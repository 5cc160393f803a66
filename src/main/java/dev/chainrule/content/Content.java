package dev.chainrule.content;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

/** A stored sequence of bytes: its length and its hash. The bytes themselves are its chunks. */
@Entity
@Table(name = "content")
public class Content {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @Column(nullable = false)
    private long bytes;

    @Column(nullable = false)
    private int chunks;

    /** Empty until the last chunk is written, which no other transaction sees. */
    @Column(nullable = false, length = 64)
    private String sha256 = "";

    /** A content without bytes; also for JPA. */
    protected Content() {}

    void append(int length) {
        bytes += length;
        chunks++;
    }

    void seal(String digest) {
        sha256 = digest;
    }

    public UUID id() {
        return id;
    }

    /** Length in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Number of chunks, which are numbered from 0. */
    public int chunks() {
        return chunks;
    }

    /** SHA-256 of the bytes, 64 lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }
}
