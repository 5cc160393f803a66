package dev.chainrule.security;

import dev.chainrule.problem.JsonName;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties.Remoteip;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.stereotype.Component;

/**
 * Who may call without a key, decided once, at start. Callers on this machine are admins as long as no one else can reach the service: it
 * is bound to a loopback address, no admin key is set, and it does not expect a proxy before it. Everyone else needs a key, unless
 * {@code chainrule.anonymous} says otherwise.
 *
 * <p>A proxy on this machine makes requests of others look like requests from this machine. Most proxies leave a header; a request that has
 * one needs a key. Addresses in such headers are never read here, so that none of them becomes a loopback address.
 */
@Component
class OpenAccess {
    /** In lower case. */
    private static final Set<String> HEADERS_OF_PROXIES = Set.of(
            "forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip",
            "cf-connecting-ip");

    /** How further ones begin. */
    private static final Set<String> PREFIXES_OF_PROXIES = Set.of("x-forwarded-", "x-original-");

    private final Optional<KeyRole> ofEveryone;
    private final boolean onThisMachine;

    OpenAccess(AccessProperties settings, ServerProperties server, TomcatServerProperties tomcat) {
        boolean isBehindProxy = believesForwardedAddresses(server, tomcat.getRemoteip());
        boolean isBoundToLoopback = server.getAddress() != null && server.getAddress().isLoopbackAddress();
        ofEveryone = settings.anonymousRole();
        onThisMachine =
                ofEveryone.isEmpty() && isBoundToLoopback && !isBehindProxy && !settings.hasAdminKey();
    }

    /** Each of these settings makes Tomcat or Spring replace the sender's address by one from a header. */
    private static boolean believesForwardedAddresses(ServerProperties server, Remoteip headers) {
        return (server.getForwardHeadersStrategy() != null
                && server.getForwardHeadersStrategy() != ForwardHeadersStrategy.NONE)
                || headers.getRemoteIpHeader() != null || headers.getProtocolHeader() != null;
    }

    /** The role of a request that has no key; empty: it needs one. */
    Optional<KeyRole> roleOf(HttpServletRequest request) {
        return onThisMachine && isFromThisMachine(request) ? Optional.of(KeyRole.ADMIN) : ofEveryone;
    }

    private static boolean isFromThisMachine(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr()) && !hasPassedProxy(request);
    }

    /** Whether an address, as the server writes it, is one of loopback: of IPv4, of IPv6, or of IPv4 in IPv6. */
    static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Whether a request needs a key only because a proxy has forwarded it. */
    boolean isClosedToProxies(HttpServletRequest request) {
        return onThisMachine && hasPassedProxy(request);
    }

    private static boolean hasPassedProxy(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream().map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> HEADERS_OF_PROXIES.contains(name)
                        || PREFIXES_OF_PROXIES.stream().anyMatch(name::startsWith));
    }

    /** Whether no caller may make keys without a key: the first key needs one, too. */
    boolean needsAdminKey() {
        return !onThisMachine && !isOpenFor(KeyRole.ADMIN);
    }

    /** Whether callers on this machine have the role without a key. */
    boolean isOpenFor(KeyRole role) {
        return onThisMachine || ofEveryone.filter(given -> given.includes(role)).isPresent();
    }

    String inWords() {
        return onThisMachine
                ? "open on this machine, without keys; SERVER_ADDRESS=0.0.0.0 lets others in, with keys"
                : ofEveryone.map(role -> "open to everyone as " + JsonName.of(role)
                        + ", without keys (CHAINRULE_ANONYMOUS)").orElse("with keys only");
    }
}
