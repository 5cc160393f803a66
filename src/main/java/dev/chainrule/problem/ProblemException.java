package dev.chainrule.problem;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A request that cannot be served, and why, in words for the person who sent it. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String BEARER = "Bearer realm=\"chainrule\"";

    private final transient ProblemType type;
    private final transient String detail;
    private final transient List<FieldProblem> errors;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<String> challenge;

    private ProblemException(
            ProblemType type, String detail, List<FieldProblem> errors, Optional<Duration> retryAfter,
            Optional<String> challenge) {
        super(detail);
        this.type = type;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
        this.challenge = challenge;
    }

    private ProblemException(
            ProblemType type, String detail, List<FieldProblem> errors, Optional<Duration> retryAfter) {
        this(type, detail, errors, retryAfter, Optional.empty());
    }

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), Optional.empty());
    }

    /** A well-formed request with these faults; there is at least one. */
    public static ProblemException invalid(List<FieldProblem> errors) {
        var detail = errors.size() == 1
                ? errors.getFirst().inWords()
                : errors.size() + " parts of the request are wrong";
        return new ProblemException(ProblemType.INVALID, detail, errors, Optional.empty());
    }

    /** A well-formed request with one fault. */
    public static ProblemException invalid(String pointer, String detail) {
        return invalid(List.of(new FieldProblem(pointer, detail)));
    }

    public static ProblemException malformed(String detail) {
        return new ProblemException(ProblemType.MALFORMED, detail);
    }

    /** @param kind what was looked for, such as {@code dataset} */
    public static ProblemException notFound(String kind, Object nameOrId) {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no " + kind + " \"" + nameOrId + "\"");
    }

    /** @param names which of the kind there are: the nearest one is suggested */
    public static ProblemException notFound(String kind, String name, Collection<String> names) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "There is no " + kind + " \"" + name + "\"" + NearestName.hint(name, names));
    }

    /** @param error as RFC 6750 names it, such as {@code invalid_token}; empty: the request has no key */
    public static ProblemException unauthorized(String detail, Optional<String> error) {
        return new ProblemException(ProblemType.UNAUTHORIZED, detail, List.of(), Optional.empty(),
                Optional.of(BEARER + error.map(code -> ", error=\"" + code + "\"").orElse("")));
    }

    /** @param role that the call needs */
    public static ProblemException forbidden(String detail, String role) {
        return new ProblemException(ProblemType.FORBIDDEN, detail, List.of(), Optional.empty(),
                Optional.of(BEARER + ", error=\"insufficient_scope\", scope=\"" + role + "\""));
    }

    public static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }

    /** @param what such as {@code The version 3 of model "xor"} */
    public static ProblemException damaged(String what, String remedy) {
        return new ProblemException(
                ProblemType.STORED_DATA_DAMAGED,
                what + " is damaged in the database: " + remedy + ", or restore a backup");
    }

    public static ProblemException queueFull(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.QUEUE_FULL, detail, List.of(), Optional.of(retryAfter));
    }

    public static ProblemException tooManyFailures(String detail, Duration retryAfter) {
        return new ProblemException(
                ProblemType.TOO_MANY_FAILURES, detail, List.of(), Optional.of(retryAfter.plusMillis(999)));
    }

    public static ProblemException unavailable(String detail) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail, List.of(), Optional.of(Duration.ofSeconds(1)));
    }

    /** The same problem, as one of this part of the body, or of parts of it. */
    ProblemException within(String pointer) {
        var named = errors.isEmpty()
                ? List.of(new FieldProblem(pointer, detail))
                : errors.stream().map(error -> new FieldProblem(pointer + error.pointer(), error.detail())).toList();
        return new ProblemException(type, detail, named, retryAfter, challenge);
    }

    public ProblemType type() {
        return type;
    }

    String detail() {
        return detail;
    }

    public List<FieldProblem> errors() {
        return errors;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The header {@code WWW-Authenticate}. */
    Optional<String> challenge() {
        return challenge;
    }
}
