package dev.chainrule.security;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Who sends a request: by its key, or, without one, by where it comes from. */
@Component
class Callers {
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +(\\S+) *");

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
     * @throws ProblemException (401) if it has a key that is not valid, (421) if it has none and names another host, (503) if the key
     *     cannot be checked now
     */
    Optional<Identity> identify(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return open.roleOf(request).map(role -> anonymous(role, request));
        }
        var bearer = BEARER.matcher(header);
        if (!bearer.matches()) {
            throw ProblemException.unauthorized(
                    "The header Authorization must be Bearer, a space and a key", Optional.of("invalid_request"));
        }
        return Optional.of(ofKey(bearer.group(1), request.getRemoteAddr()));
    }

    private Identity anonymous(KeyRole role, HttpServletRequest request) {
        if (!hosts.allow(request)) {
            throw new ProblemException(ProblemType.UNKNOWN_HOST, "Without a key the service answers under addresses and"
                    + " the names " + hosts + " only, but the request is sent to " + request.getServerName()
                    + ": add this name to chainrule.allowed-hosts if it is the service's");
        }
        return Identity.anonymous(role);
    }

    private Identity ofKey(String text, String address) {
        var sha256 = KeyText.sha256(text);
        if (adminKey.hasSha256(sha256)) {
            return Identity.admin();
        }
        long before = keys.begun();
        var key = KeyText.idOf(text).flatMap(id -> stored(id, address)).filter(found -> found.hasSha256(sha256))
                .orElseThrow(() -> invalid("The key is unknown, or was revoked"));
        if (key.isExpired(clock.instant())) {
            throw invalid("The key \"" + key.name() + "\" has expired");
        }
        uses.note(key);
        return Identity.ofKey(key.name(), key.role(), () -> keys.isRevoked(key, before));
    }

    private Optional<StoredKey> stored(String id, String address) {
        return keys.find(id).or(() -> failures.waitOf(address).isEmpty() ? keys.findNew(id) : Optional.empty());
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.unauthorized(detail, Optional.of("invalid_token"));
    }
}
