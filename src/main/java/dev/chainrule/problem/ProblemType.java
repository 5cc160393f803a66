package dev.chainrule.problem;

import org.springframework.http.HttpStatus;

/** The kinds of problem, each with the slug of its {@code type}, its title and its status. */
public enum ProblemType {
    MALFORMED("malformed", "Malformed request", HttpStatus.BAD_REQUEST),
    NOT_FOUND("not-found", "Not found", HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED("method-not-allowed", "Method not allowed", HttpStatus.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE("not-acceptable", "Not acceptable", HttpStatus.NOT_ACCEPTABLE),
    TOO_SLOW("too-slow", "Request too slow", HttpStatus.REQUEST_TIMEOUT),
    CONFLICT("conflict", "Conflict with the current state", HttpStatus.CONFLICT),
    TOO_LARGE("too-large", "Request too large", HttpStatus.CONTENT_TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type", "Unsupported content type", HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    INVALID("invalid", "Invalid request", HttpStatus.UNPROCESSABLE_CONTENT),
    QUEUE_FULL("queue-full", "Queue full", HttpStatus.TOO_MANY_REQUESTS),
    INTERNAL("internal", "Internal error", HttpStatus.INTERNAL_SERVER_ERROR),
    UNAVAILABLE("unavailable", "Service unavailable", HttpStatus.SERVICE_UNAVAILABLE);

    private final String slug;
    private final String title;
    private final HttpStatus status;

    ProblemType(String slug, String title, HttpStatus status) {
        this.slug = slug;
        this.title = title;
        this.status = status;
    }

    /** The kind that an HTTP status of 400 or more stands for, so far as it tells. */
    static ProblemType of(int status) {
        for (var type : values()) {
            if (type.status.value() == status) {
                return type;
            }
        }
        return status < 500 ? MALFORMED : INTERNAL;
    }

    String slug() {
        return slug;
    }

    String title() {
        return title;
    }

    public HttpStatus status() {
        return status;
    }
}
