package dev.chainrule.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The host names under which the service answers requests without a key. A page of another site can make its own name resolve to this
 * machine (DNS rebinding); the browser then takes the service for a part of that site, but sends its name. An address is no name that
 * someone could make resolve to another one.
 */
@Component
class AllowedHosts {
    private static final String THIS_MACHINE = "localhost";

    private final Set<String> names = new TreeSet<>();

    AllowedHosts(AccessProperties settings) {
        names.add(THIS_MACHINE);
        settings.allowedHosts().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether a request names an allowed host or none, as no browser does. */
    boolean allow(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.HOST) == null || allow(request.getServerName());
    }

    /** @param host without port */
    boolean allow(String host) {
        return names.contains(host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "")) || isAddress(host);
    }

    private static boolean isAddress(String host) {
        try {
            var _ = InetAddress.ofLiteral(host.replaceFirst("^\\[(.*)]$", "$1"));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
