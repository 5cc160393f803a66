package dev.chainrule.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/**
 * An error as it is answered: a problem document; or, under {@code /v2}, what the Open Inference Protocol has for errors: {@code {"error":
 * "…"}} as JSON, with 400 for a request that can be read, but is wrong.
 */
record ErrorAnswer(HttpStatusCode status, MediaType mediaType, Object body) {
    private static final String INFERENCE = "/v2";

    /** Faults that one text lists. */
    private static final int LISTED = 10;

    /** @param said as for {@link ProblemDocument#of} */
    static ErrorAnswer of(
            ProblemType type, @Nullable String said, List<FieldProblem> errors, HttpServletRequest request) {
        if (isOfInference(request.getRequestURI())) {
            var status = type == ProblemType.INVALID ? HttpStatus.BAD_REQUEST : type.status();
            return inference(status, inWords(type, said, errors));
        }
        return new ErrorAnswer(type.status(), MediaType.APPLICATION_PROBLEM_JSON,
                ProblemDocument.of(type, said, errors, request));
    }

    /** Of a status that no kind of problem need have. */
    static ErrorAnswer of(HttpStatusCode status, @Nullable String said, HttpServletRequest request) {
        var type = ProblemType.of(status.value());
        if (isOfInference(request.getRequestURI())) {
            return inference(status, inWords(type, said, List.of()));
        }
        var document = ProblemDocument.of(type, said, List.of(), request);
        document.setStatus(status.value());
        return new ErrorAnswer(status, MediaType.APPLICATION_PROBLEM_JSON, document);
    }

    private static ErrorAnswer inference(HttpStatusCode status, String text) {
        return new ErrorAnswer(status, MediaType.APPLICATION_JSON, Map.of("error", text));
    }

    private static String inWords(ProblemType type, @Nullable String said, List<FieldProblem> errors) {
        if (errors.size() > 1) {
            return ProblemDocument.shown(said + ": "
                    + errors.stream().limit(LISTED).map(FieldProblem::inWords).collect(Collectors.joining("; "))
                    + (errors.size() > LISTED ? "; …" : ""));
        }
        return said == null ? type.title() : ProblemDocument.shown(said);
    }

    /** @param path null if the server could not read the request line */
    private static boolean isOfInference(@Nullable String path) {
        return path != null && (path.equals(INFERENCE) || path.startsWith(INFERENCE + "/"));
    }
}
