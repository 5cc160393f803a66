package dev.chainrule.security;

import jakarta.servlet.ServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Who sends a request, and what they may do. */
public final class Identity {
    /** The name of the key that the settings or the data folder have. */
    static final String ADMIN = "admin";

    /** The name of all who call without a key. */
    static final String ANONYMOUS = "anonymous";

    private static final String ATTRIBUTE = Identity.class.getName();

    private final Optional<String> keyId;
    private final String name;
    private final KeyRole role;
    private final BooleanSupplier revoked;

    private Identity(Optional<String> keyId, String name, KeyRole role, BooleanSupplier revoked) {
        this.keyId = keyId;
        this.name = name;
        this.role = role;
        this.revoked = revoked;
    }

    static Identity admin() {
        return new Identity(Optional.of(ADMIN), ADMIN, KeyRole.ADMIN, () -> false);
    }

    static Identity anonymous(KeyRole role) {
        return new Identity(Optional.empty(), ANONYMOUS, role, () -> false);
    }

    /** @param revoked whether the key is revoked or has expired since */
    static Identity ofKey(StoredKey key, BooleanSupplier revoked) {
        return new Identity(Optional.of(key.id()), key.name(), key.role(), revoked);
    }

    /** Who sent a request. One that needs no role may have any sender. */
    public static Identity of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Identity identity ? identity : anonymous(KeyRole.READER);
    }

    void attachTo(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The name of the key, or {@value #ANONYMOUS}. */
    public String name() {
        return name;
    }

    /** The id of the key, which is no secret; {@value #ADMIN} for the admin key; empty: there is none. */
    Optional<String> keyId() {
        return keyId;
    }

    boolean isAnonymous() {
        return keyId.isEmpty();
    }

    KeyRole role() {
        return role;
    }

    /** Whether the key was revoked, or has expired, since the request began. */
    public boolean isRevoked() {
        return revoked.getAsBoolean();
    }

    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
