package dev.chainrule.model;

import dev.chainrule.content.Content;
import dev.chainrule.model.definition.ModelDocument;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

/** A stored model: its name, its definition, which never changes, and how many versions of it were trained. */
@Entity
public class Model {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @Column(nullable = false, length = 63)
    private String name;

    /** The content that holds a {@link ModelDocument} without a name, in JSON. */
    @Column(nullable = false)
    private UUID definitionId;

    @Column(name = "definition_sha256", nullable = false, length = 64)
    private String definitionSha256;

    @Column(nullable = false)
    private int lastVersion;

    @Column(nullable = false)
    private Instant createdAt;

    /** For JPA. */
    protected Model() {}

    Model(String name, Content definition, Instant createdAt) {
        this.name = name;
        this.definitionId = definition.id();
        this.definitionSha256 = definition.sha256();
        this.createdAt = createdAt;
    }

    /** The number of the next version, counted from 1. */
    int nextVersion() {
        return ++lastVersion;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    UUID definitionId() {
        return definitionId;
    }

    /** Equal for equal definitions. */
    String definitionSha256() {
        return definitionSha256;
    }

    /** 0: never trained. */
    int lastVersion() {
        return lastVersion;
    }

    Instant createdAt() {
        return createdAt;
    }
}
