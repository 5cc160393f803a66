package dev.chainrule.security;

import dev.chainrule.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Who sends a request: by its key, or, without one, by where it comes from. */
@Component
class Callers {
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +(\\S+) *");

    private final OpenAccess open;
    private final AdminKey adminKey;

    Callers(OpenAccess open, AdminKey adminKey) {
        this.open = open;
        this.adminKey = adminKey;
    }

    /**
     * Who sends a request.
     *
     * @return empty if it has no key, and calls without one have no role
     * @throws ProblemException (401) if it has a key that is not valid
     */
    Optional<Identity> identify(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return open.roleOf(request).map(Identity::anonymous);
        }
        var bearer = BEARER.matcher(header);
        if (!bearer.matches()) {
            throw ProblemException.unauthorized(
                    "The header Authorization must be Bearer, a space and a key", Optional.of("invalid_request"));
        }
        return Optional.of(ofKey(bearer.group(1)));
    }

    private Identity ofKey(String text) {
        if (adminKey.hasSha256(KeyText.sha256(text))) {
            return Identity.admin();
        }
        throw ProblemException.unauthorized(
                "The key is not valid: it is unknown, revoked or expired", Optional.of("invalid_token"));
    }
}
