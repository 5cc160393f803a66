package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets in as many requests at a time as the heap has room for: one takes about 100 KB in the web server before anything is done for it. Questions about the service's health are always let in.
 *
 * <p>One that begins to wait for its client, or for news, reserves that memory of the budget and leaves its place to others, see
 * {@link dev.chainrule.budget.Caller}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Admission extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(Admission.class);
    private static final String PLACE = Admission.class.getName();
    private static final String HEALTH = "/actuator/health";
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);
    private static final int BUFFER = 1 << 13;

    private final Semaphore places;
    private final HandlerExceptionResolver problems;

    Admission(Connections connections, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.places = new Semaphore(connections.mostRequests());
        this.problems = problems;
    }

    /** A request's place among those that are served at a time. */
    private final class Place {
        private final AtomicBoolean left = new AtomicBoolean();

        void leave() {
            if (left.compareAndSet(false, true)) {
                places.release();
            }
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith(HEALTH);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
            problems.resolveException(
                    request, response, null,
                    ProblemException.unavailable("Too many requests are being served: try again later"));
            return;
        }
        var place = new Place();
        request.setAttribute(PLACE, place);
        try {
            chain.doFilter(request, response);
            readTheRest(request);
        } finally {
            place.leave();
        }
    }

    /** A client that is still sending a body that was refused would lose its answer, if the connection were closed. */
    private static void readTheRest(HttpServletRequest request) throws IOException {
        var body = request.getInputStream();
        if (body.isFinished() || request.getHeader(HttpHeaders.EXPECT) != null) {
            return;
        }
        long end = System.nanoTime() + LONGEST_REST.toNanos();
        var buffer = new byte[BUFFER];
        try {
            while (System.nanoTime() < end) {
                if (body.read(buffer) < 0) {
                    return;
                }
            }
        } catch (IOException gone) {
            log.debug("The client of {} sends no more", request.getRequestURI(), gone);
            return;
        }
        ClientConnections.closeAfterAnswer(request);
    }

    /** The request leaves its place to others, though it is not answered yet. */
    static void leave(HttpServletRequest request) {
        if (request.getAttribute(PLACE) instanceof Place place) {
            place.leave();
        }
    }
}
