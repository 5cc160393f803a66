package dev.chainrule.callback;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.springframework.boot.http.client.InetAddressFilter;

/**
 * Tells the addresses that mean the same host from everywhere from those that lead into the service's own network.
 *
 * <p>Of IPv4 all but the special-purpose ranges (RFC 6890), of IPv6 only global unicast, 2000::/3, less the special-purpose ranges in
 * it; so ways to spell or to tunnel an IPv4 address in IPv6 are out. Java itself turns ::ffff:a.b.c.d into IPv4.
 */
final class PublicAddresses {
    private static final InetAddressFilter GLOBAL_UNICAST = InetAddressFilter.of("2000::/3");
    private static final InetAddressFilter PUBLIC = InetAddressFilter.externalAddresses()
            .and(address -> address instanceof Inet4Address || GLOBAL_UNICAST.matches(address))
            // Documentation, RFC 9637.
            .andNot("3fff::/20");

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        return PUBLIC.matches(address);
    }
}
