package dev.chainrule.security;

import dev.chainrule.problem.BrowserHeaders;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers requests that are refused before they reach a controller, in the form of every other problem. */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {
    private static final String HOW_TO_SEND = "send it in the header Authorization: Bearer crk_…";

    private final OpenAccess open;
    private final FailedAttempts failures;
    private final Map<ProblemType, Counter> counters;
    private final HandlerExceptionResolver problems;

    Refusals(
            OpenAccess open, FailedAttempts failures, MeterRegistry meters,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.open = open;
        this.failures = failures;
        this.counters = Stream
                .of(ProblemType.UNAUTHORIZED, ProblemType.FORBIDDEN, ProblemType.UNKNOWN_HOST,
                        ProblemType.TOO_MANY_FAILURES)
                .collect(Collectors.toMap(Function.identity(), reason -> counter(reason, meters)));
        this.problems = problems;
    }

    private static Counter counter(ProblemType reason, MeterRegistry meters) {
        return Counter.builder("chainrule.auth.failures")
                .description(
                        "Requests that were refused because of their key, its role, their host name or the site that sent them,"
                                + " by the type of the problem")
                .tag("reason", reason.name())
                .register(meters);
    }

    /** The request has no valid key, and calls without one may not do this. */
    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException denied) {
        answer(request, response, KeyFilter.reason(request).orElseGet(() -> failures.count(
                request.getRemoteAddr(), ProblemException.unauthorized(
                        (open.isClosedToProxies(request)
                                ? "A request that came through a proxy needs a key: "
                                : "This call needs a key: ") + HOW_TO_SEND,
                        Optional.empty()))));
    }

    /** The request's key may not do this. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied) {
        var needed = JsonName.of(needed(denied));
        var identity = Identity.of(request);
        answer(request, response, ProblemException.forbidden(
                "This call needs the role " + needed + ", but the key \"" + identity.name() + "\" has the role "
                        + JsonName.of(identity.role()),
                needed));
    }

    private static KeyRole needed(AccessDeniedException denied) {
        if (denied instanceof AuthorizationDeniedException refused
                && refused.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision) {
            for (var role : KeyRole.values()) {
                if (decision.getAuthorities().stream().anyMatch(role::isNamedBy)) {
                    return role;
                }
            }
        }
        return KeyRole.ADMIN;
    }

    /** The address is one that no call has. No filter has run. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected) {
        BrowserHeaders.write(response);
        problems.resolveException(request, response, null, ProblemException.malformed(
                "The address has a step . or .., or a character that no address here has, such as ; or \\, or a %-escape"
                        + " of one"));
    }

    void answer(HttpServletRequest request, HttpServletResponse response, ProblemException problem) {
        var counter = counters.get(problem.type());
        if (counter != null) {
            counter.increment();
        }
        problems.resolveException(request, response, null, problem);
    }
}
