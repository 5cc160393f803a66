package dev.chainrule.problem;

import org.springframework.http.HttpStatus;

/** The kinds of problem, each with the slug of its {@code type}, its title and its status. */
public enum ProblemType {
    MALFORMED("malformed", "The request cannot be read", HttpStatus.BAD_REQUEST),
    NOT_FOUND("not-found", "There is no such thing", HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED("method-not-allowed", "This address has no such method", HttpStatus.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE("not-acceptable", "There is no answer of an accepted type", HttpStatus.NOT_ACCEPTABLE),
    TOO_SLOW("too-slow", "The request came too slowly", HttpStatus.REQUEST_TIMEOUT),
    CONFLICT("conflict", "The request does not fit the present state", HttpStatus.CONFLICT),
    TOO_LARGE("too-large", "The request is larger than a limit", HttpStatus.CONTENT_TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type", "The content type is not supported", HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    INVALID("invalid", "The request is well-formed but wrong", HttpStatus.UNPROCESSABLE_CONTENT),
    QUEUE_FULL("queue-full", "Too many jobs are waiting", HttpStatus.TOO_MANY_REQUESTS),
    INTERNAL("internal", "The service failed", HttpStatus.INTERNAL_SERVER_ERROR),
    UNAVAILABLE("unavailable", "The service cannot answer now", HttpStatus.SERVICE_UNAVAILABLE);

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
