package dev.chainrule.problem;

import dev.chainrule.health.FatalErrors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns every exception that leaves a controller, Spring's own too, into a problem of the same form. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemHandler extends ResponseEntityExceptionHandler {
    private static final MediaType CSV = new MediaType("text", "csv");

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
    private static final String TOO_LONG_UPLOAD = "The upload has more bytes or parts than allowed";

    private static final String UNREADABLE_ACCEPT =
            "The header Accept cannot be read: name types as in application/json, with commas between them";

    /** Bytes that are read of a body of the wrong type. */
    private static final int LOOKED_AT = 256;

    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d+");

    private final Addresses addresses;

    ProblemHandler(Addresses addresses) {
        this.addresses = addresses;
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(ProblemException problem, HttpServletRequest request) {
        var answer = ErrorAnswer.of(problem.type(), problem.detail(), problem.errors(), request);
        var response = ResponseEntity.status(answer.status()).contentType(answer.mediaType());
        problem.retryAfter()
                .ifPresent(wait -> response.header(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
        problem.challenge().ifPresent(challenge -> response.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
        return response.body(answer.body());
    }

    /** Tomcat decodes a query when a parameter is first asked for, which may be anywhere. */
    @ExceptionHandler
    ResponseEntity<Object> handle(InvalidParameterException unreadable, HttpServletRequest request) {
        return handle(
                unreadable.getErrorCode() == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE
                        ? new ProblemException(ProblemType.TOO_LARGE, TOO_LONG_UPLOAD)
                        : ProblemException.malformed("The query cannot be read: write it in UTF-8, a % itself as %25,"
                                + " name every value, as in ?limit=10, and send 1,000 parameters at most"),
                request);
    }

    /** Actuator reads the header Accept itself. */
    @ExceptionHandler
    ResponseEntity<Object> handle(InvalidMimeTypeException unreadable, HttpServletRequest request) {
        return handle(new ProblemException(ProblemType.NOT_ACCEPTABLE, UNREADABLE_ACCEPT), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(MultipartException unreadable, HttpServletRequest request) {
        var problem = unreadable.getCause() instanceof ProblemException ofBody
                ? ofBody
                : ProblemException.malformed("The multipart body cannot be read");
        return handle(problem, request);
    }

    /** A lock or a connection that was not available in time: nothing was stored, and a later request may succeed. */
    @ExceptionHandler({TransientDataAccessException.class, DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class})
    ResponseEntity<Object> handleBusyDatabase(
            Exception failure, HttpServletRequest request, HttpServletResponse response) throws Exception {
        FatalErrors.endOn(failure);
        requireNothingSent(failure, response);
        log.warn("The database did not serve {} {}: {}", request.getMethod(), request.getRequestURI(),
                failure.toString());
        return handle(ProblemException.unavailable("The database is busy or out of reach: try again later"), request);
    }

    /** A broken connection, or a database that could not write, for which Spring has no exception of its own. */
    @ExceptionHandler({JpaSystemException.class, TransactionSystemException.class})
    @Nullable
    ResponseEntity<Object> handleLostDatabase(
            Exception failure, HttpServletRequest request, HttpServletResponse response) throws Exception {
        boolean ofDatabase = Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(SQLException.class::isInstance);
        return ofDatabase ? handleBusyDatabase(failure, request, response) : handle(failure, request, response);
    }

    /** A client that closed only its sending side may still read the answer. */
    @ExceptionHandler
    ResponseEntity<Object> handle(ClientGoneException gone, HttpServletRequest request) {
        log.debug("The client of {} closed its connection before it had its answer", request.getRequestURI());
        return handle(ProblemException.malformed(ClientGoneException.DETAIL), request);
    }

    /** Any other exception: logged with the request's id, answered with the id and nothing else. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> handle(Exception failure, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        FatalErrors.endOn(failure);
        if (isHungUp(failure, request)) {
            return null;
        }
        requireNothingSent(failure, response);
        return unforeseen(failure, request);
    }

    private static boolean isHungUp(Exception failure, HttpServletRequest request) {
        boolean hungUp = DisconnectedClientHelper.isClientDisconnectedException(failure);
        if (hungUp) {
            log.debug("The client of {} closed its connection before it had its answer", request.getRequestURI());
        }
        return hungUp;
    }

    /** A partly sent answer cannot become a problem document: the server cuts it off, so that clients see that it is incomplete. */
    private static void requireNothingSent(Exception failure, HttpServletResponse response) throws Exception {
        if (response.isCommitted()) {
            throw failure;
        }
    }

    private static ResponseEntity<Object> unforeseen(Exception failure, HttpServletRequest request) {
        log.error("Request {} failed: {} {}", RequestId.of(request), request.getMethod(), request.getRequestURI(),
                failure);
        var answer = ErrorAnswer.of(ProblemType.INTERNAL, unexpected(request), List.of(), request);
        return ResponseEntity.status(answer.status()).contentType(answer.mediaType()).body(answer.body());
    }

    static String unexpected(HttpServletRequest request) {
        return "Unexpected failure: the service's log has more under the request id " + RequestId.of(request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        FatalErrors.endOn(exception);
        return handle(UnreadableBody.explain(exception), ((ServletWebRequest) request).getRequest());
    }

    /** A malformed id in a path is not found; the fault of a query parameter says what is allowed. */
    @Override
    protected ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = exception instanceof MethodArgumentTypeMismatchException argument
                ? mismatch(argument)
                : ProblemException.invalid("?" + exception.getPropertyName(), queryFault(exception));
        return handle(problem, ((ServletWebRequest) request).getRequest());
    }

    private static ProblemException mismatch(MethodArgumentTypeMismatchException argument) {
        return argument.getParameter().hasParameterAnnotation(PathVariable.class)
                ? ProblemException.notFound(argument.getName(), String.valueOf(argument.getValue()))
                : ProblemException.invalid("?" + argument.getName(), queryFault(argument));
    }

    private static String queryFault(TypeMismatchException exception) {
        var type = exception.getRequiredType();
        boolean isInteger = type == Integer.class || type == int.class;
        var given = String.valueOf(exception.getValue());
        boolean isOutOfRange = isInteger && INTEGER.matcher(given).matches();
        return "must be "
                + (isOutOfRange
                        ? UnreadableBody.withRange(int.class)
                        : isInteger ? "an integer" : UnreadableBody.describe(type))
                + ", but is \"" + Excerpt.of(given, 40) + "\"";
    }

    /** An id of blanks is converted to null. */
    @Override
    protected ResponseEntity<Object> handleMissingPathVariable(
            MissingPathVariableException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return handle(ProblemException.notFound(exception.getVariableName(), " "),
                ((ServletWebRequest) request).getRequest());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception, @Nullable Object body, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        FatalErrors.endOn(exception);
        var servletRequest = ((ServletWebRequest) request).getRequest();
        if (isHungUp(exception, servletRequest)) {
            return null;
        }
        var response = ((ServletWebRequest) request).getResponse();
        if (response != null && response.isCommitted()) {
            log.warn("The answer to {} was cut off", servletRequest.getRequestURI(), exception);
            return null;
        }
        if (status.value() == HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            return unforeseen(exception, servletRequest);
        }
        var answer = ErrorAnswer.of(status, said(exception, servletRequest), servletRequest);
        var out = new HttpHeaders(headers);
        out.setContentType(answer.mediaType());
        return new ResponseEntity<>(answer.body(), out, answer.status());
    }

    /** What is wrong and what is allowed, in the caller's terms; {@code null}: the title says all that there is to say. */
    private @Nullable String said(Exception exception, HttpServletRequest request) {
        return switch (exception) {
            case HttpRequestMethodNotSupportedException method ->
                method.getMethod() + " is not allowed here; allowed are " + listed(method.getSupportedHttpMethods());
            case HttpMediaTypeNotSupportedException type ->
                (type.getContentType() == null ? ContentTypeHeader.fault(request.getContentType())
                        : type.getContentType() + " is not supported here")
                        + "; send " + listed(type.getSupportedMediaTypes())
                        + hint(request, type.getSupportedMediaTypes().contains(CSV));
            case HttpMediaTypeNotAcceptableException _ when !isReadable(request.getHeaders(HttpHeaders.ACCEPT)) ->
                UNREADABLE_ACCEPT;
            case HttpMediaTypeNotAcceptableException type ->
                "The answer exists as " + listed(type.getSupportedMediaTypes()) + ": accept one of these types";
            case NoResourceFoundException _ -> "There is nothing at " + request.getRequestURI()
                    + addresses.withoutExtraSlashes(request.getRequestURI())
                            .map("; without the extra slash there is %s"::formatted)
                            .or(() -> addresses.nearest(request.getRequestURI()).map(" (did you mean %s?)"::formatted))
                            .orElse("");
            case MaxUploadSizeExceededException _ -> TOO_LONG_UPLOAD;
            case ErrorResponse response -> response.getBody().getDetail();
            default -> null;
        };
    }

    /**
     * How to send a body that looks like JSON, or a CSV file where one is taken. A body is not read if the client waits for
     * {@code 100 Continue} before it sends it.
     */
    private static String hint(HttpServletRequest request, boolean takesCsv) {
        var otherwise = takesCsv
                ? ". With curl, a CSV file needs -H 'Content-Type: text/csv' --data-binary @data.csv"
                : "";
        if (request.getHeader(HttpHeaders.EXPECT) != null) {
            return otherwise;
        }
        try {
            var start = new String(request.getInputStream().readNBytes(LOOKED_AT), StandardCharsets.UTF_8);
            return ContentTypeHeader.looksLikeJson(start)
                    ? ". The body looks like JSON: with curl, add -H 'Content-Type: application/json'"
                    : otherwise;
        } catch (IOException | ProblemException _) {
            return ""; // no hint for a body that cannot be read
        }
    }

    private static boolean isReadable(Enumeration<String> types) {
        try {
            var _ = MediaType.parseMediaTypes(Collections.list(types));
            return true;
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    private static String listed(@Nullable Collection<?> choices) {
        return choices == null
                ? "none"
                : choices.stream()
                        .filter(choice -> !(choice instanceof MediaType type && type.isWildcardSubtype()))
                        .map(Object::toString)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
    }
}
