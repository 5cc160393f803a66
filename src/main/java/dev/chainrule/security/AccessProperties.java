package dev.chainrule.security;

import dev.chainrule.problem.JsonName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call.
 *
 * @param adminKey a key with the role admin; empty: one is made where one is needed, see {@link AdminKey}
 * @param anonymous the role of all who call without a key; empty: see {@link OpenAccess}
 * @param allowedHosts names under which calls without a key may reach the service, beside localhost and addresses
 */
@ConfigurationProperties("chainrule")
record AccessProperties(
        @DefaultValue("") String adminKey, @DefaultValue("") String anonymous,
        @DefaultValue List<String> allowedHosts) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    /** Checked in code, because a failed annotation's message would contain the key. */
    AccessProperties {
        if (!adminKey.isEmpty() && !KeyText.isUsable(adminKey)) {
            throw new IllegalArgumentException("chainrule.admin-key must have " + KeyText.FORM);
        }
        if (!anonymous.isEmpty() && role(anonymous).isEmpty()) {
            throw new IllegalArgumentException(
                    "chainrule.anonymous must be reader, trainer or admin, but is \"" + anonymous + "\"");
        }
        allowedHosts = List.copyOf(allowedHosts);
        for (var host : allowedHosts) {
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException(
                        "chainrule.allowed-hosts must be names without scheme and port, such as ml.example.org,"
                                + " separated by commas, but has \"" + host + "\"");
            }
        }
    }

    private static Optional<KeyRole> role(String name) {
        return Arrays.stream(KeyRole.values()).filter(role -> JsonName.of(role).equals(name)).findFirst();
    }

    boolean hasAdminKey() {
        return !adminKey.isEmpty();
    }

    Optional<KeyRole> anonymousRole() {
        return role(anonymous);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "AccessProperties[anonymous=%s, allowedHosts=%s]".formatted(anonymous, allowedHosts);
    }
}
