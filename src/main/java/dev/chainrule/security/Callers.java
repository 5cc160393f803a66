package dev.chainrule.security;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Who sends a request: by its key, or, without one, by where it comes from. */
@Component
class Callers {
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +(\\S+) *");

    private static final String INVALID = "invalid_token";

    private final OpenAccess open;
    private final AllowedHosts hosts;
    private final AdminKey adminKey;
    private final KeyRing keys;
    private final KeyUses uses;
    private final FailedAttempts failures;
    private final Clock clock;

    Callers(
            OpenAccess open, AllowedHosts hosts, AdminKey adminKey, KeyRing keys, KeyUses uses, FailedAttempts failures,
            Clock clock) {
        this.open = open;
        this.hosts = hosts;
        this.adminKey = adminKey;
        this.keys = keys;
        this.uses = uses;
        this.failures = failures;
        this.clock = clock;
    }

    /**
     * Who sends a request.
     *
     * @return empty if it has no key, and calls without one have no role
     * @throws ProblemException (401) if it has a key that is not valid, (429) if its address has sent too many
     *     of those, (421) if it has none and names another host, (503) if the key
     *     cannot be checked now
     */
    Optional<Identity> identify(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.isEmpty()) {
            return open.roleOf(request).map(role -> anonymous(role, request));
        }
        var bearer = BEARER.matcher(headers.getFirst());
        if (headers.size() > 1 || !bearer.matches()) {
            throw refused(
                    "The header Authorization must be Bearer, a space and a key, and be sent once", "invalid_request",
                    request.getRemoteAddr());
        }
        return Optional.of(ofKey(bearer.group(1), request.getRemoteAddr()));
    }

    private Identity anonymous(KeyRole role, HttpServletRequest request) {
        if (!hosts.allow(request)) {
            throw new ProblemException(ProblemType.UNKNOWN_HOST, "Without a key the service answers under addresses and"
                    + " under " + hosts + " only, but the request is sent to \"" + request.getServerName()
                    + "\": send a key, or add this name to chainrule.allowed-hosts if it is the service's");
        }
        return Identity.anonymous(role);
    }

    private Identity ofKey(String text, String address) {
        var sha256 = KeyText.sha256(text);
        if (adminKey.hasSha256(sha256)) {
            return Identity.admin();
        }
        long before = keys.lastNumber();
        var id = KeyText.idOf(text);
        var key = id.flatMap(keys::find).filter(known -> known.hasSha256(sha256)).orElseGet(() -> failures.find(
                address, () -> id.flatMap(keys::findNew).filter(found -> found.hasSha256(sha256)),
                invalid("The key is unknown, or was revoked", INVALID)));
        if (key.isExpired(clock.instant())) {
            throw refused("The key \"" + key.name() + "\" has expired", INVALID, address);
        }
        uses.note(key);
        return Identity.ofKey(key, () -> keys.isRevoked(key, before));
    }

    /** @param error as RFC 6750 names it */
    private static ProblemException invalid(String detail, String error) {
        return ProblemException.unauthorized(detail, Optional.of(error));
    }

    private ProblemException refused(String detail, String error, String address) {
        return failures.count(address, invalid(detail, error));
    }
}
