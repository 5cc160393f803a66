package dev.chainrule.security;

import dev.chainrule.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.MDC;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who sends a request, and refuses nothing: a call that needs no role may come from anyone. A request without the role that its call
 * needs is refused later, with the reason that this filter has stored in it. The log's lines about a request with a key have the key's id
 * (MDC).
 */
final class KeyFilter extends OncePerRequestFilter {
    private static final String REASON = KeyFilter.class.getName();

    /** The name of the key's id in the MDC. */
    private static final String KEY_ID = "keyId";

    private final Callers callers;

    KeyFilter(Callers callers) {
        this.callers = callers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var keyId = identify(request).flatMap(Identity::keyId);
        if (keyId.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try (var _ = MDC.putCloseable(KEY_ID, keyId.get())) {
            chain.doFilter(request, response);
        }
    }

    private Optional<Identity> identify(HttpServletRequest request) {
        try {
            var sender = callers.identify(request);
            sender.ifPresent(identity -> {
                identity.attachTo(request);
                SecurityContextHolder.setContext(new SecurityContextImpl(authentication(identity)));
            });
            return sender;
        } catch (ProblemException reason) {
            request.setAttribute(REASON, reason);
            return Optional.empty();
        }
    }

    private static Authentication authentication(Identity identity) {
        var authorities = identity.role().authorities();
        return identity.isAnonymous()
                ? new AnonymousAuthenticationToken(Identity.ANONYMOUS, identity, authorities)
                : new PreAuthenticatedAuthenticationToken(identity, "", authorities);
    }

    /** Why the sender of a request has no role; empty: it has no key, or the role of its key does not suffice. */
    static Optional<ProblemException> reason(HttpServletRequest request) {
        return Optional.ofNullable((ProblemException) request.getAttribute(REASON));
    }
}
