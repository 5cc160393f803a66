package dev.chainrule.problem;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in the caller's terms why a JSON body could not be bound: 400 if it is not JSON, 422 if it is JSON of another form. */
public final class UnreadableBody {
    /** Jackson has no exception of its own for a field that occurs twice. */
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate Object property (\".*\")", Pattern.DOTALL);

    /** Jackson's message for an unquoted word that is not a JSON value, as Python and JavaScript write some. */
    private static final Pattern TOKEN =
            Pattern.compile("(?:Non-standard|Unrecognized) token '([^']{1,40})'.*", Pattern.DOTALL);

    private static final Pattern NOT_FINITE = Pattern.compile("(?i)nan|[+-]?inf(inity)?");

    /** Jackson's message for a limit that a document exceeds: what has the limit, and how much is allowed. */
    private static final Pattern LIMIT = Pattern.compile(
            "(String|Name|Number|Document)\\b.*maximum allowed \\((\\d+).*", Pattern.DOTALL);

    /** Jackson's message for what is not closed where a document ends. */
    private static final Pattern OPEN =
            Pattern.compile(".*expected close marker for (Object|Array).*", Pattern.DOTALL);

    private UnreadableBody() {}

    static ProblemException explain(HttpMessageNotReadableException exception) {
        for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (cause instanceof JacksonException json) {
                return explain(json);
            }
        }
        return missing();
    }

    public static ProblemException missing() {
        return ProblemException.malformed("The body is missing or was cut off: send JSON");
    }

    /** The problem that a failure to read or bind JSON stands for. */
    public static ProblemException explain(JacksonException exception) {
        return explain(exception, "");
    }

    /** @param prefix the pointer to the part of the body that was bound */
    static ProblemException explain(JacksonException exception, String prefix) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
        }
        var pointer = prefix + pointer(exception.getPath());
        return switch (exception) {
            case InputCoercionException wrong ->
                ProblemException.invalid(pointer, "must be " + withRange(wrong.getTargetType()));
            case StreamConstraintsException _ -> ProblemException.malformed(beyondLimit(exception));
            case UnexpectedEndOfInputException _ -> ProblemException.malformed(cutOff(exception));
            case StreamReadException _ -> ProblemException.malformed(notJson(exception));
            case UnrecognizedPropertyException unknown ->
                ProblemException.invalid(pointer, "is not a known field" + known(unknown));
            case InvalidFormatException wrong ->
                ProblemException.invalid(pointer, "must be " + describe(wrong.getTargetType()));
            // Any JSON can be bound to a node: the fault is before it or after it.
            case MismatchedInputException wrong when wrong.getTargetType() == JsonNode.class ->
                ProblemException
                        .malformed("The body is empty, or text follows the JSON: send exactly one JSON document");
            case MismatchedInputException wrong ->
                ProblemException.invalid(pointer, "must be " + describe(wrong.getTargetType()));
            case DatabindException _ ->
                ProblemException.invalid(pointer, "has a value that cannot be converted to the type of this field");
            default -> ProblemException.malformed("The body cannot be read");
        };
    }

    private static String beyondLimit(JacksonException exception) {
        var limit = LIMIT.matcher(exception.getOriginalMessage());
        if (!limit.matches()) {
            return "The body is nested too deeply, or a name, a string or a number in it is too long";
        }
        return switch (limit.group(1)) {
            case "Document" -> "The body is nested too deeply: at most " + limit.group(2) + " levels are allowed";
            case "Name" -> "A field's name in the body is too long: at most " + limit.group(2)
                    + " characters are allowed";
            case "Number" -> "A number in the body is too long: at most " + limit.group(2) + " digits are allowed";
            default -> "A string in the body is too long: at most " + limit.group(2) + " characters are allowed";
        };
    }

    private static String cutOff(JacksonException exception) {
        var open = OPEN.matcher(exception.getOriginalMessage());
        return "The body is cut off: its JSON ends" + place(exception) + (open.matches()
                ? ", in an " + open.group(1).toLowerCase(Locale.ROOT) + " that is not closed"
                : ", in the middle of a name or a value");
    }

    private static String place(JacksonException exception) {
        var at = exception.getLocation();
        return at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String notJson(JacksonException exception) {
        var place = place(exception);
        var twice = DUPLICATE.matcher(exception.getOriginalMessage());
        if (twice.matches()) {
            return "The field " + twice.group(1) + " is given twice" + place;
        }
        if (exception.getOriginalMessage().startsWith("Invalid UTF-8")) {
            return "The body is not UTF-8, as JSON must be: it cannot be read" + place;
        }
        var token = TOKEN.matcher(exception.getOriginalMessage());
        if (!token.matches()) {
            return "The body is not JSON: it cannot be read" + place
                    + "; write names and strings in double quotes, and no comma after the last element";
        }
        var word = token.group(1);
        return "The body is not JSON: " + word + " cannot be read" + place
                + (NOT_FINITE.matcher(word).matches()
                        ? "; JSON has no such number: write null for a missing value"
                        : "; write strings in double quotes: only null, true and false are written without them");
    }

    private static String known(UnrecognizedPropertyException unknown) {
        var ids = unknown.getKnownPropertyIds();
        if (ids == null || ids.isEmpty()) {
            return "";
        }
        var names = ids.stream().map(Object::toString).sorted().toList();
        return NearestName.hint(unknown.getPropertyName(), names) + "; known are " + String.join(", ", names);
    }

    private static String pointer(List<JacksonException.Reference> path) {
        return path.stream()
                .map(step -> "/"
                        + (step.getPropertyName() == null
                                ? Integer.toString(step.getIndex())
                                : PointerStep.of(step.getPropertyName())))
                .collect(Collectors.joining());
    }

    /** The type and the range of a number that is too large for it. */
    static String withRange(Class<?> type) {
        if (isInt(type)) {
            return "an integer between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE;
        }
        return isLong(type) ? "an integer between " + Long.MIN_VALUE + " and " + Long.MAX_VALUE : describe(type);
    }

    private static boolean isInt(Class<?> type) {
        return type == Integer.class || type == int.class;
    }

    private static boolean isLong(Class<?> type) {
        return type == Long.class || type == long.class;
    }

    /** An object of this type, with its {@link JsonExample} if it has one. */
    static String object(Class<?> type) {
        if (Map.class.isAssignableFrom(type)) {
            return "an object, as in {\"name\": \"value\"}";
        }
        var example = type.getAnnotation(JsonExample.class);
        return example == null ? "an object" : "an object, as in " + example.value();
    }

    /** A type in the caller's terms. */
    static String describe(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (isInt(type) || isLong(type)) {
            return "an integer, without quotes and without a fraction";
        }
        if (type == Double.class || type == double.class) {
            return "a number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        if (type.isEnum()) {
            return "one of "
                    + List.of(type.getEnumConstants()).stream().map(Object::toString).collect(Collectors.joining(", "));
        }
        if (type == int[].class) {
            return "an array of integers, as in [0, 0]";
        }
        return type.isArray() || Iterable.class.isAssignableFrom(type) ? "an array" : object(type);
    }
}
