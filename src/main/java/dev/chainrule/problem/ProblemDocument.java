package dev.chainrule.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/** The body of a problem. Every error answer has it, whichever part of the service or of the web server finds the error. */
final class ProblemDocument {
    /** A longer detail repeats a part of the request, which may be megabytes. */
    private static final int LONGEST_DETAIL = 3000;

    private ProblemDocument() {}

    /**
     * @param said may repeat a part of the request, which may be long and need not be valid Unicode; null: the title says all that there is
     *     to say
     */
    static ProblemDetail of(
            ProblemType type, @Nullable String said, List<FieldProblem> errors, HttpServletRequest request) {
        var detail = ProblemDetail.forStatus(type.status());
        detail.setType(URI.create(type.uri()));
        detail.setTitle(type.title());
        detail.setDetail(said == null ? null : shown(said));
        instance(request.getRequestURI()).ifPresent(detail::setInstance);
        detail.setProperty(RequestId.KEY, RequestId.of(request));
        if (!errors.isEmpty()) {
            detail.setProperty("errors", errors);
        }
        return detail;
    }

    /** A text that may repeat a part of the request, as an answer shows it. */
    static String shown(String said) {
        return UnicodeText.wellFormed(Excerpt.of(said, LONGEST_DETAIL));
    }

    /**
     * A request's path as a URI reference; empty for the few paths that the server accepts, but that are not URIs.
     *
     * @param path null if the server could not read the request line
     */
    private static Optional<URI> instance(@Nullable String path) {
        try {
            return path == null ? Optional.empty() : Optional.of(new URI(path));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
