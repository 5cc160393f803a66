package dev.chainrule.model;

import dev.chainrule.content.Content;
import dev.chainrule.model.definition.ModelDocument;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

/**
 * A stored model: its name, its definition, which never changes, how many versions of it were trained, and which of them answers. Only a
 * transaction that has locked its row changes it.
 */
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

    /** A {@link VersionReference}. */
    @Column(nullable = false, length = 63)
    private String serves = VersionReference.VersionRule.NEWEST.json().toString();

    @Convert(converter = AliasesConverter.class)
    @Column(nullable = false, length = 10_000)
    private Map<String, Integer> aliases = Map.of();

    @Column(nullable = false, length = 63)
    private String createdBy;

    @Column(nullable = false)
    private Instant createdAt;

    /** For JPA. */
    protected Model() {}

    Model(String name, Content definition, String createdBy, Instant createdAt) {
        this.name = name;
        this.definitionId = definition.id();
        this.definitionSha256 = definition.sha256();
        this.createdBy = createdBy;
        this.createdAt = createdAt;
    }

    /** The number of the next version, counted from 1. */
    int nextVersion() {
        return ++lastVersion;
    }

    /** Which version answers a request that names none. */
    VersionReference serves() {
        return VersionReference.of(serves).orElseThrow();
    }

    void serve(VersionReference reference) {
        serves = reference.json().toString();
    }

    /** Numbers of versions by their aliases, in alphabetical order. */
    Map<String, Integer> aliases() {
        return Collections.unmodifiableMap(aliases);
    }

    /** The aliases of a version, in alphabetical order. */
    List<String> aliasesOf(int version) {
        return aliases.entrySet().stream().filter(alias -> alias.getValue() == version).map(Map.Entry::getKey).toList();
    }

    /** Gives a version an alias, or moves the alias to it. */
    void alias(String name, int version) {
        var changed = new TreeMap<>(aliases);
        changed.put(name, version);
        aliases = changed;
    }

    void removeAlias(String name) {
        var changed = new TreeMap<>(aliases);
        changed.remove(name);
        aliases = changed;
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

    String createdBy() {
        return createdBy;
    }

    Instant createdAt() {
        return createdAt;
    }
}
