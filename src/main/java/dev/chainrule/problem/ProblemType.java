package dev.chainrule.problem;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** The kinds of problem, each with the slug of its {@code type}, its title, its status, and what its page says. */
public enum ProblemType {
    MALFORMED("malformed", "Malformed request", HttpStatus.BAD_REQUEST,
            """
                    The request cannot be read: its query cannot be decoded, or its body is cut off, is not of the type that its content type names, \
                    or has another character set. The detail names the place. Correct the request before you send it again."""),
    UNAUTHORIZED("unauthorized", "Key missing or not valid", HttpStatus.UNAUTHORIZED,
            """
                    The call needs a key, and the request has none, or one that is unknown, revoked or expired. Send the key in the header \
                    Authorization: Bearer crk_…. Administrators of the service make keys, with POST /api/v1/keys."""),
    FORBIDDEN("forbidden", "Not allowed", HttpStatus.FORBIDDEN,
            """
                    The key is valid, but its role may not make this call: the detail names the role that may. Or a page of another site sent \
                    the request, which only the origins in chainrule.cors.allowed-origins may."""),
    NOT_FOUND("not-found", "Not found", HttpStatus.NOT_FOUND,
            """
                    Nothing has this name or id, or there is no call at this address. The detail repeats what was asked for. Lists, such as \
                    GET /api/v1/models, show what there is."""),
    METHOD_NOT_ALLOWED("method-not-allowed", "Method not allowed", HttpStatus.METHOD_NOT_ALLOWED, """
            The address does not have this method. The header Allow lists the methods that it has."""),
    NOT_ACCEPTABLE("not-acceptable", "Not acceptable", HttpStatus.NOT_ACCEPTABLE,
            """
                    The answer does not exist in a type that the header Accept names. The detail lists the types that there are."""),
    TOO_SLOW("too-slow", "Request too slow", HttpStatus.REQUEST_TIMEOUT,
            """
                    The body of the request came too slowly. Send it over a faster connection, or in parts. Nothing was stored."""),
    CONFLICT("conflict", "Conflict with the current state", HttpStatus.CONFLICT,
            """
                    The request is right, but the current state does not allow it: a name is taken, a model has not been trained, a job that has \
                    not ended uses what is to be deleted, or a job is in another state than the command needs. The detail says which."""),
    TOO_LARGE("too-large", "Request too large", HttpStatus.CONTENT_TOO_LARGE,
            """
                    The body, or what it describes, is larger than a limit, which the detail names. Send less, or raise the limit in the settings \
                    of the service."""),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type", "Unsupported content type", HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            """
                    The call does not take a body of this content type, character set or encoding, or the body is a binary file. The detail lists \
                    what the call takes. curl sends a form unless -H 'Content-Type: application/json' is given."""),
    UNKNOWN_HOST("unknown-host", "Unknown host name", HttpStatus.MISDIRECTED_REQUEST,
            """
                    The request has no key, and is sent to a name that may be another site's. Call the service as localhost, by its address, or \
                    by a name in chainrule.allowed-hosts; or send a key."""),
    INVALID("invalid", "Invalid request", HttpStatus.UNPROCESSABLE_CONTENT,
            """
                    The request can be read, but a field or a query parameter is unknown, missing, of another type or has a value that is not \
                    allowed. The member errors lists the faults, each with a JSON pointer (RFC 6901) to its place in the body, or ?name for a query \
                    parameter. Nothing was stored."""),
    QUEUE_FULL("queue-full", "Queue full", HttpStatus.TOO_MANY_REQUESTS,
            """
                    The number of jobs that wait, train or are paused has reached the limit, chainrule.job.max-live. The header \
                    Retry-After says in seconds when to try again. Nothing was stored."""),
    TOO_MANY_FAILURES("too-many-failures", "Too many requests without a valid key", HttpStatus.TOO_MANY_REQUESTS,
            """
                    Twenty requests of this address in a minute had no valid key. Requests with a valid key are served all the same. The header \
                    Retry-After says in seconds when others are checked again."""),
    INTERNAL("internal", "Internal error", HttpStatus.INTERNAL_SERVER_ERROR,
            """
                    The service failed unexpectedly. The log of the service says more under the id that the member requestId has."""),
    STORED_DATA_DAMAGED("stored-data-damaged", "Stored data damaged", HttpStatus.INTERNAL_SERVER_ERROR,
            """
                    What the database holds of a dataset, a model or a version is incomplete, or not what was written: its disk, or a \
                    program beside the service, changed it. The detail says what is damaged. Restore a backup, or delete it and upload, \
                    create or train it again. Everything else can still be used."""),
    UNAVAILABLE("unavailable", "Service unavailable", HttpStatus.SERVICE_UNAVAILABLE,
            """
                    The service cannot serve the request now: its database is out of reach, or there is no room in its memory or on its disk. \
                    The header Retry-After says in seconds when to try again. Nothing was stored.""");

    private final String slug;
    private final String title;
    private final HttpStatus status;
    private final String explanation;

    ProblemType(String slug, String title, HttpStatus status, String explanation) {
        this.slug = slug;
        this.title = title;
        this.status = status;
        this.explanation = explanation;
    }

    /** The kind that corresponds best to an HTTP status of 400 or more. */
    static ProblemType of(int status) {
        for (var type : values()) {
            if (type.status.value() == status) {
                return type;
            }
        }
        return status < 500 ? MALFORMED : INTERNAL;
    }

    static Optional<ProblemType> of(String slug) {
        return Arrays.stream(values()).filter(type -> type.slug.equals(slug)).findFirst();
    }

    /** The URI that identifies this kind, and the address of its page. */
    String uri() {
        return ProblemPages.PATH + "/" + slug;
    }

    String title() {
        return title;
    }

    public HttpStatus status() {
        return status;
    }

    String explanation() {
        return explanation;
    }
}
