package dev.chainrule.sweep;

import dev.chainrule.problem.JsonBinder;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/** A sweep as it was requested. Its state and its progress are only in its jobs. */
@Entity
class Sweep {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    /** A {@link Grid} in JSON. */
    @Column(nullable = false, length = JsonBinder.MAX_COLUMN_LENGTH)
    private String grid;

    private int restarts;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 32)
    private RankBy rankBy;

    /** Only used in queries: see {@link SweepRepository#findByIdempotencyKey}. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable String idempotencyKey;

    @Column(name = "request_sha256", nullable = false, length = 64)
    private String requestSha256;

    @Column(nullable = false, length = 63)
    private String createdBy;

    private Instant createdAt;

    /** For JPA. */
    protected Sweep() {}

    Sweep(
            String grid, int restarts, RankBy rankBy, @Nullable String idempotencyKey, String requestSha256,
            String createdBy, Instant now) {
        this.grid = grid;
        this.restarts = restarts;
        this.rankBy = rankBy;
        this.idempotencyKey = idempotencyKey;
        this.requestSha256 = requestSha256;
        this.createdBy = createdBy;
        this.createdAt = now;
    }

    UUID id() {
        return id;
    }

    String grid() {
        return grid;
    }

    int restarts() {
        return restarts;
    }

    RankBy rankBy() {
        return rankBy;
    }

    String requestSha256() {
        return requestSha256;
    }

    String createdBy() {
        return createdBy;
    }

    Instant createdAt() {
        return createdAt;
    }
}
