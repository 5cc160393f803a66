package dev.chainrule.security;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that change something and that a page of another site made a browser send: it can send forms, so uploads, without
 * asking. A browser says where a request comes from in {@code Sec-Fetch-Site}, or, if it is old or the address is neither HTTPS nor of this
 * machine, in {@code Origin}. Other clients send neither.
 */
final class OtherSites extends OncePerRequestFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    /** The page is the service's own, or there is no page: the user typed the address. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final CorsProperties cors;
    private final Refusals refusals;

    OtherSites(CorsProperties cors, Refusals refusals) {
        this.cors = cors;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (READING.contains(request.getMethod()) || !isFromOtherSite(request)) {
            chain.doFilter(request, response);
            return;
        }
        refusals.answer(request, response, new ProblemException(
                ProblemType.FORBIDDEN,
                "A page of another site sent this request: only pages of the service itself, and of the origins in"
                        + " chainrule.cors.allowed-origins, may change something"));
    }

    private boolean isFromOtherSite(HttpServletRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (cors.allow(origin)) {
            return false;
        }
        var site = request.getHeader(FETCH_SITE);
        return site != null ? !OWN.contains(site) : origin != null && !isOwn(origin, request);
    }

    /**
     * Whether an origin has the host and the port that the request is sent to. The scheme may differ: a proxy before the service may end
     * TLS.
     */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        int scheme = origin.indexOf("://");
        var authority = origin.substring(scheme < 0 ? 0 : scheme + "://".length()).toLowerCase(Locale.ROOT);
        var host = request.getServerName().toLowerCase(Locale.ROOT);
        int port = request.getServerPort();
        boolean isDefault = port == 80 || port == 443;
        return scheme > 0 && (authority.equals(host + ":" + port) || (isDefault && authority.equals(host)));
    }
}
