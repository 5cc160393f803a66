package dev.chainrule.callback;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Removes the addresses that callbacks may not go to from what a host name resolves to, anew for every connection. The client connects to
 * the remaining addresses without another lookup, so a name that resolves to another address a moment later (DNS rebinding) has no effect.
 */
final class PublicDnsResolver implements DnsResolver {
    private final DnsResolver all;

    PublicDnsResolver(DnsResolver all) {
        this.all = all;
    }

    /** @throws PrivateAddressException if nothing is left */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var resolved = all.resolve(host);
        if (resolved == null || resolved.length == 0) {
            throw new UnknownHostException(host);
        }
        var left = Arrays.stream(resolved).filter(PublicAddresses::contain).toArray(InetAddress[]::new);
        if (left.length == 0) {
            throw new PrivateAddressException(host);
        }
        return left;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return all.resolveCanonicalHostname(host);
    }
}
