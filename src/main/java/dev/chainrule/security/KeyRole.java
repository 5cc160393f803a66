package dev.chainrule.security;

import java.util.Arrays;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/** What a caller may do; each role may do what the ones before it may do. {@link AccessRules} says which call needs which. */
public enum KeyRole {
    /** Reads, predicts, evaluates and explains: stores nothing. */
    READER,
    /** Creates, trains, serves and deletes. */
    TRAINER,
    /** Makes and revokes keys, and makes backups. */
    ADMIN;

    boolean includes(KeyRole other) {
        return compareTo(other) >= 0;
    }

    /** This role and those that it includes. */
    List<GrantedAuthority> authorities() {
        return AuthorityUtils.createAuthorityList(
                Arrays.stream(values()).filter(this::includes).map(KeyRole::authority).toList());
    }

    boolean isNamedBy(GrantedAuthority authority) {
        return authority().equals(authority.getAuthority());
    }

    /** As Spring Security names it. */
    private String authority() {
        return "ROLE_" + this;
    }
}
