package dev.chainrule.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the database has of a key: everything but the key. Nothing of it changes but its last use. A key that is revoked is deleted, and one that
 * has expired is deleted when another one is made.
 */
@Entity
@Table(name = "api_key")
class StoredKey {
    @Id
    @Column(length = 8)
    private String id;

    @Column(nullable = false, length = 63)
    private String name;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 16)
    private KeyRole role;

    @Column(nullable = false, length = 64)
    private String sha256;

    @Column(nullable = false, length = 63)
    private String createdBy;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant expiresAt;

    /** Written by {@link KeyRepository#noteUse}. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastUsedAt;

    /** For JPA. */
    protected StoredKey() {}

    StoredKey(
            KeyText key, String name, KeyRole role, Optional<Instant> expiresAt, String createdBy, Instant createdAt) {
        this.id = key.id();
        this.name = name;
        this.role = role;
        this.sha256 = HexFormat.of().formatHex(key.sha256());
        this.expiresAt = expiresAt.orElse(null);
        this.createdBy = createdBy;
        this.createdAt = createdAt;
    }

    /** Takes as long for every hash. */
    boolean hasSha256(byte[] other) {
        return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), other);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    KeyRole role() {
        return role;
    }

    String createdBy() {
        return createdBy;
    }

    Instant createdAt() {
        return createdAt;
    }

    Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    /** To the hour. */
    Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt);
    }
}
