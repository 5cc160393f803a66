package dev.chainrule.problem;

import jakarta.servlet.http.HttpServletResponse;

/** What browsers may do with an answer, for answers that no filter of package {@code security} writes headers of, too. */
public final class BrowserHeaders {
    /** Scripts are files of the service. Styles may stand in a page: those of pictures in SVG do. */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private BrowserHeaders() {}

    /** Adds the headers to a refusal that comes before the filters. */
    public static void write(HttpServletResponse refusal) {
        refusal.setHeader("X-Content-Type-Options", "nosniff");
        refusal.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    }
}
