package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Admits as many requests at a time as the heap has room for: a request takes about 100 KB in the web server before it is handled. Health
 * checks are always admitted, unless they have a body, because a body could make them wait.
 *
 * <p>One that begins to wait for its client, or for an event, reserves that memory in the budget and gives up its permit, see
 * {@link dev.chainrule.budget.Caller}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Admission extends OncePerRequestFilter {
    private static final String PERMIT = Admission.class.getName();
    private static final List<String> HEALTH = List.of("/actuator/health", "/v2/health");

    private final Semaphore permits;
    private final HandlerExceptionResolver problems;

    Admission(ConnectionLimits limits, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.permits = new Semaphore(limits.mostRequests());
        this.problems = problems;
    }

    /** A request's permit: as many requests are served at a time as there are permits. */
    private final class Permit {
        private final AtomicBoolean left = new AtomicBoolean();

        void leave() {
            if (left.compareAndSet(false, true)) {
                permits.release();
            }
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        boolean hasBody =
                request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        return HEALTH.stream().anyMatch(request.getRequestURI()::startsWith) && !hasBody;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!permits.tryAcquire()) {
            problems.resolveException(
                    request, response, null,
                    ProblemException.unavailable("Too many requests are being served: try again later"));
            return;
        }
        var permit = new Permit();
        request.setAttribute(PERMIT, permit);
        try {
            chain.doFilter(request, response);
        } finally {
            permit.leave();
        }
    }

    /** The request gives up its permit before it is answered. */
    static void leave(HttpServletRequest request) {
        if (request.getAttribute(PERMIT) instanceof Permit permit) {
            permit.leave();
        }
    }
}
