package dev.chainrule.callback;

import dev.chainrule.problem.Faults;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the URLs that callbacks are to go to.
 *
 * <p>A host name is not resolved here. It is resolved and checked for each attempt, and an answer at submission would reveal the names of
 * the service's network.
 */
@Component
public class CallbackUrls {
    private static final int MAX_LENGTH = 2048;
    private static final int MAX_PORT = 65_535;
    private static final String PRIVATE =
            " this service sends no callbacks to private, loopback or other special addresses"
                    + " unless chainrule.callback.allow-private is set";

    private static final String SPELLING = "must have its IPv4 address as four decimal numbers without leading zeros";

    /**
     * A host whose last part is one of these means an IPv4 address (WHATWG URL, "ends in a number checker"), even in an unusual spelling.
     */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    private final CallbackProperties properties;

    CallbackUrls(CallbackProperties properties) {
        this.properties = properties;
    }

    /**
     * @param given {@code null}: no callback is requested
     * @param at where it was given, for faults
     * @return empty if none is requested, or if a fault was noted
     */
    public Optional<URI> read(@Nullable String given, Faults at) {
        if (given == null) {
            return Optional.empty();
        }
        if (!properties.canSign()) {
            at.add("needs a key to sign callbacks with, and this service has none:"
                    + " set chainrule.callback.secret (CHAINRULE_CALLBACK_SECRET) or leave callbackUrl out");
            return Optional.empty();
        }
        var fault = fault(given);
        fault.ifPresent(at::add);
        return fault.isPresent() ? Optional.empty() : Optional.of(URI.create(given));
    }

    private Optional<String> fault(String given) {
        if (given.length() > MAX_LENGTH) {
            return Optional.of("must have at most " + MAX_LENGTH + " characters");
        }
        if (!given.chars().allMatch(character -> character > ' ' && character <= '~')) {
            return Optional
                    .of("must be written in ASCII without spaces: percent-encode what else is in its path or query,"
                            + " and write an international host name in its xn-- form");
        }
        URI url;
        try {
            url = new URI(given);
        } catch (URISyntaxException wrong) {
            return Optional.of("is not a URL: " + wrong.getReason().toLowerCase(Locale.ROOT)
                    + (wrong.getIndex() < 0 ? "" : " at index " + wrong.getIndex()));
        }
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
            return Optional.of("must be an absolute URL that begins with https:// or http://");
        }
        if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
            return Optional.of("must not have a user or a password: callbacks are signed instead");
        }
        if (url.getHost() == null) {
            return Optional.of(
                    "must have a host: a name of letters, digits, '-' and '.', an IPv4 address of four decimal numbers,"
                            + " or an IPv6 address in brackets");
        }
        if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            return Optional.of("must have a port from 1 to " + MAX_PORT + ", or none");
        }
        if (url.getRawFragment() != null) {
            return Optional.of("must not have a fragment: leave out '#' and what follows it");
        }
        return hostFault(url.getHost());
    }

    /** @param host as Java accepts it: dotted IPv4, IPv6 in brackets, or anything else that has the form of a name */
    private Optional<String> hostFault(String host) {
        if (host.startsWith("[")) {
            return addressFault(host.substring(1, host.length() - 1), true);
        }
        var lower = host.toLowerCase(Locale.ROOT);
        var name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches()) {
            return addressFault(host, false);
        }
        boolean local = name.equals("localhost") || name.endsWith(".localhost");
        return local && !properties.allowPrivate()
                ? Optional.of("must not lead to the machine that the service runs on:" + PRIVATE)
                : Optional.empty();
    }

    private Optional<String> addressFault(String literal, boolean v6) {
        if (literal.contains("%")) {
            return Optional.of("must not have a zone in its address: leave out '%' and what follows it");
        }
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException wrong) {
            return Optional.of(SPELLING);
        }
        if (!v6 && !address.getHostAddress().equals(literal)) {
            return Optional.of(SPELLING);
        }
        return properties.allowPrivate() || PublicAddresses.contain(address)
                ? Optional.empty()
                : Optional.of("must have a public address:" + PRIVATE);
    }
}
